// One GET over one connection, read no further than needed: a redirect, a bad status, a coded or an
// oversized body end it at the headers. Counted are the bytes of the body and all bytes of the connection,
// because interim answers, chunk extensions and trailers cost time without being body.
import type { Socket } from 'node:net'
import { type buildConnector, Client, type Dispatcher, errors } from 'undici'
import { type FetchProblem, problem, statusProblem } from './fetch-result.ts'
import { type Gathered, gatherBytes } from './gather-bytes.ts'

/** What one GET brought. */
export type Answer =
  | { readonly kind: 'body'; readonly status: number; readonly contentType?: string; readonly body: Buffer }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string | undefined }
  | FetchProblem

const maxHeaderBytes = 16 * 1024
const redirects: readonly number[] = [301, 302, 303, 307, 308]
const requestHeaders = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Heliograph' }

/**
 * Asks for `url` on a connected socket and destroys it in the end. Never throws for what the server did. The
 * request carries nothing but the URL: no cookie, no credentials, no referrer.
 */
export async function exchange(
  socket: Socket,
  url: URL,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Answer> {
  const client = new Client(url.origin, {
    connect: handOver(socket),
    allowH2: false,
    maxHeaderSize: maxHeaderBytes,
    // The caller's signal holds the only deadline.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  try {
    return await new Promise((resolve) => {
      const run: Run = { socket, gathered: gatherBytes(maxBytes), maxBytes, isOver: false, onEnd: resolve }
      const giveUp = (): void => end(run, problem('timeout', 'the host took too long'))
      signal.addEventListener('abort', giveUp, { once: true })
      socket.on('readable', () => checkWire(run))
      const path = `${url.pathname}${url.search}`
      client.dispatch({ method: 'GET', path, headers: requestHeaders, reset: true }, buildHandler(run))
      if (signal.aborted) giveUp()
    })
  } finally {
    await client.destroy()
  }
}

/**
 * A connector that has one connection to give. It answers in a microtask, because undici does not hear an
 * answer from within its own call, and no event of the socket comes before one. The error has no code: with
 * some codes undici would ask again for ever.
 */
function handOver(socket: Socket): buildConnector.connector {
  let isGiven = false
  return (_options, callback) => {
    queueMicrotask(() => {
      if (isGiven || socket.destroyed) return callback(new Error('the connection is gone'), null)
      isGiven = true
      callback(null, socket)
    })
  }
}

type Run = {
  readonly socket: Socket
  readonly gathered: Gathered
  readonly maxBytes: number
  head?: { readonly status: number; readonly contentType?: string }
  isOver: boolean
  readonly onEnd: (answer: Answer) => void
}

function buildHandler(run: Run): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller) {
      if (run.isOver) controller.abort(new Error('the exchange is over'))
    },
    onResponseStart(_controller, status, headers) {
      // Interim answers (1xx) say nothing about the body.
      if (status < 200) return
      const stop = judgeHead(status, headers, run.maxBytes)
      if (stop !== undefined) return end(run, stop)
      const contentType = headers['content-type']
      run.head = { status, ...(typeof contentType === 'string' ? { contentType } : {}) }
    },
    onResponseData(_controller, chunk) {
      if (!run.gathered.add(chunk)) end(run, tooLarge(run.maxBytes))
    },
    onResponseEnd() {
      if (run.head) end(run, { kind: 'body', ...run.head, body: run.gathered.take() })
    },
    onResponseError(_controller, error) {
      end(run, readError(error, run.head !== undefined))
    },
  }
}

/** Ends the exchange once. What follows, the parser's own complaint included, is not heard. */
function end(run: Run, answer: Answer): void {
  if (run.isOver) return
  run.isOver = true
  run.socket.destroy()
  run.onEnd(answer)
}

function judgeHead(status: number, headers: Record<string, unknown>, maxBytes: number): Answer | undefined {
  if (redirects.includes(status)) {
    const location = headers['location']
    return { kind: 'redirect', status, location: typeof location === 'string' ? location : undefined }
  }
  if (status < 200 || status > 299) {
    return statusProblem(status)
  }
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity' && encoding !== '') {
    return problem(
      'encoding_refused',
      'the host sends the body compressed although identity was asked for',
      status,
    )
  }
  return Number(headers['content-length'] ?? 0) > maxBytes ? tooLarge(maxBytes) : undefined
}

function checkWire(run: Run): void {
  if (run.socket.bytesRead > 2 * run.maxBytes + 4 * maxHeaderBytes) end(run, tooLarge(run.maxBytes))
}

function tooLarge(maxBytes: number): FetchProblem {
  return problem('too_large', `the host sends more than ${maxBytes} bytes`)
}

function readError(error: Error, hasHead: boolean): FetchProblem {
  if (error instanceof errors.HeadersOverflowError) {
    return problem('headers_too_large', `the host sends more than ${maxHeaderBytes} bytes of headers`)
  }
  if (hasHead) return problem('truncated', 'the connection ended before the body did')
  return error instanceof errors.HTTPParserError
    ? problem('bad_response', 'the host did not answer in HTTP')
    : problem('connection_lost', 'the connection ended before an answer came')
}
