import { fastify } from 'fastify'
import { serve } from './serve.ts'

// The ceiling: what the HTTP server alone does with the same request.

const app = fastify()
app.post('/v1/messages', (request, reply) => reply.code(202).send(request.body))
await serve(app, () => Promise.resolve())
