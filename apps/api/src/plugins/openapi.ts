import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { mayLeaveBodyOut } from './optional-body.ts'

const description = `Self-hosted MMS gateway. Every 202 is durable; a message is sent at most once unless you chose
otherwise; a status never lies and never goes backwards.

Send an API key as \`Authorization: Bearer hg_…\`. Errors are RFC 9457 problem details with a stable \`code\`.
Repeat a POST safely with an \`Idempotency-Key\` header.

Operator keys belong to the installation and name a tenant, by id or name, with the header \`Heliograph-Tenant\`.`

/** A sun over a hill and the flash of a mirror, with the name. */
const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 190 40" height="40">
<circle cx="20" cy="18" r="8" fill="#fbbf24"/><g stroke="#fbbf24" stroke-width="2" stroke-linecap="round">
<path d="M20 3v4M20 29v2M5 18h4M31 18h4M9.5 7.5l2.8 2.8M27.7 10.3l2.8-2.8"/></g>
<path d="M2 34q18-9 36 0z" fill="#a78bfa"/>
<text x="48" y="27" font-family="system-ui,sans-serif" font-size="22" font-weight="600" fill="#fff">Heliograph</text>
</svg>`

/** Generates the OpenAPI 3.1 document from the zod contracts: /openapi.json, and a page for people at /docs. */
export async function addOpenapi(app: FastifyInstance): Promise<void> {
  const toJsonSchema = createJsonSchemaTransform({})
  const toDocument = createJsonSchemaTransformObject({})
  const bodyOptional = new Set<string>()
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Heliograph',
        version: '1',
        description,
        license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/', description: 'The installation that serves this document.' }],
      tags: [
        { name: 'messages', description: 'Send messages and follow them.' },
        { name: 'batches', description: 'Send many messages as one, and stop or cancel them together.' },
        { name: 'providers', description: 'Which carriers can be sent through, and what each takes.' },
        { name: 'errors', description: 'What the error codes of messages mean.' },
        { name: 'consent', description: 'Opt-outs and what recipients wrote.' },
        { name: 'reports', description: 'Find out what became of messages, one by one and all together.' },
        { name: 'compatibility', description: 'For applications built after the guides of providers.' },
        { name: 'keys', description: 'API keys of a tenant.' },
        { name: 'tenants', description: 'For operators of the installation.' },
        { name: 'audit', description: 'Who did what.' },
        { name: 'provider callbacks', description: 'Called by carriers, not by applications.' },
        { name: 'health', description: 'For load balancers and supervisors.' },
      ],
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: `hg_…`.' },
        },
      },
    },
    transform: (input) => {
      const { body, operationId } = input.schema
      if (operationId !== undefined && mayLeaveBodyOut(body)) bodyOptional.add(operationId)
      return toJsonSchema(input)
    },
    transformObject: (input) => dropUnused(relaxBodies(toDocument(input), bodyOptional)),
  })
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, isQuiet: true }
    })
    await docs.register(swaggerUi, {
      routePrefix: '/docs',
      theme: { title: 'Heliograph API' },
      logo: { type: 'image/svg+xml', content: Buffer.from(logo), href: '/docs', target: '_self' },
      uiConfig: {
        docExpansion: 'list',
        deepLinking: true,
        persistAuthorization: false,
        tryItOutEnabled: true,
      },
      staticCSP: {
        'default-src': "'none'",
        'connect-src': "'self'",
        'img-src': "'self' data:",
        'script-src': "'self'",
        // Swagger UI sets style attributes.
        'style-src': "'self' 'unsafe-inline'",
        'base-uri': "'none'",
        'form-action': "'none'",
        'frame-ancestors': "'none'",
      },
    })
  })
  app.get('/openapi.json', { schema: { hide: true }, config: { isQuiet: true } }, () => app.swagger())
  app.get('/', { schema: { hide: true }, config: { isQuiet: true } }, (_request, reply) =>
    reply.redirect('/docs'),
  )
}

type Document = ReturnType<ReturnType<typeof createJsonSchemaTransformObject>>

/** The generator calls every body required; those of the operations named here may be left out. */
function relaxBodies(document: Document, operationIds: ReadonlySet<string>): Document {
  if (!('openapi' in document)) return document
  const operations = Object.values(document.paths ?? {}).flatMap((path) => [
    path?.post,
    path?.put,
    path?.patch,
  ])
  for (const { operationId = '', requestBody } of operations.filter((operation) => operation !== undefined)) {
    if (requestBody === undefined || '$ref' in requestBody) continue
    if (operationIds.has(operationId)) requestBody.required = false
  }
  return document
}

/** The transform lists every contract in an input and an output form; only what is referenced is of use. */
function dropUnused(document: Document): Document {
  if (!('openapi' in document)) return document
  const schemas = document.components?.schemas ?? {}
  const used = new Set<string>()
  const collect = (text: string): void => {
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || used.has(name)) continue
      used.add(name)
      collect(JSON.stringify(schemas[name] ?? null))
    }
  }
  collect(JSON.stringify(document.paths ?? {}))
  for (const name of Object.keys(schemas)) {
    if (!used.has(name)) delete schemas[name]
  }
  return document
}
