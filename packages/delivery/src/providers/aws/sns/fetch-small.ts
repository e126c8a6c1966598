import { type HttpResult, openHttpClient } from '../../http/http-client.ts'

const totalMs = 3_000

/** One GET within three seconds, no redirect followed. Rare enough for a connection of its own. Never throws. */
export async function fetchSmall(
  href: string,
  maxResponseBytes: number,
  signal: AbortSignal,
): Promise<HttpResult> {
  const { origin, pathname, search } = new URL(href)
  const limits = { connectMs: totalMs, headersMs: totalMs, totalMs, maxConnections: 1 }
  const client = openHttpClient({ origin, ...limits })
  const request = { method: 'GET', path: pathname + search, headers: {}, maxResponseBytes } as const
  try {
    return await client.exchange(request, signal)
  } finally {
    await client.close()
  }
}
