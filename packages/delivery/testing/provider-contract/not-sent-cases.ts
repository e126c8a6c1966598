import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { type Cases, withoutMedia } from './bench.ts'

/** Where no byte went out, the message may be tried again. */
export const notSentCases: Cases = (_contract, bench) => {
  const notSent = (code: string) => ({
    kind: 'not_sent',
    usesAttempt: true,
    fault: { code, class: 'network' },
  })

  test.each([
    ['connect_refused', closedPort],
    ['dns_failed', () => Promise.resolve('http://carrier.heliograph.invalid')],
  ])('%s is certain', async (code, findCarrier) => {
    const request = bench().request(withoutMedia(bench()))
    const { outcome } = await bench().handOver(request, { carrierUrl: await findCarrier() })
    expect(outcome).toMatchObject(notSent(code))
  })

  test('after the time by which it must begin, nothing begins', async () => {
    const request = bench().request({ startBefore: performance.now() - 1 })
    const { outcome, arrivals } = await bench().handOver(request)
    expect(outcome).toMatchObject(notSent('deadline_before_start'))
    expect(arrivals).toEqual([])
  })
}

/** An address at which nobody listens any more. */
async function closedPort(): Promise<string> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  // A server that listens on TCP has an address of this shape.
  const { port } = server.address() as AddressInfo
  const closed = once(server, 'close')
  server.close()
  await closed
  return `http://127.0.0.1:${port}`
}
