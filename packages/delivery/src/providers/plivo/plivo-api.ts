// Plivo's API is one resource with Basic auth and JSON, so our own client speaks it: the vendor's SDK drops status and
// headers of most errors and has neither an abort signal nor a bound on the answer.
import { type HttpResult, openHttpClient } from '../http/http-client.ts'
import { defaultMaxConnections, defaultTimeouts } from '../http/timeouts.ts'
import { defaultBaseUrl, type PlivoSettings } from './settings.ts'

/** Bounds of one call, given by the caller. */
export type CallOptions = {
  readonly signal: AbortSignal
  readonly maxResponseBytes: number
  readonly startBefore?: number | undefined
}

/** The messages of one account. */
export type PlivoApi = {
  /** Posts a new message. */
  create(body: object, options: CallOptions): Promise<HttpResult>
  /** Asks for one message. `id` must have been checked: it becomes part of the path. */
  fetch(id: string, options: CallOptions): Promise<HttpResult>
  /** Asks for one page of the list. */
  list(filters: URLSearchParams, options: CallOptions): Promise<HttpResult>
  /** Waits for exchanges in flight, then closes every connection. */
  close(): Promise<void>
}

/** Opens the API for one account. Makes no connection. Throws on a malformed base URL. */
export function openPlivoApi(settings: PlivoSettings): PlivoApi {
  const { origin, pathname } = new URL(settings.baseUrl ?? defaultBaseUrl)
  const http = openHttpClient({
    ...(settings.timeouts ?? defaultTimeouts),
    origin,
    maxConnections: settings.maxConnections ?? defaultMaxConnections,
  })
  // The trailing slash is part of Plivo's paths.
  const messages = `${pathname.replace(/\/+$/, '')}/v1/Account/${settings.authId}/Message/`
  const headers = {
    Authorization: `Basic ${Buffer.from(`${settings.authId}:${settings.authToken}`).toString('base64')}`,
    Accept: 'application/json',
    'User-Agent': 'heliograph',
  }
  const get = (path: string, { signal, maxResponseBytes }: CallOptions): Promise<HttpResult> =>
    http.exchange({ method: 'GET', path, headers, maxResponseBytes }, signal)
  return {
    create(body, { signal, maxResponseBytes, startBefore }) {
      const request = {
        method: 'POST',
        path: messages,
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        maxResponseBytes,
        ...(startBefore === undefined ? {} : { startBefore }),
      } as const
      return http.exchange(request, signal)
    },
    fetch: (id, options) => get(`${messages}${id}/`, options),
    list: (filters, options) => get(`${messages}?${filters}`, options),
    close: () => http.close(),
  }
}
