import { hash, randomInt } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const PREFIX_LENGTH = 12
// 40 characters of 62 carry 238 bits: nothing to guess, so a fast hash is enough to store.
const SECRET_LENGTH = 40
const FORM = new RegExp(`^hg_([0-9A-Za-z]{${PREFIX_LENGTH}})_[0-9A-Za-z]{${SECRET_LENGTH}}$`)

/** A new key: `key` is shown once and never stored, `prefix` finds its row, `hash` proves it. */
export type NewApiKey = {
  readonly key: string
  readonly prefix: string
  readonly hash: Uint8Array<ArrayBuffer>
}

/** Makes a key of the form `hg_<12 characters prefix>_<40 characters secret>`, all base62. A rotation keeps the prefix. */
export function makeApiKey(prefix: string = randomText(PREFIX_LENGTH)): NewApiKey {
  const key = `hg_${prefix}_${randomText(SECRET_LENGTH)}`
  return { key, prefix, hash: hashApiKey(key) }
}

/** SHA-256 of the whole key: 32 bytes. */
export function hashApiKey(key: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hash('sha256', key, 'buffer'))
}

/** The public prefix of a well-formed key, else undefined. Accepts exactly what `makeApiKey` makes. */
export function readApiKeyPrefix(key: string): string | undefined {
  return FORM.exec(key)?.[1]
}

/** randomInt is unbiased, unlike a random byte modulo 62. */
function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
}
