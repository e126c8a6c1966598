import type { CallbackReading, CallbackRequest } from '../provider.ts'
import { readFacts } from './read-facts.ts'
import { uuidPattern } from './read-message.ts'
import { readField, readSigned, type SigningCredentials } from './read-signed.ts'
import { readStatus } from './status.ts'

/**
 * Reads a status callback. Nothing in it is used before its signature fits; where that covers the address alone, it is a
 * hint to look the message up and no receipt. Plivo signs no time, so a replay verifies for ever: the caller relies on
 * ranks only rising. Never throws.
 */
export function readCallback(credentials: SigningCredentials, request: CallbackRequest): CallbackReading {
  const signed = readSigned(credentials, request)
  if (signed.kind === 'forged') return signed
  const { form, covers } = signed
  const providerId = readField(form, 'MessageUUID') ?? ''
  if (!uuidPattern.test(providerId)) return { kind: 'malformed', reason: 'no message UUID' }
  return covers === 'address' ? { kind: 'hint', providerId } : readReceipt(form, providerId)
}

function readReceipt(form: URLSearchParams, providerId: string): CallbackReading {
  const word = readField(form, 'Status') ?? ''
  // WhatsApp only, and later than the delivery that counts.
  if (word === 'read') return { kind: 'nothing', reason: 'a read receipt' }
  const status = readStatus(word)
  if (status === undefined) return { kind: 'malformed', reason: 'no status of an outbound message' }
  const facts = readFacts({
    from: readField(form, 'From'),
    units: readField(form, 'Units'),
    amount: readField(form, 'TotalAmount'),
    errorCode: readField(form, 'ErrorCode'),
  })
  return { kind: 'receipt', receipt: { source: 'callback', providerId, status, ...facts } }
}
