import { z } from 'zod'
import { readJson } from '../http/read-json.ts'
import { unavailable } from '../http/unavailable.ts'
import type { LookUp } from '../provider.ts'
import { readNumber } from './phone-number.ts'
import type { PlivoApi } from './plivo-api.ts'
import { readMessage, uuidPattern } from './read-message.ts'

const maxResponseBytes = 64 * 1024

/**
 * Asks Plivo for one message. `absent` only when the 404 is the API's own, which carries the id of the call: an unknown
 * path answers 404 as well. Idempotent, not repeated here.
 */
export async function lookUp(api: PlivoApi, id: string, signal: AbortSignal): Promise<LookUp> {
  if (!uuidPattern.test(id)) return { kind: 'absent' }
  const result = await api.fetch(id, { signal, maxResponseBytes })
  if (result.kind !== 'response') return unavailable(result)
  const json = readJson(result.body)
  if (result.status === 200) {
    const message = readMessage(json)
    if (message?.known.providerId.toLowerCase() !== id.toLowerCase()) {
      return { kind: 'unavailable', detail: 'invalid_response' }
    }
    const to = readNumber(message.to ?? '')
    return {
      kind: 'found',
      message: { ...message.known, providerId: id },
      ...(to === undefined ? {} : { to }),
    }
  }
  return result.status === 404 && unknownMessage.safeParse(json).success
    ? { kind: 'absent' }
    : unavailable(result)
}

const unknownMessage = z.object({ api_id: z.string().regex(uuidPattern), error: z.unknown() })
