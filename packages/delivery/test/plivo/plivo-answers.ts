import type { PlivoSettings } from '../../src/providers/plivo/settings.ts'

export const authId = 'MAXXXXXXXXXXXXXXXXXX'
export const authToken = 'plivo_test_token_0001'
export const messageUuid = '0b2a0c2e-1111-2222-3333-444455556666'
export const apiId = '58c19ea4-2222-11ee-a000-0242ac110004'
export const messagesPath = `/v1/Account/${authId}/Message/`

/** The answer to a message that was taken. */
export function accepted(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return { api_id: apiId, message: 'message(s) queued', message_uuid: [messageUuid], ...overrides }
}

/** Plivo's error body: a text and no code. */
export function errorBody(error: string): Record<string, unknown> {
  return { api_id: apiId, error }
}

/** What Plivo answers to wrong credentials. */
export const unauthorizedPage =
  '<html><head><title>401</title></head><body>Could not verify your access level for that URL.</body></html>'

/** A message record in Plivo's shape. */
export function messageRecord(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    api_id: apiId,
    error_code: null,
    from_number: '14155550100',
    message_direction: 'outbound',
    message_state: 'queued',
    message_time: '2026-11-14 09:30:00.678901+00:00',
    message_type: 'mms',
    message_uuid: messageUuid,
    powerpack_id: null,
    requester_ip: '203.0.113.9',
    resource_uri: `${messagesPath}${messageUuid}/`,
    to_number: '14155550101',
    total_amount: '0.00000',
    total_rate: '0.01800',
    units: 1,
    ...overrides,
  }
}

export function settingsFor(baseUrl: string, overrides: Partial<PlivoSettings> = {}): PlivoSettings {
  return {
    authId,
    authToken,
    baseUrl,
    timeouts: { connectMs: 2_000, headersMs: 5_000, totalMs: 8_000 },
    ...overrides,
  }
}
