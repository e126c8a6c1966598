import { z } from 'zod'
import { readJson } from '../http/read-json.ts'
import { unavailable } from '../http/unavailable.ts'
import type { LookUp } from '../provider.ts'
import { messageSidPattern, readMessage } from './read-message.ts'
import type { TwilioApi } from './twilio-api.ts'

const maxResponseBytes = 256 * 1024

type Deps = { readonly api: TwilioApi; readonly accountSid: string }

/**
 * Asks Twilio for one message. `absent` only when Twilio itself says so in its own JSON; a bare 404
 * can come from a wrong base URL. Idempotent, not repeated here.
 */
export async function lookUp({ api, accountSid }: Deps, sid: string, signal: AbortSignal): Promise<LookUp> {
  if (!messageSidPattern.test(sid)) {
    return { kind: 'absent' }
  }
  const result = await api.call((client) => client.messages(sid).fetch(), { signal, maxResponseBytes })
  const json = result.kind === 'response' ? readJson(result.body) : undefined
  if (result.kind === 'response' && result.status === 200) {
    const message = readMessage(json, accountSid)
    return message?.known.providerId === sid
      ? { kind: 'found', message: message.known }
      : { kind: 'unavailable', detail: 'invalid_response' }
  }
  return isUnknownMessage(json) ? { kind: 'absent' } : unavailable(result)
}

// Twilio's 404 carries code 20404; one documented example has only the status.
const unknownMessage = z.union([
  z.object({ code: z.literal(20404) }),
  z.object({ code: z.undefined().optional(), status: z.literal(404), message: z.string() }),
])

function isUnknownMessage(json: unknown): boolean {
  return unknownMessage.safeParse(json).success
}
