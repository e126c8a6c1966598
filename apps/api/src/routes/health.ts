import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { problemResponses } from '../problems/problem-responses.ts'

const probeTimeoutMs = 1_000

const up = z.object({ status: z.literal('UP') }).meta({ examples: [{ status: 'UP' }] })
const alive = z.object({ status: z.literal('alive') }).meta({ examples: [{ status: 'alive' }] })
const readiness = z
  .object({
    status: z.enum(['ready', 'degraded', 'unavailable']),
    postgres: z.enum(['up', 'down']),
    redis: z.enum(['up', 'down', 'off']).describe('`off` in direct mode, which needs none.'),
  })
  .meta({ examples: [{ status: 'ready', postgres: 'up', redis: 'up' }] })
const common = { tags: ['health'], security: [] }
const errors = problemResponses('headers_too_large')

/**
 * /livez says that the process runs. /readyz says whether it can take requests: not without Postgres;
 * without Redis it can, slower; not when it was told to end. /health and /api/health are kept for monitors that expect them.
 */
export const health: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  const config = { isQuiet: true }
  const postgres = probe(() => deps.callbackDb.$queryRaw`SELECT 1`)
  const { queue } = deps
  const redis = queue === undefined ? undefined : probe(() => queue.depth())

  app.get(
    '/livez',
    {
      config,
      schema: {
        ...common,
        operationId: 'getLiveness',
        summary: 'Is the process alive',
        response: { 200: alive, ...errors },
      },
    },
    () => ({ status: 'alive' as const }),
  )
  for (const [path, operationId] of [
    ['/health', 'getHealth'],
    ['/api/health', 'getApiHealth'],
  ] as const) {
    const schema = { ...common, operationId, summary: 'Is the process up', response: { 200: up, ...errors } }
    app.get(path, { config, schema }, () => ({ status: 'UP' as const }))
  }
  const response = {
    200: readiness,
    503: readiness.describe('Postgres is away, or the process is about to end.'),
    ...errors,
  }
  app.get(
    '/readyz',
    { config, schema: { ...common, operationId: 'getReadiness', summary: 'Can it take requests', response } },
    async (_request, reply) => {
      const off = Promise.resolve('off' as const)
      const [postgresState, redisState] = await Promise.all([postgres(), redis?.() ?? off])
      const states = { postgres: postgresState, redis: redisState }
      if (postgresState === 'down' || deps.isEnding())
        return reply.code(503).send({ status: 'unavailable', ...states })
      return reply.code(200).send({ status: redisState === 'down' ? 'degraded' : 'ready', ...states })
    },
  )
  done()
}

/** Asks a service, with at most one question under way, however many ask us. Answers within a second. */
function probe(ask: () => Promise<unknown>): () => Promise<'up' | 'down'> {
  let underWay: Promise<'up' | 'down'> | undefined
  return async () => {
    underWay ??= ask()
      .then(
        () => 'up' as const,
        () => 'down' as const,
      )
      .finally(() => {
        underWay = undefined
      })
    return await withinTime(underWay)
  }
}

async function withinTime(answer: Promise<'up' | 'down'>): Promise<'up' | 'down'> {
  const late = Promise.withResolvers<'down'>()
  const timer = setTimeout(() => late.resolve('down'), probeTimeoutMs)
  try {
    return await Promise.race([answer, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
