import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto'

/** What a key is for. Every purpose has keys of its own (HKDF, RFC 5869). */
export type KeyPurpose = 'callback' | 'cursor' | 'recipient'

/** Signs with the newest secret and verifies with any, so that secrets can be rotated. */
export type Keyring = {
  /** URL-safe MAC of `text`, 128 bits. */
  sign(purpose: KeyPurpose, text: string): string
  /** True when `mac` was made by `sign` under any of the secrets. Constant time per secret. */
  verify(purpose: KeyPurpose, text: string, mac: string): boolean
  /** The MACs of `text` under every secret, newest first: for finding what was stored under an older one. */
  signWithAll(purpose: KeyPurpose, text: string): string[]
}

const macBytes = 16

/** Reads `HELIOGRAPH_SECRETS`: a comma list, newest first, each at least 32 bytes of text. */
export function readSecrets(
  list: string,
):
  | { readonly kind: 'ok'; readonly secrets: readonly string[] }
  | { readonly kind: 'bad'; readonly problem: string } {
  const secrets = list.split(',').map((secret) => secret.trim())
  if (secrets.every((secret) => Buffer.byteLength(secret) >= 32)) return { kind: 'ok', secrets }
  return {
    kind: 'bad',
    problem: 'needs secrets of at least 32 bytes each; make one with: openssl rand -base64 48',
  }
}

/** Builds a keyring; derives the keys once. `secrets` come from readSecrets. */
export function buildKeyring(secrets: readonly string[]): Keyring {
  const keysOf = (purpose: KeyPurpose): KeyObject[] =>
    secrets.map((secret) =>
      createSecretKey(new Uint8Array(hkdfSync('sha256', secret, '', `heliograph/${purpose}`, 32))),
    )
  const keys: Record<KeyPurpose, KeyObject[]> = {
    callback: keysOf('callback'),
    cursor: keysOf('cursor'),
    recipient: keysOf('recipient'),
  }
  return {
    sign: (purpose, text) => {
      const newest = keys[purpose][0]
      if (newest === undefined) throw new Error('HELIOGRAPH_SECRETS is empty')
      return macOf(newest, text).toString('base64url')
    },
    verify: (purpose, text, mac) => {
      const given = Buffer.from(mac, 'base64url')
      if (given.length !== macBytes || given.toString('base64url') !== mac) return false
      return keys[purpose].some((key) => timingSafeEqual(macOf(key, text), given))
    },
    signWithAll: (purpose, text) => keys[purpose].map((key) => macOf(key, text).toString('base64url')),
  }
}

function macOf(key: KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest().subarray(0, macBytes)
}
