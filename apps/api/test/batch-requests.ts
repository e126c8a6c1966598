import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { ApiFixture } from './api-fixture.ts'

type Options = {
  readonly key?: string
  readonly headers?: Record<string, string>
  readonly app?: FastifyInstance
}

/** Requests of the batch routes, with the caller of a fixture unless another key is given. */
export type BatchRequests = {
  create(body: unknown, options?: Options): Promise<LightMyRequestResponse>
  /** Appends a chunk: an array goes as JSON, text as NDJSON. */
  append(id: string, chunk: string, items: unknown, options?: Options): Promise<LightMyRequestResponse>
  act(id: string, action: 'pause' | 'resume' | 'cancel', options?: Options): Promise<LightMyRequestResponse>
}

/** Items with different recipients that are all good. */
export function goodItems(count: number, from = 0): { to: string; body: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    to: `+1555${8_000_000 + from + index}`,
    body: `Hello ${from + index}`,
  }))
}

/** Builds the requests over a fixture. */
export function buildBatchRequests(api: ApiFixture): BatchRequests {
  const send = (path: string, payload: string | undefined, options: Options, type = 'application/json') =>
    (options.app ?? api.app).inject({
      method: 'POST',
      url: `/v1/batches${path}`,
      headers: {
        authorization: `Bearer ${options.key ?? api.key}`,
        ...(payload === undefined ? {} : { 'content-type': type }),
        ...options.headers,
      },
      ...(payload === undefined ? {} : { payload }),
    })
  return {
    create: (body, options = {}) => send('', JSON.stringify(body), options),
    append: (id, chunk, items, options = {}) => {
      const named = { ...options, headers: { 'idempotency-key': chunk, ...options.headers } }
      return typeof items === 'string'
        ? send(`/${id}/items`, items, named, 'application/x-ndjson')
        : send(`/${id}/items`, JSON.stringify({ items }), named)
    },
    act: (id, action, options = {}) => send(`/${id}/${action}`, undefined, options),
  }
}
