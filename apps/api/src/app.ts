import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import type { ApiDeps } from './api-deps.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { addAuth } from './plugins/auth.ts'
import { addBodyParsers } from './plugins/body-parsers.ts'
import { addClosing } from './plugins/closing.ts'
import { addErrors, answerBrokenConnection, sendError } from './plugins/errors.ts'
import { addOpenapi } from './plugins/openapi.ts'
import { addRequestLog, logUnrouted } from './plugins/request-log.ts'
import { addSecurityHeaders, setSecurityHeaders } from './plugins/security-headers.ts'
import { addValidation } from './plugins/validation.ts'
import { health } from './routes/health.ts'
import { messagesCreate } from './routes/messages-create.ts'
import { messagesRead } from './routes/messages-read.ts'
import { messagesResolve } from './routes/messages-resolve.ts'
import { providerCallbacks } from './routes/provider-callbacks.ts'

/** Builds the HTTP door with all plugins and routes. It does not listen and closes none of `deps`. */
export async function buildApp(deps: ApiDeps, limits: Limits = defaultLimits): Promise<FastifyInstance> {
  const app = openServer(deps, limits)
  addRequestLog(app, deps.log)
  addSecurityHeaders(app)
  addClosing(app, deps)
  addErrors(app)
  addBodyParsers(app)
  addValidation(app)
  await addOpenapi(app)
  await app.register(health, { deps })
  await app.register(providerCallbacks, { deps, limits })
  await app.register(
    async (v1) => {
      addAuth(v1, deps)
      await v1.register(messagesCreate, { deps })
      await v1.register(messagesRead, { deps })
      await v1.register(messagesResolve, { deps })
    },
    { prefix: '/v1' },
  )
  return app
}

function openServer(deps: ApiDeps, limits: Limits): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = deps.log
  return fastify({
    loggerInstance,
    // One wide event of ours takes the place of Fastify's lines per request.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: deps.newId,
    requestIdHeader: false,
    bodyLimit: limits.maxBodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    handlerTimeout: limits.handlerTimeoutMs,
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
}
