import { receiveInbound } from '@heliograph/delivery/consent/receive-inbound'
import type { ProviderDefinition } from '@heliograph/delivery/providers/definition'
import type { InboundMessage } from '@heliograph/delivery/providers/provider'
import { definitions } from '@heliograph/delivery/providers/registry'
import type { ProviderName } from '@heliograph/shared/domain/provider-name'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import type { Limits } from '../limits.ts'
import { addRawBodies, readCarrierRequest } from '../plugins/raw-bodies.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'

function schemaOf({ name, title, capabilities, replies }: ProviderDefinition) {
  const { type, body } = replies.inbound
  return {
    security: [],
    operationId: `${name}Inbound`,
    summary: `Inbound message of ${title}`,
    description:
      `${title} proves itself by ${capabilities.signature}. Stored once per id of the provider; STOP, START and HELP are ` +
      'acted on in the same transaction.',
    tags: ['provider callbacks'],
    response: {
      200: {
        description: 'Stored, or known already: an answer that says nothing.',
        content: { [type]: { schema: z.string().meta({ examples: [body] }) } },
      },
      ...problemResponses('malformed_callback', 'callback_refused', 'not_found', 'database_unavailable'),
    },
  }
}

/**
 * POST /webhooks/<provider>/inbound. The signature comes before anything else, one transaction before the answer. Any
 * fault is a 503 or 500, so that a provider that repeats its webhooks repeats this one.
 */
export const providerInbound: FastifyPluginCallbackZod<{ deps: ApiDeps; limits: Limits }> = (
  app,
  { deps, limits },
  done,
) => {
  addRawBodies(app, limits.maxCallbackBytes, () => refused('body'))
  app.addHook('onRequest', (_request, _reply, next) => {
    const isOff = deps.settings.publicBaseUrl === undefined
    next(isOff ? new Refusal('not_found', 'callbacks are off: PUBLIC_BASE_URL is not set') : undefined)
  })
  const config = { logEvent: 'inbound.handled', deadlineMs: limits.callbackTimeoutMs }
  for (const definition of definitions.filter((one) => one.capabilities.receipts === 'per_message')) {
    const { name, replies } = definition
    const options = { schema: schemaOf(definition), config }
    app.post(`/webhooks/${name}/inbound`, options, async (request, reply) => {
      const given = read(deps, request, name)
      if (given !== undefined) await store(deps, request, given)
      noteFacts(request, { provider: name })
      return reply.type(replies.inbound.type).send(replies.inbound.body)
    })
  }
  done()
}

/** An inbound message with the account that signed it. */
type Given = { readonly providerAccountId: string; readonly inbound: InboundMessage }

/** Stores the message and does what its keyword asks for, once per id of the provider. */
export async function store(deps: ApiDeps, request: FastifyRequest, given: Given): Promise<void> {
  const result = await receiveInbound({ db: deps.callbackDb, newId: deps.newId }, given)
  noteFacts(request, { providerId: given.inbound.providerId, outcome: result.kind })
  if (result.kind !== 'stored') return
  const { id: inboundId, tenantId, action, changed } = result
  noteFacts(request, { inboundId, tenantId, action, changed })
}

/** Reads the message with the account that signed it; undefined for a webhook that holds none. */
function read(deps: ApiDeps, request: FastifyRequest, name: ProviderName): Given | undefined {
  const callback = readCarrierRequest(request, deps.settings.publicBaseUrl)
  let reason = 'no account'
  for (const [providerAccountId, provider] of deps.providers) {
    if (provider.name !== name) continue
    const reading = provider.readInbound(callback)
    if (reading.kind === 'inbound') return { inbound: reading.inbound, providerAccountId }
    if (reading.kind === 'forged') {
      reason = reading.reason
      continue
    }
    noteFacts(request, { reason: reading.reason })
    if (reading.kind === 'nothing') return undefined
    throw new Refusal('malformed_callback', `signed, but ${reading.reason}`)
  }
  noteFacts(request, { reason })
  throw refused('signature')
}

function refused(what: 'signature' | 'body'): Refusal {
  return new Refusal('callback_refused', `the ${what} is not what the carrier sends`)
}
