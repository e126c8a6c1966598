import type { Keyring } from './keyring.ts'

/** Which attempt a status callback belongs to. */
export type CallbackTarget = { readonly messageId: string; readonly attempt: number }

const tokenPattern =
  /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(\d{1,6})\.([A-Za-z0-9_-]{22})$/

/** The last path segment of a callback URL: `<message>.<attempt>.<mac>`, safe in a URL without encoding. */
export function writeCallbackToken(keyring: Keyring, target: CallbackTarget): string {
  const text = `${target.messageId}.${target.attempt}`
  return `${text}.${keyring.sign('callback', text)}`
}

/** Reads a callback path segment; undefined when it is malformed or its MAC is not ours. */
export function readCallbackToken(keyring: Keyring, token: string): CallbackTarget | undefined {
  const [, messageId, attempt, mac] = tokenPattern.exec(token) ?? []
  if (messageId === undefined || attempt === undefined || mac === undefined) return undefined
  if (!keyring.verify('callback', `${messageId}.${attempt}`, mac)) return undefined
  return { messageId, attempt: Number(attempt) }
}
