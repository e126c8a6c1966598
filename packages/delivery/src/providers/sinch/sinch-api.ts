import { type HttpResult, openHttpClient } from '../http/http-client.ts'
import { defaultMaxConnections, defaultTimeouts } from '../http/timeouts.ts'
import type { SinchSettings } from './settings.ts'

/** One request below the service plan. */
export type SinchCall = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Path below the plan, with query, for example `/batches`. */
  readonly path: string
  readonly body?: object
  readonly maxResponseBytes: number
  readonly startBefore?: number | undefined
}

/** The XMS API of one service plan. */
export type SinchApi = {
  /** Makes one exchange. Never repeats it, never throws for what network or server did. */
  call(call: SinchCall, signal: AbortSignal): Promise<HttpResult>
  /** Waits for exchanges in flight, then closes every connection. */
  close(): Promise<void>
}

/** Opens the API of one service plan. Nothing is sent before the first call. */
export function openSinchApi(settings: SinchSettings): SinchApi {
  const baseUrl = new URL(settings.baseUrl)
  const plan = `${baseUrl.pathname.replace(/\/+$/, '')}/xms/v1/${settings.servicePlanId}`
  const http = openHttpClient({
    ...(settings.timeouts ?? defaultTimeouts),
    origin: baseUrl.origin,
    maxConnections: settings.maxConnections ?? defaultMaxConnections,
  })
  const headers = {
    Authorization: `Bearer ${settings.apiToken}`,
    Accept: 'application/json',
    'User-Agent': 'heliograph',
  }
  return {
    call: ({ method, path, body, maxResponseBytes, startBefore }, signal) =>
      http.exchange(
        {
          method,
          path: plan + path,
          headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
          maxResponseBytes,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          ...(startBefore === undefined ? {} : { startBefore }),
        },
        signal,
      ),
    close: () => http.close(),
  }
}
