import { expect, test } from 'vitest'
import { certificate } from '../../../../testing/sns-vectors.ts'
import type { HttpResult } from '../../http/http-client.ts'
import { openCertificateStore } from './certificate-store.ts'

const found: HttpResult = { kind: 'response', status: 200, headers: {}, body: certificate }
const dayMs = 86_400_000

function countingStore() {
  const asked: string[] = []
  const store = openCertificateStore((url) => {
    asked.push(url)
    return Promise.resolve(found)
  })
  return { store, asked }
}

test('a certificate is kept for a day', async () => {
  const { store, asked } = countingStore()
  await store.find('a', 0)
  await store.find('a', dayMs - 1)
  expect(asked).toHaveLength(1)
  await store.find('a', dayMs)
  expect(asked).toHaveLength(2)
})

test('sixteen are kept at most, the oldest goes first', async () => {
  const { store, asked } = countingStore()
  for (let index = 0; index < 17; index += 1) await store.find(String(index), 0)
  await store.find('1', 0)
  expect(asked).toHaveLength(17)
  await store.find('0', 0)
  expect(asked).toHaveLength(18)
})

test('one address is asked for once at a time, and four addresses at most', async () => {
  const gates: ((result: HttpResult) => void)[] = []
  const store = openCertificateStore(() => new Promise((resolve) => gates.push(resolve)))
  const finds = ['a', 'a', 'b', 'c', 'd', 'e'].map((url) => store.find(url, 0))
  expect(gates).toHaveLength(4)
  for (const open of gates) open(found)
  const kinds = (await Promise.all(finds)).map(({ kind }) => kind)
  expect(kinds).toEqual(['found', 'found', 'found', 'found', 'found', 'unavailable'])
})

test('a failed answer is not kept', async () => {
  const answers: HttpResult[] = [
    { kind: 'not_started', reason: 'dns_failed' },
    { ...found, status: 403 },
    found,
  ]
  const store = openCertificateStore(() => Promise.resolve(answers.shift() ?? found))
  const kinds: string[] = []
  for (let turn = 0; turn < 3; turn += 1) kinds.push((await store.find('a', 0)).kind)
  expect(kinds).toEqual(['unavailable', 'absent', 'found'])
})
