import { rankOf } from '@heliograph/shared/domain/status'
import { eventually } from '@heliograph/testkit/eventually'
import { expect, test } from 'vitest'
import { type Cases, never, patience } from './bench.ts'
import { expectNormal } from './expect-facts.ts'
import { closing, receiptsOf, send, sendTo, statusesOf } from './send-message.ts'

/** Genuine callbacks become receipts, in whatever order and number they come. */
export const callbackCases: Cases = (contract, bench) => {
  const { walk, endings } = contract

  test('each move of a message becomes a receipt, in order', async () => {
    const { id, arrivals } = await sendTo(bench(), '+15005551000', walk.length)
    expect(statusesOf(arrivals)).toEqual(walk)
    for (const { reading } of arrivals) {
      if (reading.kind !== 'receipt') continue
      expect(reading.receipt).toMatchObject({ source: 'callback', providerId: id })
      expect(reading.receipt).not.toHaveProperty('errorCode')
      expectNormal(reading.receipt)
    }
  })

  test.each(endings)('$to ends $status with $code', async ({ to, status, code, class: errorClass }) => {
    const { id, messageId } = await send(bench(), to)
    await eventually(() => {
      const last = bench().door.about(messageId).at(-1)?.reading
      const receipt = { providerId: id, status, errorCode: code, errorClass }
      expect(last).toMatchObject({ kind: 'receipt', receipt })
    }, patience)
  })

  test('doubled callbacks say the same twice', async () => {
    const { arrivals } = await sendTo(bench(), '+15005553002', walk.length * 2)
    expect(statusesOf(arrivals)).toEqual(walk.flatMap((status) => [status, status]))
    const [first, second] = receiptsOf(arrivals)
    expect(second).toEqual(first)
  })

  test('reordered callbacks are read each by itself, and the furthest one wins by rank', async () => {
    const { arrivals } = await sendTo(bench(), '+15005553003', walk.length)
    expect(statusesOf(arrivals)).toEqual(walk.toReversed())
    const furthest = statusesOf(arrivals).toSorted((left, right) => rankOf(left) - rankOf(right))
    expect(furthest).toEqual(walk)
  })

  test('a callback that comes before the answer is read, and names the id that the answer gives', async () => {
    const request = bench().request({ to: '+15005553005' })
    const outcome = await bench().provider.send(request, never)
    // The carrier answered only after its first callback was: it is here already.
    const [early] = receiptsOf(bench().door.about(request.messageId))
    expect(outcome).toMatchObject({ kind: 'accepted', providerId: early?.providerId })
  })

  test('a delivery and the contradiction that follows it are both told', async () => {
    const { arrivals } = await sendTo(bench(), '+15005551005', walk.length + 1)
    const [delivered, contradiction] = statusesOf(arrivals).slice(-2)
    expect(delivered).toBe('delivered')
    expect(rankOf(contradiction ?? 'submitted')).toBe(rankOf('delivered'))
    expect(contradiction).not.toBe('delivered')
  })

  test('a callback is read by an account that never sent the message', async () => {
    const { id, arrivals } = await sendTo(bench(), '+15005551001', 1)
    await using other = closing(bench())
    for (const { request, reading } of arrivals) {
      expect(await bench().read(other.provider, request)).toEqual(reading)
      expect(reading).toMatchObject({ kind: 'receipt', receipt: { providerId: id } })
    }
  })

  test('without callbacks there are none', async () => {
    const { messageId, id } = await send(bench(), '+15005553000')
    const { arrivals } = await sendTo(bench(), '+15005551000', walk.length)
    expect(statusesOf(arrivals)).toEqual(walk)
    expect(bench().door.about(messageId)).toEqual([])
    expect(id).toMatch(contract.providerId.pattern)
  })
}
