import type { Log } from '@heliograph/delivery/log'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    facts?: Record<string, unknown>
  }
  interface FastifyContextConfig {
    /** Name of the wide event, `request.completed` unless said. */
    logEvent?: string
    /** Logged at debug while it succeeds: probes and static files. */
    isQuiet?: boolean
  }
}

/** Adds facts to the one wide event that a request leaves in the log. */
export function noteFacts(request: FastifyRequest, facts: Readonly<Record<string, unknown>>): void {
  request.facts = Object.assign(request.facts ?? {}, facts)
}

/** Leaves one wide event per request. The route's pattern is logged, never the URL: it may hold ids and tokens. */
export function addRequestLog(app: FastifyInstance, log: Log): void {
  app.addHook('onRequestAbort', (request, done) => {
    noteFacts(request, { isAborted: true })
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { logEvent = 'request.completed', isQuiet = false } = request.routeOptions.config
    const record = {
      event: logEvent,
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? '(unknown)',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
      ...request.facts,
    }
    log[levelOf(reply.statusCode, isQuiet)](record)
    done()
  })
}

/** Leaves the same event for a request whose URL could not be read. */
export function logUnrouted(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  const { id: requestId, method, facts } = request
  log.info({
    event: 'request.completed',
    requestId,
    method,
    route: '(unreadable)',
    status: reply.statusCode,
    ...facts,
  })
}

/** 503 heals by itself; any other 5xx needs a person. */
function levelOf(status: number, isQuiet: boolean): 'error' | 'warn' | 'info' | 'debug' {
  if (status === 503) return 'warn'
  if (status >= 500) return 'error'
  return isQuiet && status < 400 ? 'debug' : 'info'
}
