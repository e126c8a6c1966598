import { expect, test } from 'vitest'
import type { Cases } from './bench.ts'
import { openDoor } from './callback-door.ts'
import { closing } from './send-message.ts'

/** Where an account has one address for all its events, it belongs to a subscription that has to be confirmed. */
export const eventCases: Cases = (contract, bench) => {
  const { capabilities, replies } = contract.definition
  const isPerAccount = capabilities.receipts === 'per_account'

  test('events are read where the account has one address for them, and only there', () => {
    expect(bench().provider.readEvent !== undefined).toBe(isPerAccount)
  })

  if (isPerAccount) {
    test('a callback to an address per message or for inbound is not believed', async () => {
      const rawBody = Buffer.from('{}')
      for (const path of ['status/id.1.mac', 'inbound']) {
        const signedUrl = `${bench().door.url}/webhooks/${contract.definition.name}/${path}`
        const request = { method: 'POST', signedUrl, headers: {}, rawBody } as const
        expect(await bench().read(bench().provider, request)).toMatchObject({ kind: 'forged' })
      }
    })

    test('the subscription of an address that we list is confirmed', async () => {
      const states = await bench().simulator.subscribe()
      expect(new Set(states)).toEqual(new Set(['confirmed']))
      expect(await bench().simulator.subscribe()).toEqual(states)
      expect(bench().door.arrivals.map(({ reading }) => reading.kind)).toContain('handled')
    })

    test('a confirmation that is forged is not asked for', async () => {
      await bench().simulator.subscribe()
      const confirmation = bench().door.arrivals.find(({ reading }) => reading.kind === 'handled')?.request
      if (confirmation === undefined) throw new Error('no confirmation came')
      const flip = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
      for (const forged of [
        contract.proof.replace(confirmation, flip),
        contract.proof.remove(confirmation),
        {
          ...confirmation,
          rawBody: Buffer.from(confirmation.rawBody.toString().replace('Token=', 'Token=1')),
        },
      ]) {
        expect(await bench().read(bench().provider, forged)).toMatchObject({ kind: 'forged' })
      }
    })

    test('the subscription of anybody else is not confirmed', async () => {
      await using stranger = closing(bench(), { ...contract.env, ...contract.strangers })
      await using door = await openDoor(
        (request) => bench().read(stranger.provider, request),
        replies.receipt,
      )
      await bench().simulator.configure(contract.simulatorSettings(door.url))
      const states = await bench().simulator.subscribe()
      await bench().simulator.configure(contract.simulatorSettings(bench().door.url))
      expect(new Set(states)).toEqual(new Set(['pending']))
      expect(door.arrivals.length).toBeGreaterThan(0)
      for (const { reading } of door.arrivals) expect(reading).toMatchObject({ kind: 'forged' })
    })
  }
}
