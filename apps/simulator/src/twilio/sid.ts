import { randomBytes } from 'node:crypto'

/** Makes a SID: the prefix and 32 hexadecimal digits. */
export function newSid(prefix: string): string {
  return prefix + randomBytes(16).toString('hex')
}
