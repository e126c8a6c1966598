import { receiveInbound } from '@heliograph/delivery/consent/receive-inbound'
import type { InboundReading } from '@heliograph/delivery/providers/provider'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import type { Limits } from '../limits.ts'
import { addCarrierForms, isForm } from '../plugins/carrier-forms.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'

/** Twilio itself answers keywords; a message of ours would come on top of it, or fail with 21610. */
const silence = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

const schema = {
  security: [],
  operationId: 'twilioInbound',
  summary: 'Inbound message of Twilio',
  description:
    'The form is signed by Twilio over the configured public URL. Stored once per message SID; STOP, START and ' +
    'HELP are acted on in the same transaction.',
  tags: ['provider callbacks'],
  consumes: ['application/x-www-form-urlencoded'],
  response: {
    200: {
      description: 'Stored, or known already: TwiML that says nothing.',
      content: { 'text/xml': { schema: z.string().meta({ examples: [silence] }) } },
    },
    ...problemResponses('malformed_callback', 'callback_refused', 'not_found', 'database_unavailable'),
  },
}

/**
 * POST /webhooks/twilio/inbound. The signature comes before anything else, one transaction before the answer. Any
 * fault is a 503 or 500, so that a provider that repeats its webhooks repeats this one.
 */
export const providerInbound: FastifyPluginAsyncZod<{ deps: ApiDeps; limits: Limits }> = async (
  app,
  { deps, limits },
) => {
  await addCarrierForms(app, limits.maxCallbackBytes, () => refused('body'))
  app.addHook('onRequest', (_request, _reply, done) => {
    const isOff = deps.settings.publicBaseUrl === undefined
    done(isOff ? new Refusal('not_found', 'callbacks are off: PUBLIC_BASE_URL is not set') : undefined)
  })
  const config = { logEvent: 'inbound.handled' }
  const options = { schema, config, handlerTimeout: limits.callbackTimeoutMs }
  app.post('/webhooks/twilio/inbound', options, async (request, reply) => {
    const { providerAccountId, inbound } = read(deps, request)
    const result = await receiveInbound(
      { db: deps.callbackDb, newId: deps.newId },
      { providerAccountId, inbound },
    )
    noteFacts(request, { provider: 'twilio', providerId: inbound.providerId, outcome: result.kind })
    if (result.kind === 'stored') {
      const { id: inboundId, tenantId, action, changed } = result
      noteFacts(request, { inboundId, tenantId, action, changed })
    }
    return reply.type('text/xml').send(silence)
  })
}

/** Reads the message with the account that signed it. */
function read(
  deps: ApiDeps,
  request: FastifyRequest,
): Extract<InboundReading, { kind: 'inbound' }> & { readonly providerAccountId: string } {
  const callback = {
    signedUrl: `${deps.settings.publicBaseUrl}${request.raw.url}`,
    headers: request.headers,
    form: isForm(request.body) ? request.body : undefined,
  }
  let reason = 'no account'
  for (const [providerAccountId, provider] of deps.providers) {
    const reading = provider.readInbound(callback)
    if (reading.kind === 'inbound') return { ...reading, providerAccountId }
    if (reading.kind === 'malformed') {
      noteFacts(request, { reason: reading.reason })
      throw new Refusal('malformed_callback', `signed, but ${reading.reason}`)
    }
    reason = reading.reason
  }
  noteFacts(request, { reason })
  throw refused('signature')
}

function refused(what: 'signature' | 'body'): Refusal {
  return new Refusal('callback_refused', `the ${what} is not what the carrier sends`)
}
