import type { CallbackRequest, InboundReading } from '../provider.ts'
import { messageSidPattern } from './read-message.ts'
import { readSigned, type SigningCredentials } from './read-signed.ts'

const maxMedia = 10
/** A number, a short code, or a number behind a channel prefix such as `whatsapp:`. */
const addressPattern = /^[A-Za-z0-9+:@._-]{1,64}$/
const servicePattern = /^MG[0-9a-fA-F]{32}$/

/**
 * Reads an inbound message (Twilio's messaging webhook). Nothing in it is used before signature and account fit;
 * a replay verifies for ever, so the caller goes by the provider id. Never throws.
 */
export function readInbound(credentials: SigningCredentials, request: CallbackRequest): InboundReading {
  const signed = readSigned(credentials, request)
  if (signed.kind === 'forged') return signed
  const { params } = signed
  const providerId = params['MessageSid'] ?? params['SmsSid'] ?? ''
  if (!messageSidPattern.test(providerId)) return { kind: 'malformed', reason: 'no message SID' }
  const { From: from = '', To: to = '' } = params
  if (!addressPattern.test(from) || !addressPattern.test(to)) {
    return { kind: 'malformed', reason: 'no sender and recipient' }
  }
  const service = params['MessagingServiceSid'] ?? ''
  const optOutType = params['OptOutType']
  return {
    kind: 'inbound',
    inbound: {
      providerId,
      from,
      to,
      // Postgres keeps no NUL in text.
      body: (params['Body'] ?? '').replaceAll('\0', ''),
      mediaUrls: readMedia(params),
      ...(servicePattern.test(service) ? { messagingService: service } : {}),
      ...(optOutType ? { optOutType: optOutType.replaceAll('\0', '').slice(0, 32) } : {}),
    },
  }
}

function readMedia(params: Readonly<Record<string, string>>): string[] {
  const count = Math.min(Number(params['NumMedia'] ?? 0) || 0, maxMedia)
  const names = Array.from({ length: Math.max(count, 0) }, (_, index) => `MediaUrl${index}`)
  return names.map((name) => params[name] ?? '').filter((url) => url.length <= 2_048 && URL.canParse(url))
}
