import { expect, test } from 'vitest'
import { createFaults } from '../core/faults.ts'
import { createLedger } from '../core/ledger.ts'
import { createOutbound } from '../core/outbound.ts'
import { createTimers } from '../core/timers.ts'
import { buildTwilioCarrier } from './carrier.ts'

const core = () => ({
  timers: createTimers(),
  outbound: createOutbound(),
  ledger: createLedger(1),
  faults: createFaults(),
})

const sendersOf = (env: Record<string, string>, anySender: boolean): unknown =>
  buildTwilioCarrier(core(), { env, anySender, maxMessages: 1, maxMediaBytes: 1 }).settings.show()

test('own senders are added, any sender is a wish', () => {
  expect(sendersOf({}, false)).toMatchObject({ senders: ['+15005550006'] })
  expect(sendersOf({ TWILIO_PHONE_NUMBER: '+14155550100, +14155550101' }, true)).toMatchObject({
    senders: ['+15005550006', '+14155550100', '+14155550101', '*'],
  })
})
