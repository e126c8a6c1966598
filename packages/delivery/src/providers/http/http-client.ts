// One HTTP exchange whose end says whether the request can have reached the server.
// `not_started` is certain: undici calls onRequestStart synchronously before it writes the first byte
// to a ready socket, so an exchange that ends before that call has sent nothing. Everything after it
// is `response` or `broken`. Nothing is repeated and no redirect is followed here.
import { type Dispatcher, Pool } from 'undici'
import {
  type BrokenReason,
  brokenReason,
  type NotStartedReason,
  notStartedReason,
} from './connection-faults.ts'

/** A request as it goes on the wire. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Response body bytes believed at most; one more ends the exchange as `broken`. */
  readonly maxResponseBytes: number
  /** Monotonic time in milliseconds after which the request must not begin. */
  readonly startBefore?: number
}

/** How one exchange ended. Header names are in lower case, repeated headers joined by a comma. */
export type HttpResult =
  | HttpResponse
  | { readonly kind: 'not_started'; readonly reason: NotStartedReason }
  | { readonly kind: 'broken'; readonly reason: BrokenReason; readonly status?: number }

/** A complete response, its body read to the end. */
export type HttpResponse = {
  readonly kind: 'response'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Settings of one client. Times in milliseconds, as in HttpTimeouts. */
export type HttpClientSettings = {
  /** Scheme, host and port. */
  readonly origin: string
  readonly connectMs: number
  readonly headersMs: number
  readonly totalMs: number
  readonly maxConnections: number
}

/** Bounded pool of connections to one origin. */
export type HttpClient = {
  /** Makes one exchange. Never throws for what network or server did. */
  exchange(request: HttpRequest, signal: AbortSignal): Promise<HttpResult>
  /** Waits for exchanges in flight, then closes every connection. */
  close(): Promise<void>
}

/** Opens a client. Connections are made when first needed. */
export function openHttpClient(settings: HttpClientSettings): HttpClient {
  const pool = new Pool(settings.origin, {
    connections: settings.maxConnections,
    pipelining: 1,
    allowH2: false,
    // Said here, so that no variable of Node's can switch it off.
    connect: { timeout: settings.connectMs, rejectUnauthorized: true },
    // The exchange keeps both bounds itself, with timers that are exact below a second too.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    exchange: (request, signal) => exchange(pool, settings, request, signal),
    close: () => pool.close(),
  }
}

function exchange(
  pool: Pool,
  settings: HttpClientSettings,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpResult> {
  if (signal.aborted) {
    return Promise.resolve({ kind: 'not_started', reason: 'aborted_before_start' })
  }
  return new Promise((resolve) => {
    const startBefore = Math.min(performance.now() + settings.totalMs, request.startBefore ?? Infinity)
    const run: Run = { startBefore, chunks: [], receivedBytes: 0, isOver: false, onEnd: close }
    const onAbort = (): void => stop(run, 'aborted_before_start', 'aborted_after_start')
    const onDeadline = (): void => stop(run, 'deadline_before_start', 'deadline_after_start')
    const totalTimer = setTimeout(onDeadline, settings.totalMs)
    signal.addEventListener('abort', onAbort)
    const { method, path, headers, body = null } = request
    pool.dispatch({ method, path, headers, body, idempotent: false }, buildHandler(run, settings, request))

    function close(result: HttpResult): void {
      clearTimeout(totalTimer)
      clearTimeout(run.headersTimer)
      signal.removeEventListener('abort', onAbort)
      resolve(result)
    }
  })
}

/** What is known of one exchange so far. It was started on a ready socket once `controller` is set. */
type Run = {
  /** After this a request must not begin: whoever claimed the message may have lost the claim. */
  readonly startBefore: number
  controller?: Dispatcher.DispatchController
  headersTimer?: NodeJS.Timeout
  response?: { status: number; headers: Record<string, string> }
  readonly chunks: Buffer[]
  receivedBytes: number
  isOver: boolean
  readonly onEnd: (result: HttpResult) => void
}

function buildHandler(
  run: Run,
  settings: HttpClientSettings,
  request: HttpRequest,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller) {
      // Given up while waiting, or put in line a second time by undici: aborting here writes nothing.
      if (run.isOver || run.controller) {
        finish(run, { kind: 'broken', reason: 'connection_lost' })
        controller.abort(new Error('exchange is over'))
        return
      }
      // A process that was frozen may meet the ready socket before its own overdue timer.
      if (performance.now() >= run.startBefore) {
        finish(run, { kind: 'not_started', reason: 'deadline_before_start' })
        controller.abort(new Error('exchange is overdue'))
        return
      }
      run.controller = controller
      run.headersTimer = setTimeout(() => breakOff(run, 'headers_timeout'), settings.headersMs)
    },
    onResponseStart(_controller, status, headers) {
      // Interim answers (1xx) neither end the wait nor count as the answer.
      if (status >= 200) {
        clearTimeout(run.headersTimer)
        run.response = { status, headers: joinHeaders(headers) }
      }
    },
    onResponseData(_controller, chunk) {
      run.receivedBytes += chunk.length
      if (run.receivedBytes > request.maxResponseBytes) {
        breakOff(run, 'response_too_large')
        return
      }
      run.chunks.push(chunk)
    },
    onResponseEnd() {
      if (run.response) {
        finish(run, { kind: 'response', ...run.response, body: Buffer.concat(run.chunks).toString('utf8') })
      }
    },
    onResponseError(_controller, error) {
      stop(run, notStartedReason(error), brokenReason(error, run.response !== undefined))
    },
  }
}

function stop(run: Run, whenWaiting: NotStartedReason, whenStarted: BrokenReason): void {
  if (run.controller) {
    breakOff(run, whenStarted)
  } else {
    finish(run, { kind: 'not_started', reason: whenWaiting })
  }
}

function breakOff(run: Run, reason: BrokenReason): void {
  finish(run, { kind: 'broken', reason, ...(run.response ? { status: run.response.status } : {}) })
  run.controller?.abort(new Error(reason))
}

function finish(run: Run, result: HttpResult): void {
  if (!run.isOver) {
    run.isOver = true
    run.onEnd(result)
  }
}

function joinHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) {
      joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
    }
  }
  return joined
}
