import type { Keyring } from '../secrets/keyring.ts'

/** Who is meant: a number means nothing across tenants. */
type Recipient = { readonly tenantId: string; readonly number: string }

/** Keyed hash under which a refused request remembers its recipient. It cannot be guessed back without the secret. */
export function hashRecipient(keyring: Keyring, recipient: Recipient): string {
  return keyring.sign('recipient', textOf(recipient))
}

/** The hashes that a recipient may be stored under, the older secrets of a rotation included. */
export function listRecipientHashes(keyring: Keyring, recipient: Recipient): string[] {
  return keyring.signWithAll('recipient', textOf(recipient))
}

function textOf({ tenantId, number }: Recipient): string {
  return `${tenantId} ${number}`
}
