import type { Form } from './form.ts'
import { type Refused, refuse } from './refused.ts'
import type { Settings } from './settings.ts'

/** When the message is to be sent: epoch milliseconds, or null for at once. */
export type Schedule = { kind: 'schedule'; sendAt: number | null }

const ISO_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

/** Reads ScheduleType and SendAt. A message without ScheduleType goes out at once, as Twilio drops a lone SendAt. */
export function readSchedule(form: Form, settings: Settings, now: number): Schedule | Refused {
  const type = form.find('ScheduleType')
  if (!type) return { kind: 'schedule', sendAt: null }
  if (type !== 'fixed') return refuse(35117)
  if (!form.find('MessagingServiceSid')) return refuse(35118)
  const text = form.find('SendAt')
  if (!text) return refuse(35111)
  const sendAt = ISO_UTC.test(text) ? Date.parse(text) : Number.NaN
  const aheadMs = sendAt - now
  const isInWindow = aheadMs >= settings.schedule.minAheadMs && aheadMs <= settings.schedule.maxAheadMs
  return isInWindow ? { kind: 'schedule', sendAt } : refuse(35114)
}
