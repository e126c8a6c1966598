import type { SinchSettings } from '../../src/providers/sinch/settings.ts'
import { aRequest } from '../http-stub.ts'

export const servicePlanId = '0123456789abcdef0123456789abcdef'
export const apiToken = 'fedcba9876543210fedcba9876543210'
export const batchId = '01HZZZZZZZZZZZZZZZZZZZZZZZ'
/** The reference of attempt 1 of `aRequest()`. */
export const reference = '01990000-0000-7000-8000-000000000000.1'

export function settingsFor(baseUrl: string, overrides: Partial<SinchSettings> = {}): SinchSettings {
  return {
    servicePlanId,
    apiToken,
    baseUrl,
    webhooks: { kind: 'none' },
    timeouts: { connectMs: 2_000, headersMs: 5_000, totalMs: 8_000 },
    ...overrides,
  }
}

/** A batch resource in Sinch's shape, for `aRequest()`. */
export function batchResource(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  const { to, body, mediaUrls } = aRequest()
  return {
    id: batchId,
    to: [to.slice(1)],
    from: '14155550100',
    canceled: false,
    body: { url: mediaUrls[0], message: body },
    type: 'mt_media',
    created_at: '2026-11-14T09:30:00.123Z',
    modified_at: '2026-11-14T09:30:00.123Z',
    delivery_report: 'per_recipient',
    expire_at: '2026-11-17T09:30:00.123Z',
    client_reference: reference,
    feedback_enabled: false,
    ...overrides,
  }
}

/** A full delivery report of that batch with one end, or with none yet. */
export function fullReport(
  end?: { readonly status: string; readonly code: number },
  overrides: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    type: 'delivery_report_mms',
    batch_id: batchId,
    total_message_count: 1,
    statuses: end === undefined ? [] : [{ ...end, count: 1, recipients: ['14155550101'] }],
    client_reference: reference,
    ...overrides,
  }
}

/** An error body in Sinch's flat form. The text holds what must never show. */
export function errorBody(code: string): Record<string, unknown> {
  return { code, text: 'secret +14155550101' }
}
