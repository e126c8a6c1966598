import { expect, test } from 'vitest'
import type { InboundMessage } from '../../src/providers/provider.ts'
import { type Bench, type Cases, pictureUrl } from './bench.ts'
import type { Arrival } from './callback-door.ts'
import { closing } from './send-message.ts'

const phone = '+15005557301'

/** What people write to us arrives as they wrote it, and only from the carrier. */
export const inboundCases: Cases = (contract, bench) => {
  const { definition, proof, sender, strangers } = contract

  test('a keyword arrives with who wrote it to whom', async () => {
    const { arrivals, answers } = await receive(bench(), { body: 'STOP' })
    expect(answers).toEqual([definition.replies.receipt])
    const [message] = messagesOf(arrivals)
    expect(message).toMatchObject({ from: phone, to: sender, body: 'STOP', mediaUrls: [] })
    expect(message?.providerId).toBeTruthy()
    expect([undefined, 'STOP']).toContain(message?.optOutType)
    await receive(bench(), { body: 'START' })
  })

  test('a text that only holds a keyword is no opt-out', async () => {
    const body = 'please do not STOP 🐢'
    const { arrivals } = await receive(bench(), { body })
    const [message] = messagesOf(arrivals)
    expect(message).toMatchObject({ body })
    expect(message).not.toHaveProperty('optOutType')
  })

  if (definition.capabilities.inboundMedia) {
    test('media arrives by its address', async () => {
      const mediaUrls = [pictureUrl(bench().simulator), `${pictureUrl(bench().simulator)}?second=1`]
      const { arrivals } = await receive(bench(), { body: 'look', mediaUrls })
      expect(messagesOf(arrivals)).toEqual([expect.objectContaining({ body: 'look', mediaUrls })])
    })
  }

  test('a message that comes twice has the same id twice', async () => {
    const first = messagesOf((await receive(bench(), { body: 'hello' })).arrivals)[0]
    const idName = contract.inboundIdField ?? 'id'
    const again = await receive(bench(), { body: 'hello', [idName]: first?.providerId })
    expect(messagesOf(again.arrivals)).toEqual([first])
  })

  test('forged, it is refused', async () => {
    const { arrivals } = await receive(bench(), { body: 'START' })
    const { request } = found(arrivals)
    await using other = closing(bench(), { ...contract.env, ...strangers })
    const rawBody = Buffer.from(request.rawBody.toString('utf8').replaceAll('START', 'STOP'))
    const forgeries = [
      await bench().read(bench().provider, { ...request, rawBody }),
      await bench().read(bench().provider, { ...request, rawBody: Buffer.alloc(0) }),
      await bench().read(bench().provider, proof.remove(request)),
      await bench().read(
        bench().provider,
        proof.replace(request, (text) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)),
      ),
      await bench().read(other.provider, request),
    ]
    for (const reading of forgeries) expect(reading).toMatchObject({ kind: 'forged' })
  })
}

type Received = { readonly arrivals: readonly Arrival[]; readonly answers: readonly (number | string)[] }

/** Lets somebody's phone write to us; gives what came to the door by it. */
async function receive(bench: Bench, inbound: Readonly<Record<string, unknown>>): Promise<Received> {
  const before = bench.door.arrivals.length
  const { definition, sender } = bench.contract
  const { name, capabilities } = definition
  const path = capabilities.receipts === 'per_account' ? 'events' : 'inbound'
  const url = `${bench.door.url}/webhooks/${name}/${path}`
  const answers = await bench.simulator.receive({ from: phone, to: sender, url, ...inbound })
  const isOurs = ({ reading: { kind } }: Arrival): boolean => kind !== 'handled' && kind !== 'receipt'
  return { answers, arrivals: bench.door.arrivals.slice(before).filter(isOurs) }
}

function found(arrivals: readonly Arrival[]): Arrival {
  const [arrival] = arrivals
  if (arrival?.reading.kind !== 'inbound') throw new Error(`no message came: ${JSON.stringify(arrival)}`)
  return arrival
}

function messagesOf(arrivals: readonly Arrival[]): InboundMessage[] {
  return arrivals.flatMap(({ reading }) => (reading.kind === 'inbound' ? [reading.inbound] : []))
}
