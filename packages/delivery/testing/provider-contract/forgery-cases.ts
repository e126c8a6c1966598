import { expect, test } from 'vitest'
import type { Bench, Cases } from './bench.ts'
import type { Arrival } from './callback-door.ts'
import { mutate } from './mutate.ts'
import { closing, receiptsOf, sendTo, statusesOf } from './send-message.ts'

const mutations = 200

/** Nobody but the carrier makes a receipt. */
export const forgeryCases: Cases = (contract, bench) => {
  const { walk, proof, coversAddress, providerId, strangers, rotated } = contract
  let first: Promise<Arrival> | undefined
  /** One genuine callback, the same for all cases. */
  const genuine = (): Promise<Arrival> => {
    first ??= firstCallback(bench())
    return first
  }
  const forged = { kind: 'forged', reason: expect.any(String) }

  test.each(Object.entries(contract.forgeries))(
    'a callback with a forged %s is refused, and the genuine ones are not',
    async (_what, settings) => {
      await bench().simulator.configure(settings)
      const { arrivals, id } = await sendTo(bench(), '+15005553004', walk.length * 2)
      expect(arrivals.filter(({ reading }) => reading.kind === 'forged')).toHaveLength(walk.length)
      expect(statusesOf(arrivals)).toEqual(walk)
      expect(new Set(receiptsOf(arrivals).map((receipt) => receipt.providerId))).toEqual(new Set([id]))
    },
  )

  test('a changed body is refused', async () => {
    const { request, reading } = await genuine()
    const id = reading.kind === 'receipt' ? reading.receipt.providerId : ''
    const text = request.rawBody.toString('utf8')
    expect(text).toContain(id)
    const rawBody = Buffer.from(text.replaceAll(id, providerId.unknown))
    expect(await bench().read(bench().provider, { ...request, rawBody })).toEqual(forged)
  })

  test('a changed signature is refused', async () => {
    const { request } = await genuine()
    // The first letter: the last one of base64 may hold bits that do not count.
    const changed = proof.replace(request, (text) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1))
    expect(changed).not.toEqual(request)
    expect(await bench().read(bench().provider, changed)).toEqual(forged)
  })

  test.each([
    ['of 10 kB', 'A'.repeat(10_000)],
    ['of no length', ''],
    ['that is no base64', '€uro, "quoted"'],
  ])('a signature %s is refused', async (_what, signature) => {
    const { request } = await genuine()
    const changed = proof.replace(request, () => signature)
    expect(await bench().read(bench().provider, changed)).toEqual(forged)
  })

  test('without anything that proves it, a callback is refused', async () => {
    const { request } = await genuine()
    expect(await bench().read(bench().provider, proof.remove(request))).toEqual(forged)
  })

  test('without a body, a callback is refused', async () => {
    const { request } = await genuine()
    const empty = { ...request, rawBody: Buffer.alloc(0) }
    expect(await bench().read(bench().provider, empty)).toEqual(forged)
  })

  test("another account's callback is refused", async () => {
    const { request } = await genuine()
    await using other = closing(bench(), { ...contract.env, ...strangers })
    expect(await bench().read(other.provider, request)).toEqual(forged)
  })

  test('what was valid before a rotation is still believed', async () => {
    const { request, reading } = await genuine()
    await using later = closing(bench(), { ...contract.env, ...rotated })
    expect(await bench().read(later.provider, request)).toEqual(reading)
  })

  const { weak } = contract
  if (weak !== undefined) {
    test('what is not proven well enough is a hint to ask the carrier, and no receipt', async () => {
      const { request, reading } = await genuine()
      const kept = Object.entries(contract.env).filter(([name]) => !weak.without.includes(name))
      await using account = closing(bench(), Object.fromEntries(kept))
      const id = reading.kind === 'receipt' ? reading.receipt.providerId : ''
      const hint = { kind: 'hint', providerId: id }
      expect(await bench().read(account.provider, weak.weaken(request))).toEqual(hint)
    })
  }

  test('at another address it is refused, or names its message all the same', async () => {
    const { request, reading } = await genuine()
    const elsewhere = { ...request, signedUrl: request.signedUrl.replace(/\d(\.mac)?$/, '7$1') }
    const moved = { ...elsewhere, signedUrl: `${elsewhere.signedUrl}?moved=1` }
    const read = await bench().read(bench().provider, moved)
    // Where the address is not signed, the id in the receipt is what binds it.
    expect(read).toEqual(coversAddress ? forged : reading)
  })

  test(`none of ${mutations} mutations of a callback throws or says something new`, async () => {
    const { request, reading } = await genuine()
    for (let seed = 1; seed <= mutations; seed += 1) {
      const mutated = mutate(request, seed)
      const read = await bench().read(bench().provider, mutated)
      // A change in what nobody signs, such as the letter case of a type, may leave the callback genuine.
      if (read.kind === 'receipt') expect(read, `seed ${seed}`).toEqual(reading)
      expect(read.kind, `seed ${seed}`).not.toBe('inbound')
    }
  })
}

async function firstCallback(bench: Bench): Promise<Arrival> {
  const { arrivals } = await sendTo(bench, '+15005551001', 1)
  const [arrival] = arrivals
  if (arrival?.reading.kind !== 'receipt') throw new Error(`no receipt came: ${JSON.stringify(arrival)}`)
  // Read again it says the same: what follows fails for its change alone.
  expect(await bench.read(bench.provider, arrival.request)).toEqual(arrival.reading)
  return arrival
}
