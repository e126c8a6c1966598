import { expect, test } from 'vitest'
import { createFaults } from '../core/faults.ts'
import { createLedger } from '../core/ledger.ts'
import { createOutbound } from '../core/outbound.ts'
import { createTimers } from '../core/timers.ts'
import { buildPlivoCarrier } from './carrier.ts'

const core = () => ({
  timers: createTimers(),
  outbound: createOutbound(),
  ledger: createLedger(1),
  faults: createFaults(),
})

const build = (env: Record<string, string>, anySender = false) =>
  buildPlivoCarrier(core(), { env, anySender, maxMessages: 1, maxMediaBytes: 1 })

test('own senders are added however they are written, any sender is a wish', () => {
  expect(build({}).settings.show()).toMatchObject({ senders: ['+15005550006'] })
  expect(build({ PLIVO_SENDER_NUMBER: '14155550100, +14155550101' }, true).settings.show()).toMatchObject({
    senders: ['+15005550006', '+14155550100', '+14155550101', '*'],
  })
})

test('made-up credentials are shown at the start, given ones are not', () => {
  const shownBy = (env: Record<string, string>): string => JSON.stringify(build(env).about('http://sim'))
  expect(shownBy({})).toMatch(/MA[A-Z0-9]{18}.*[0-9a-f]{40}/)
  const given = shownBy({ PLIVO_AUTH_ID: 'MAHELIOGRAPHTEST0001', PLIVO_AUTH_TOKEN: 'my own token' })
  expect(given).toContain('MAHELIOGRAPHTEST0001')
  expect(given).not.toContain('my own token')
})
