import { type ErrorClass, type ErrorExplanation, errorClasses } from '@heliograph/shared/domain/error-class'
import { type MessageStatus, messageStatuses } from '@heliograph/shared/domain/status'
import { describe, expect, test } from 'vitest'
import { type ExplainedMessage, explainStatus } from './explain-status.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 21, 12, minutes))
const message = (changes: Partial<ExplainedMessage>): ExplainedMessage => ({
  status: 'queued',
  provider: 'twilio',
  isNorthAmerican: true,
  kind: 'mms',
  policy: 'confirmed',
  error: null,
  hold: null,
  sendAt: null,
  nextAt: at(5),
  expiresAt: at(240),
  leaseUntil: at(1),
  sentAt: at(2),
  finalAt: null,
  isBatchPaused: false,
  lostAt: at(3),
  sentFinalAfterMs: 3_600_000,
  unknownAfterMs: 900_000,
  ...changes,
})
const errorOf = (errorClass: ErrorClass): ErrorExplanation => ({
  code: '1',
  class: errorClass,
  title: 'A title',
  cause: 'A cause.',
  remedy: 'Do this.',
})
const finals: readonly MessageStatus[] = [
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'expired',
  'blocked',
  'unknown',
]

/** Every status with every class of error, and with none. */
const pairs = messageStatuses.flatMap((status) =>
  [null, ...errorClasses].map((errorClass) => ({ status, errorClass })),
)

test.each(pairs)(
  '$status with an error of class $errorClass is explained whole',
  ({ status, errorClass }) => {
    const error = errorClass === null ? null : errorOf(errorClass)
    const told = explainStatus(message({ status, error }))
    expect(told.explanation).toMatch(/^[A-Z].*\.$/)
    expect(told.explanation).not.toMatch(/undefined|null|\.\./)
    expect(told.nextStep).toMatch(/^(nothing|(Operations|Application): .*\.)$/)
    expect(told.expectedBy === null).toBe(finals.includes(status))
  },
)

const badEnds = ['undelivered', 'failed', 'expired'] as const
const byClass: Record<ErrorClass, string> = {
  account: 'Operations',
  sender: 'Operations',
  configuration: 'Operations',
  recipient: 'Application',
  content: 'Application',
  opt_out: 'Application',
  filtered: 'Application',
  throttled: 'Operations',
  transient: 'Application',
  network: 'Operations',
  ambiguous: 'Application',
  expired: 'Application',
  canceled: 'Application',
  unknown: 'Operations',
}
test.each(badEnds.flatMap((status) => errorClasses.map((errorClass) => ({ status, errorClass }))))(
  '$status for $errorClass says why, and who has to do what',
  ({ status, errorClass }) => {
    const told = explainStatus(message({ status, error: errorOf(errorClass) }))
    expect(told.explanation).toContain('A title. A cause.')
    expect(told.nextStep).toBe(`${byClass[errorClass]}: Do this.`)
  },
)

test('a remedy that asks for nothing asks nobody', () => {
  const error = { ...errorOf('transient'), remedy: 'Nothing needs to be done.' }
  expect(explainStatus(message({ status: 'failed', error })).nextStep).toBe('nothing')
})

describe('sent', () => {
  test('to a US number says that no receipt of the phone is usual, and when waiting for one ends', () => {
    const told = explainStatus(message({ status: 'sent' }))
    expect(told.explanation).toMatch(/carrier took .* usually give no receipt/)
    expect(told.expectedBy).toEqual(new Date(at(2).getTime() + 3_600_000))
    expect(told.nextStep).toBe('nothing')
  })

  test('elsewhere, and as text, says that a receipt may follow', () => {
    for (const changes of [{ isNorthAmerican: false }, { kind: 'sms' }]) {
      expect(explainStatus(message({ status: 'sent', ...changes })).explanation).toContain('may still follow')
    }
  })

  test('after its window expects nothing more', () => {
    const told = explainStatus(message({ status: 'sent', finalAt: at(9) }))
    expect(told).toMatchObject({ expectedBy: null, nextStep: 'nothing' })
    expect(told.explanation).toContain('counts as sent')
  })
})

describe('a waiting message', () => {
  test.each(['queued', 'retrying', 'scheduled'] as const)(
    'that is held (%s) says who has to end the hold',
    (status) => {
      const hold = { scope: 'sender', nextProbeAt: at(7) } as const
      const told = explainStatus(message({ status, hold, error: errorOf('sender') }))
      expect(told.explanation).toMatch(/sender is held \(A title\).*nothing is lost/)
      expect(told).toMatchObject({ expectedBy: at(7), nextStep: 'Operations: Do this.' })
    },
  )

  test('of a paused batch says how to go on', () => {
    const told = explainStatus(message({ isBatchPaused: true }))
    expect(told.explanation).toContain('paused')
    expect(told.nextStep).toMatch(/^Application: resume the batch/)
  })

  test('that is scheduled is expected at its time, one that is tried again at its next try', () => {
    expect(explainStatus(message({ status: 'scheduled', sendAt: at(60) })).expectedBy).toEqual(at(60))
    expect(explainStatus(message({ status: 'retrying', error: errorOf('throttled') }))).toMatchObject({
      expectedBy: at(5),
      explanation: expect.stringContaining('slower pace'),
    })
  })

  test('never waits beyond its validity', () => {
    expect(explainStatus(message({ status: 'retrying', nextAt: at(999) })).expectedBy).toEqual(at(240))
  })
})

test.each([
  ['at_most_once', 'not sent again in any case'],
  ['confirmed', 'only once it is proven'],
  ['at_least_once', 'it is sent again'],
])('ambiguous under %s says what its policy does, and when that is decided', (policy, words) => {
  const told = explainStatus(message({ status: 'ambiguous', policy }))
  expect(told.explanation).toContain(words)
  expect(told.expectedBy).toEqual(at(18))
})

test('ambiguous is decided when the installation says, counted from the lost answer', () => {
  const told = explainStatus(message({ status: 'ambiguous', lostAt: at(3), unknownAfterMs: 60_000 }))
  expect(told.expectedBy).toEqual(at(4))
})

test('ambiguous promises no proof where the provider cannot be asked', () => {
  const told = explainStatus(message({ status: 'ambiguous', policy: 'confirmed', provider: 'aws' }))
  expect(told.explanation).toMatch(/only an event of AWS .* It is not sent again in any case\.$/)
})

test('unknown asks a person to look, and says where to settle it', () => {
  expect(explainStatus(message({ status: 'unknown' })).nextStep).toMatch(/^Operations: .*\/resolve\.$/)
})
