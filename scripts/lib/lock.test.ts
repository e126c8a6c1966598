import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeLock } from './lock.mjs'

let dir = ''
let path = ''

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'heliograph-lock-'))
  path = join(dir, 'start.lock')
})
afterEach(() => rmSync(dir, { recursive: true }))

test('a second taker learns who holds the lock; after its release the lock is free', () => {
  const lock = takeLock(path)
  expect(takeLock(path)).toEqual({ kind: 'held', pid: process.pid })
  if (lock.kind === 'taken') lock.release()
  expect(existsSync(path)).toBe(false)
  expect(takeLock(path).kind).toBe('taken')
})

test('the lock of a process that is gone is taken over', () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  writeFileSync(path, `${pid} -\n`)
  expect(takeLock(path).kind).toBe('taken')
})

test('a pid that was given to another process since does not hold the lock', () => {
  writeFileSync(path, `${process.pid} 1\n`)
  expect(takeLock(path).kind).toBe('taken')
})
