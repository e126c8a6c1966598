import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import type { ApiDeps } from './api-deps.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { addAuth } from './plugins/auth.ts'
import { addBodyParsers } from './plugins/body-parsers.ts'
import { addClosing } from './plugins/closing.ts'
import { addDeadlines } from './plugins/deadlines.ts'
import { addErrors, answerBrokenConnection, sendError } from './plugins/errors.ts'
import { openFailureLimiter } from './plugins/failure-limiter.ts'
import { addOpenapi } from './plugins/openapi.ts'
import { addPressure } from './plugins/pressure.ts'
import { addRateLimit } from './plugins/rate-limit.ts'
import { addRefusedRequests } from './plugins/refused-requests.ts'
import { addRequestLog, logUnrouted } from './plugins/request-log.ts'
import { addSecurityHeaders, setSecurityHeaders } from './plugins/security-headers.ts'
import { addValidation } from './plugins/validation.ts'
import { audit } from './routes/audit.ts'
import { batchesAppend } from './routes/batches-append.ts'
import { batchesControl } from './routes/batches-control.ts'
import { batchesCreate } from './routes/batches-create.ts'
import { batchesRead } from './routes/batches-read.ts'
import { compatSend } from './routes/compat-send.ts'
import { errors } from './routes/errors.ts'
import { exportRoute } from './routes/export.ts'
import { health } from './routes/health.ts'
import { inbound } from './routes/inbound.ts'
import { keys } from './routes/keys.ts'
import { messagesCancel } from './routes/messages-cancel.ts'
import { messagesCreate } from './routes/messages-create.ts'
import { messagesRead } from './routes/messages-read.ts'
import { messagesResolve } from './routes/messages-resolve.ts'
import { messagesTimeline } from './routes/messages-timeline.ts'
import { providerCallbacks } from './routes/provider-callbacks.ts'
import { providerEvents } from './routes/provider-events.ts'
import { providerInbound } from './routes/provider-inbound.ts'
import { providers } from './routes/providers.ts'
import { recipients } from './routes/recipients.ts'
import { requests } from './routes/requests.ts'
import { statsRoute } from './routes/stats.ts'
import { suppressions } from './routes/suppressions.ts'
import { tenantLimits } from './routes/tenant-limits.ts'
import { tenants } from './routes/tenants.ts'
import { usageRoute } from './routes/usage.ts'

/** Builds the HTTP door with all plugins and routes. It does not listen and closes none of `deps`. */
export async function buildApp(deps: ApiDeps, limits: Limits = defaultLimits): Promise<FastifyInstance> {
  const app = openServer(deps, limits)
  const failures = openFailureLimiter()
  app.addHook('onClose', () => failures.close())
  addDeadlines(app, limits.handlerTimeoutMs)
  addRequestLog(app, deps.log)
  addSecurityHeaders(app)
  addClosing(app, deps)
  addErrors(app)
  addPressure(app, deps.pressure)
  addRateLimit(app, deps)
  addBodyParsers(app)
  addValidation(app)
  await addOpenapi(app)
  await app.register(health, { deps })
  await app.register(providerCallbacks, { deps, limits })
  await app.register(providerInbound, { deps, limits })
  await app.register(providerEvents, { deps, limits })
  await app.register(compatSend, { deps, failures })
  await app.register(
    async (v1) => {
      addAuth(v1, deps, failures)
      addRefusedRequests(v1, deps)
      await v1.register(messagesCreate, { deps })
      await v1.register(messagesCancel, { deps })
      await v1.register(messagesRead, { deps })
      await v1.register(messagesResolve, { deps })
      await v1.register(messagesTimeline, { deps })
      await v1.register(errors)
      await v1.register(providers, { deps })
      await v1.register(batchesCreate, { deps })
      await v1.register(batchesAppend, { deps })
      await v1.register(batchesRead, { deps })
      await v1.register(batchesControl, { deps })
      await v1.register(requests, { deps })
      await v1.register(recipients, { deps })
      await v1.register(statsRoute, { deps })
      await v1.register(usageRoute, { deps })
      await v1.register(exportRoute, { deps })
      await v1.register(suppressions, { deps })
      await v1.register(inbound, { deps })
      await v1.register(keys, { deps })
      await v1.register(tenants, { deps })
      await v1.register(tenantLimits, { deps })
      await v1.register(audit, { deps })
    },
    { prefix: '/v1' },
  )
  return app
}

function openServer(deps: ApiDeps, limits: Limits): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = deps.log
  const app = fastify({
    loggerInstance,
    // One wide event of ours takes the place of Fastify's lines per request.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: deps.newId,
    requestIdHeader: false,
    trustProxy: limits.trustedProxies.length === 0 ? false : [...limits.trustedProxies],
    bodyLimit: limits.maxBodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: limits.connectionTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    http: {
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
    },
    forceCloseConnections: 'idle',
    // What arrives on an open connection while closing is still served, and the connection closed after it.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 1_024 },
    frameworkErrors: (error, request, reply) => {
      setSecurityHeaders(request, reply)
      sendError(error, request, reply)
      // Such a request has no route, so no hook sees it.
      logUnrouted(deps.log, request, reply)
    },
    clientErrorHandler: (error, socket) => {
      const requestId = deps.newId()
      deps.log.debug({
        event: 'connection.broken',
        requestId,
        code: 'code' in error ? error.code : undefined,
      })
      answerBrokenConnection(error, socket, requestId)
    },
  })
  app.server.maxConnections = limits.maxConnections
  return app
}
