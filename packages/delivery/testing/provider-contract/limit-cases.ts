import type { Capabilities } from '@heliograph/shared/domain/capabilities'
import { expect, test } from 'vitest'
import type { SendRequest } from '../../src/providers/provider.ts'
import { type Bench, type Cases, pictureUrl } from './bench.ts'

const sources = ['https', 'http', 's3'] as const

/** One number each of countries that not every carrier sends to. */
const abroad = [
  ['GB', '+442071838750'],
  ['JP', '+81312345678'],
  ['BR', '+5511912345678'],
  ['AU', '+61412345678'],
] as const

/** What the capabilities exclude never reaches the carrier; what they include does. */
export const limitCases: Cases = (contract, bench) => {
  const { capabilities } = contract.definition

  test.each(beyond(capabilities))('%s is refused before anything is sent', async (_what, change) => {
    const { outcome, arrivals } = await bench().handOver(bench().request(change(bench())))
    expect(outcome).toMatchObject({
      kind: 'rejected',
      fault: { code: 'beyond_provider', class: 'content', detail: expect.stringMatching(/\w+ \w+/) },
    })
    expect(arrivals).toEqual([])
  })

  test('as much as the capabilities allow is accepted', async () => {
    const { media, body } = capabilities
    const request = bench().request({
      mediaUrls: pictures(bench(), media.max),
      body: 'x'.repeat(body.maxChars),
    })
    const { outcome, arrivals } = await bench().handOver(request)
    expect(outcome).toMatchObject({ kind: 'accepted' })
    expect(arrivals).toMatchObject([{ mediaCount: media.max }])
  })

  if (capabilities.media.min === 0) {
    test('text alone is accepted where it may be', async () => {
      const { outcome, arrivals } = await bench().handOver(bench().request({ mediaUrls: [] }))
      expect(outcome).toMatchObject({ kind: 'accepted' })
      expect(arrivals).toMatchObject([{ mediaCount: 0 }])
    })
  }

  test('media alone is accepted', async () => {
    const { body: _body, ...request } = bench().request()
    const { outcome, arrivals } = await bench().handOver(request)
    expect(outcome).toMatchObject({ kind: 'accepted' })
    expect(arrivals).toMatchObject([{ bodySha256: null, mediaCount: 1 }])
  })

  test.each([
    ['shorter', 1],
    ['longer', 31 * 86_400],
  ])('a validity %s than the carrier takes is brought within its bounds', async (_what, validitySeconds) => {
    const { outcome } = await bench().handOver(bench().request({ validitySeconds }))
    expect(outcome).toMatchObject({ kind: 'accepted' })
  })
}

type Change = (bench: Bench) => Partial<SendRequest>

/** Every way in which a message can be more than these capabilities. */
function beyond({ media, body, countries }: Capabilities): [what: string, change: Change][] {
  const cases: [what: string, change: Change][] = [
    [`${media.max + 1} media`, (bench) => ({ mediaUrls: pictures(bench, media.max + 1) })],
    [`a text of ${body.maxChars + 1} characters`, () => ({ body: 'x'.repeat(body.maxChars + 1) })],
  ]
  if (media.min > 0) cases.push(['text alone', () => ({ mediaUrls: [] })])
  for (const source of sources.filter((one) => !media.sources.includes(one))) {
    cases.push([`${source} media`, () => ({ mediaUrls: [`${source}://media/picture.png`] })])
  }
  if (countries !== 'any') {
    for (const [country, to] of abroad.filter(([one]) => !countries.includes(one))) {
      cases.push([`a number in ${country}`, () => ({ to })])
    }
  }
  return cases
}

function pictures(bench: Bench, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${pictureUrl(bench.simulator)}?n=${n}`)
}
