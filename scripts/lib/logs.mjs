import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
} from 'node:fs'
import { join } from 'node:path'

const keptLogs = 5
const followMs = 100

/** Path of a fresh log file `<dir>/<name>.log`; the ones of earlier starts become `.1` (newest) to `.4`. */
export function rotateLog(dir, name) {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const path = join(dir, `${name}.log`)
  for (let age = keptLogs - 1; age >= 1; age--) {
    const older = age === 1 ? path : `${path}.${age - 1}`
    if (existsSync(older)) renameSync(older, `${path}.${age}`)
  }
  return path
}

/** The last lines of a log file, without blank ones. */
export function tailLog(path, lineCount = 20) {
  if (!path || !existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split(/\r?\n/)
  return lines.filter((line) => line.trim() !== '').slice(-lineCount)
}

/** Calls `onLine` for each line that is appended to a log file, from its start. Gives a function that ends it. */
export function followLog(path, onLine) {
  let offset = 0
  let rest = ''
  const read = () => {
    const text = readFrom(path, offset)
    offset += Buffer.byteLength(text)
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  }
  const timer = setInterval(read, followMs)
  return () => clearInterval(timer)
}

function readFrom(path, offset) {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(Math.max(0, fstatSync(file).size - offset))
    const bytesRead = readSync(file, buffer, 0, buffer.length, offset)
    // A line that is still being written may end in half a character: leave everything after the last newline.
    const end = buffer.lastIndexOf(10, bytesRead - 1)
    return end < 0 ? '' : buffer.toString('utf8', 0, end + 1)
  } finally {
    closeSync(file)
  }
}
