import { randomBytes } from 'node:crypto'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_CHARS = 10
const RANDOM_CHARS = 16

/** Makes an id as XMS does: 26 characters of Crockford's base 32, the creation time first. */
export function newId(nowMs: number): string {
  let time = ''
  for (let rest = nowMs; time.length < TIME_CHARS; rest = Math.floor(rest / 32)) {
    time = CROCKFORD.charAt(rest % 32) + time
  }
  const random = [...randomBytes(RANDOM_CHARS)].map((byte) => CROCKFORD.charAt(byte % 32))
  return time + random.join('')
}
