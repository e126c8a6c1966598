import { createHmac, hkdfSync } from 'node:crypto'
import { type DestinationStream, type Logger, type LoggerOptions, pino, stdSerializers } from 'pino'
import { cleanFields, cleanString } from './log-cleaning.ts'

/** Structured log of one process: one JSON object per line. */
export type Log = Logger

/** What a process says about itself in every line. */
export type LogSettings = { readonly service: 'api' | 'worker'; readonly level: string }

/**
 * Options of a log that cannot carry numbers, bodies, media URLs or secrets in clear: fields of such
 * names are replaced, phone numbers, URLs and keys inside other text are masked, long text is cut.
 */
export function logOptions(settings: LogSettings): LoggerOptions {
  return {
    level: settings.level,
    base: { service: settings.service, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { err: serializeError, req: () => undefined, res: () => undefined },
    formatters: { level: (label) => ({ level: label }), log: cleanFields },
    hooks: {
      logMethod(args, method) {
        const cleaned = args.map(cleanIfString)
        // Without a message pino would take the one of `err`, uncleaned.
        if (cleaned.length === 1 && carriesError(cleaned[0])) cleaned.push('failed')
        method.apply(this, cleaned as typeof args)
      },
    },
  }
}

/** Opens the log on standard output, or on `stream`. Writes are synchronous, so nothing is lost on exit. */
export function openLog(settings: LogSettings, stream?: DestinationStream): Log {
  return stream === undefined ? pino(logOptions(settings)) : pino(logOptions(settings), stream)
}

/**
 * Builds `maskNumber`: a phone number as its last four digits and a keyed hash, so that log lines about
 * one number can be found together and the number cannot be guessed back. `secret` is the newest of
 * HELIOGRAPH_SECRETS.
 */
export function buildNumberMask(secret: string): (phoneNumber: string) => string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'heliograph/log', 32))
  return function maskNumber(phoneNumber) {
    const hash = createHmac('sha256', key).update(phoneNumber).digest('hex').slice(0, 12)
    return `…${phoneNumber.slice(-4)}#${hash}`
  }
}

/** An error without anything its message may quote: Prisma repeats arguments, so only its last line stays. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? cleanString(error) : '[not an error]'
  const { type, stack } = stdSerializers.err(error)
  const lastLine = error.message.trim().split('\n').at(-1) ?? ''
  return {
    type,
    message: cleanString(error.message.includes('invocation') ? lastLine : error.message),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    frames: framesOf(stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  }
}

function framesOf(stack: string): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim().slice(0, 200))
}

function carriesError(record: unknown): boolean {
  return record instanceof Error || (typeof record === 'object' && record !== null && 'err' in record)
}

function cleanIfString(value: unknown): unknown {
  return typeof value === 'string' ? cleanString(value) : value
}
