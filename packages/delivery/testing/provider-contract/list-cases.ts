import { eventually } from '@heliograph/testkit/eventually'
import { describe, expect, test } from 'vitest'
import type { ListedMessage, ListQuery, Provider, SendRequest } from '../../src/providers/provider.ts'
import { type Bench, type Cases, never, patience, withoutMedia } from './bench.ts'
import { closing } from './send-message.ts'

/** A message whose answer was lost is found again, and no other is taken for it. */
export const listCases: Cases = (contract, bench) => {
  const { search } = contract.definition.capabilities
  const isProof = search === 'by_reference'

  if (search === 'none') {
    test('a provider without a list says so', async () => {
      const request = bench().request({ to: '+15005552512' })
      expect(await bench().provider.send(request, never)).toMatchObject({ kind: 'ambiguous' })
      expect(await bench().provider.list(queryFor(request), never)).toEqual({ kind: 'unsupported' })
    })
  }

  if (search !== 'none') {
    describe('where there is a list', () => {
      test.each([
        ['+15005552512', 'a lost answer'],
        ['+15005552513', 'a lost answer and a list that lags'],
        ['+15005552501', 'an error after it was taken'],
        ['+15005552540', 'half an answer'],
      ])('%s: the message of %s is found', async (to) => {
        const request = bench().request({ to })
        const { outcome, arrivals } = await bench().handOver(request)
        expect(outcome.kind).toBe('ambiguous')
        const sid = arrivals[0]?.sid
        const message = await eventually(async () => {
          const listed = await listFor(bench().provider, request)
          const ours = listed.find(({ providerId }) => providerId === sid)
          expect(ours, JSON.stringify(listed)).toBeDefined()
          return ours
        }, patience)
        expect(message).toMatchObject({ providerId: sid, to })
        if (isProof) expect(message?.target).toEqual(targetOf(request))
      })

      test(
        isProof ? 'another attempt of it is not listed' : 'another attempt is listed beside it',
        async () => {
          const to = '+15005557401'
          const first = bench().request({ to })
          const others = [{ ...first, attempt: 2 }, bench().request({ to })]
          const ids = await Promise.all([first, ...others].map((request) => sendFor(bench(), request)))
          const target = isProof ? targetOf(first) : undefined
          const expected = (isProof ? ids.slice(0, 1) : ids).map((providerId) => [providerId, target])
          await eventually(async () => {
            const listed = await listFor(bench().provider, first)
            const found = listed.map((message) => [message.providerId, message.target])
            expect(new Set(found)).toEqual(new Set(expected))
          }, patience)
        },
      )

      test('what was sent before, or to somebody else, is not listed', async () => {
        const request = bench().request({ to: '+15005557402' })
        await sendFor(bench(), request)
        await eventually(
          async () => expect(await listFor(bench().provider, request)).toHaveLength(1),
          patience,
        )
        const later = { ...queryFor(request), since: new Date(Date.now() + 60_000) }
        expect(await bench().provider.list(later, never)).toMatchObject({ kind: 'listed', messages: [] })
        const stranger = bench().request({ to: '+15005557403' })
        expect(await listFor(bench().provider, stranger)).toEqual([])
      })

      test('nothing that fits is an empty list and no failure', async () => {
        const request = bench().request({ to: '+15005557404' })
        const listing = await bench().provider.list(queryFor(request), never)
        expect(listing).toEqual({ kind: 'listed', messages: [], isComplete: true })
      })

      test.each([
        ['is throttled', { fault: 'rate_limited', retryAfterSeconds: 7 }, { retryAfterMs: 7_000 }],
        ['meets an error', { fault: 'server_error_before' }, {}],
        ['is cut off', { fault: 'reset_before' }, {}],
        ['gets half an answer', { fault: 'truncated_answer' }, {}],
      ])('a listing that %s is unavailable', async (_what, rule, more) => {
        await bench().simulator.fail({ ...rule, on: 'list' })
        const listing = await bench().provider.list(queryFor(bench().request()), never)
        await bench().simulator.fail()
        expect(listing).toMatchObject({ kind: 'unavailable', detail: expect.any(String), ...more })
      })

      test('a list without end is read up to a bound, and says that there is more', async () => {
        const bound = contract.maxListed ?? 0
        expect(bound).toBeGreaterThan(0)
        const request = bench().request({ to: '+15005551002', ...withoutMedia(bench()) })
        await using patient = closing(bench(), contract.env, { totalMs: 60_000 })
        const copies = Array.from({ length: bound + 5 }, () => request)
        const outcomes = await Promise.all(copies.map((copy) => patient.provider.send(copy, never)))
        expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['accepted']))
        const listing = await bench().provider.list(queryFor(request), never)
        expect(listing).toMatchObject({ kind: 'listed', isComplete: false })
        if (listing.kind === 'listed') expect(listing.messages.length).toBeLessThanOrEqual(bound)
      })
    })
  }
}

function targetOf({ messageId, attempt }: SendRequest): ListQuery['target'] {
  return { messageId, attempt }
}

/** The question that the engine asks after a lost answer. */
function queryFor(request: SendRequest): ListQuery {
  const { to, from } = request
  const since = new Date(Date.now() - 30_000)
  return { to, since, target: targetOf(request), ...(from === undefined ? {} : { from }) }
}

async function listFor(provider: Provider, request: SendRequest): Promise<readonly ListedMessage[]> {
  const listing = await provider.list(queryFor(request), never)
  if (listing.kind !== 'listed') throw new Error(`no list came: ${JSON.stringify(listing)}`)
  return listing.messages
}

async function sendFor({ provider }: Bench, request: SendRequest): Promise<string> {
  const outcome = await provider.send(request, never)
  return outcome.kind === 'accepted' ? outcome.providerId : outcome.kind
}
