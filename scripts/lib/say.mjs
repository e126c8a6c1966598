import { env, stdout } from 'node:process'

const labelWidth = 13
const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] }
const isColoured = stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'
const isLive = stdout.isTTY === true && !env.CI && env.TERM !== 'dumb'

/** Colours text on a terminal that wants colours (NO_COLOR is honoured), else leaves it alone. */
export function paint(style, text) {
  const [on, off] = codes[style]
  return isColoured ? `\u001b[${on}m${text}\u001b[${off}m` : text
}

/** One plain line. */
export function say(line = '') {
  stdout.write(`${line}\n`)
}

/** One aligned line: label in the first column, text behind it. */
export function sayRow(label, text) {
  say(`  ${paint('bold', label.padEnd(labelWidth))} ${text}`)
}

/** A line about a problem, on the error stream. */
export function sayError(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * Shows that something long is going on: elapsed seconds on a terminal, a line every ten seconds elsewhere.
 * `done(text)` replaces it by the result; `stop()` ends it without one.
 */
export function openProgress(label, text) {
  const startedAt = Date.now()
  const seconds = () => Math.round((Date.now() - startedAt) / 1000)
  const show = () => {
    if (isLive) stdout.write(`\r\u001b[2K  ${label.padEnd(labelWidth)} ${text} ${seconds()} s`)
    else sayRow(label, `${text} ${seconds()} s`)
  }
  if (isLive) show()
  else sayRow(label, text)
  const timer = setInterval(show, isLive ? 1000 : 10_000)
  let isOver = false
  const stop = () => {
    clearInterval(timer)
    if (isLive && !isOver) stdout.write('\r\u001b[2K')
    isOver = true
  }
  const done = (result) => {
    stop()
    sayRow(label, `${result} ${paint('dim', `${((Date.now() - startedAt) / 1000).toFixed(1)} s`)}`)
  }
  return { done, stop }
}
