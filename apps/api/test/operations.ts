import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

/** A route behind an API key, as the app itself describes it. */
export type Operation = {
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With parameters in braces. */
  readonly path: string
  /** Scopes it names: one, or the test that reads it fails. */
  readonly scopes: readonly string[]
  readonly reach: string
}

const operation = z.object({
  operationId: z.string().optional(),
  security: z.array(z.object({ apiKey: z.array(z.string()) })).optional(),
  'x-reach': z.string().optional(),
})
const document = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) })
const method = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** Every operation of the OpenAPI document that needs a key, and every one below /v1. */
export async function listOperations(app: FastifyInstance): Promise<Operation[]> {
  const { paths } = document.parse((await app.inject('/openapi.json')).json())
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([name, found]) => {
      const security = found.security ?? []
      if (security.length === 0 && !path.startsWith('/v1/')) return []
      return {
        id: found.operationId ?? `${name} ${path}`,
        method: method.parse(name.toUpperCase()),
        path,
        scopes: security.flatMap(({ apiKey }) => apiKey),
        reach: found['x-reach'] ?? 'tenant',
      }
    }),
  )
}
