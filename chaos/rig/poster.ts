import { createMessageBody } from '@heliograph/shared/contracts/messages'
import { Agent, request } from 'undici'
import type { Posted } from './load.ts'

/** One answer to one POST, or no answer because the connection was cut or timed out. */
export type Answer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly id: string
      readonly isReplay: boolean
      readonly hasRetryAfter: boolean
      readonly text: string
    }
  | { readonly kind: 'cut'; readonly error: unknown }

/** Posts messages. */
export type Poster = {
  readonly post: (posted: Pick<Posted, 'key' | 'to' | 'policy'>) => Promise<Answer>
  readonly close: () => Promise<void>
}

const timeoutMs = 10_000

/**
 * Builds a client of `POST /v1/messages`. Each request has a connection of its own, so that all API processes
 * have their share and no request meets an idle connection at the moment it is closed; with `keepsConnections` they are
 * used again, as applications do it.
 */
export function buildPoster(target: {
  readonly url: string
  readonly key: string
  readonly mediaUrls: readonly string[]
  readonly keepsConnections?: boolean
}): Poster {
  const pipelining = target.keepsConnections === true ? 1 : 0
  const agent = new Agent({ connections: 256, pipelining, connectTimeout: 3_000 })
  const headers = { authorization: `Bearer ${target.key}`, 'content-type': 'application/json' }
  return {
    post: async ({ key, to, policy }) => {
      try {
        const response = await request(`${target.url}/v1/messages`, {
          method: 'POST',
          dispatcher: agent,
          headers: { ...headers, 'idempotency-key': key },
          body: JSON.stringify(bodyOf({ to, policy }, target.mediaUrls)),
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
        })
        const text = await response.body.text()
        return {
          kind: 'answered',
          status: response.statusCode,
          id: response.statusCode === 202 ? idOf(text) : '',
          isReplay: response.headers['idempotent-replayed'] === 'true',
          hasRetryAfter: response.headers['retry-after'] !== undefined,
          text,
        }
      } catch (error) {
        return { kind: 'cut', error }
      }
    },
    close: () => agent.destroy(),
  }
}

function bodyOf({ to, policy }: Pick<Posted, 'to' | 'policy'>, mediaUrls: readonly string[]): object {
  const content = { to, body: `Chaos for ${to}`, ...(mediaUrls.length === 0 ? {} : { mediaUrls }) }
  const draft = { ...content, policy }
  return createMessageBody.safeParse(draft).success ? draft : content
}

function idOf(text: string): string {
  const parsed: unknown = JSON.parse(text)
  return String(Object(parsed).id)
}
