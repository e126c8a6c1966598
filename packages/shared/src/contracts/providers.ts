import { z } from 'zod'
import { providerNames } from '../domain/provider-name.ts'
import { examplePage } from './example-page.ts'

const mediaTypeLimit = z.object({
  types: z.array(z.string()).describe('Exact types, or families such as `video/*`.'),
  maxBytes: z.int(),
})

/** What a provider can do and how much of it it takes. */
export const providerCapabilities = z
  .object({
    media: z.object({
      min: z.int().describe('Files of one message, at least. 1: it sends no MMS of text alone.'),
      max: z.int().describe('Files of one message, at most.'),
      sources: z.array(z.enum(['https', 'http', 's3'])),
      types: z.array(mediaTypeLimit),
      maxTotalBytes: z.int().describe('All files and the text together.'),
    }),
    body: z.object({ maxChars: z.int() }),
    countries: z
      .union([z.literal('any'), z.array(z.string())])
      .describe('Countries of recipients (ISO 3166-1); `any`: the carrier decides by account.'),
    senders: z.array(z.enum(['number', 'messaging_service'])),
    validity: z.object({ minSeconds: z.int(), maxSeconds: z.int() }),
    lookUp: z.boolean().describe('Its own record of a message can be asked for.'),
    search: z
      .enum(['by_reference', 'by_recipient', 'none'])
      .describe(
        'How a message whose answer was lost is found. `none`: the policy `confirmed` acts as `at_most_once`.',
      ),
    cancel: z.boolean().describe('A message that it holds can be taken back.'),
    receipts: z.enum(['per_message', 'per_account']),
    signature: z.string().describe('How it proves that a callback is its own.'),
    optOut: z.string().describe('Opt-outs that it reports.'),
    inboundMedia: z.boolean().describe('Inbound messages come with their media.'),
  })
  .meta({ id: 'ProviderCapabilities' })

/** One provider, whether it is configured, and what it takes. */
export const providerView = z
  .object({
    provider: z.enum(providerNames),
    title: z.string(),
    isConfigured: z.boolean(),
    isDefault: z.boolean().describe('Messages that name no provider leave through it.'),
    isSimulated: z.boolean().describe('A simulator stands in for the carrier: nothing is really sent.'),
    senders: z
      .array(
        z.object({
          address: z.string(),
          kind: z.enum(['number', 'messaging_service']),
          isDefault: z.boolean(),
        }),
      )
      .describe('What `from` may name.'),
    capabilities: providerCapabilities,
  })
  .meta({
    id: 'Provider',
    examples: [
      {
        provider: 'twilio',
        title: 'Twilio',
        isConfigured: true,
        isDefault: true,
        isSimulated: false,
        senders: [{ address: '+15005550006', kind: 'number', isDefault: true }],
        capabilities: {
          media: {
            min: 0,
            max: 10,
            sources: ['https', 'http'],
            types: [{ types: ['image/jpeg', 'image/png', 'image/gif'], maxBytes: 5_000_000 }],
            maxTotalBytes: 5_000_000,
          },
          body: { maxChars: 1_600 },
          countries: 'any',
          senders: ['number', 'messaging_service'],
          validity: { minSeconds: 1, maxSeconds: 36_000 },
          lookUp: true,
          search: 'by_recipient',
          cancel: false,
          receipts: 'per_message',
          signature: 'X-Twilio-Signature (HMAC-SHA1 with the Auth Token)',
          optOut: 'STOP keywords, OptOutType of a messaging service, error 21610',
          inboundMedia: true,
        },
      },
    ],
  })

/** One provider as the API shows it. */
export type ProviderView = z.infer<typeof providerView>

/** Every provider there is. */
export const providerList = z
  .object({ data: z.array(providerView) })
  .meta({ id: 'ProviderList', examples: [{ data: examplePage(providerView).data }] })
