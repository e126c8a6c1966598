import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashApiKey, makeApiKey, readApiKeyPrefix } from './api-key.ts'

test('a key has a public prefix and a secret of far more than 160 bits, and no two are alike', () => {
  const keys = Array.from({ length: 200 }, () => makeApiKey())
  for (const { key, prefix } of keys) {
    expect(key).toMatch(/^hg_[0-9A-Za-z]{12}_[0-9A-Za-z]{40}$/)
    expect(readApiKeyPrefix(key)).toBe(prefix)
  }
  expect(new Set(keys.map(({ key }) => key)).size).toBe(200)
  expect(40 * Math.log2(62)).toBeGreaterThan(160)
  expect(new Set(keys.flatMap(({ key }) => [...key.slice(16)])).size).toBe(62)
})

test('the hash is the SHA-256 of the whole key', () => {
  const { key, hash } = makeApiKey()
  expect(Buffer.from(hash).toString('hex')).toBe(createHash('sha256').update(key).digest('hex'))
  expect(hashApiKey(`${key}x`)).not.toEqual(hash)
})

const secret = 'a'.repeat(40)
test.for([
  '',
  'hg_',
  `hg_abcdefghijkl_${secret}x`,
  `hg_abcdefghijkl_${secret.slice(1)}`,
  `hg_abcdefghijk_${secret}`,
  `hg_abcdefghijk-_${secret}`,
  `HG_abcdefghijkl_${secret}`,
  ` hg_abcdefghijkl_${secret}`,
  `hg_abcdefghijkl_${secret}\n`,
  `hg_abcdefghijkl_${secret.slice(1)}é`,
])('%j is not a key', (text) => {
  expect(readApiKeyPrefix(text)).toBeUndefined()
})
