import { z } from 'zod'
import { messageView } from './messages.ts'
import { refusedRequest } from './requests.ts'
import { cleanText } from './text-rules.ts'

const instant = z.iso.datetime().describe('RFC 3339, UTC.')

/** Body of `POST /v1/recipients/lookup`. A number does not belong into a URL, so it travels in the body. */
export const lookupRecipientBody = z
  .strictObject({
    number: cleanText(40)
      .min(1)
      .describe(
        "The number in any usual spelling; without a country code it is read as one of the default sender's country.",
      ),
  })
  .meta({ id: 'LookupRecipient', examples: [{ number: '+1 (555) 867-5310' }] })

/** An opt-out that stops messages to a recipient. */
export const recipientSuppression = z
  .object({
    id: z.uuid(),
    sender: z.string().nullable().describe('The sender it is limited to; null: every sender.'),
    reason: z.string().describe('How it became known, for example `opt_out_keyword`.'),
    since: instant,
  })
  .meta({ id: 'RecipientSuppression' })

/** An account or sender that is held: messages through it wait and are not lost. */
export const recipientHold = z
  .object({
    scope: z.enum(['account', 'sender']),
    sender: z.string().nullable(),
    code: z.string(),
    since: instant,
    nextProbeAt: instant.nullable(),
  })
  .meta({ id: 'RecipientHold' })

/** Everything that is known about messages to one number. */
export const recipientReport = z
  .object({
    number: z.string().describe('E.164; masked without `content:read`.'),
    verdict: z.string().describe('One sentence for people: what became of messages to this number.'),
    messages: z.array(messageView).describe('The last ten, newest first; masked without `content:read`.'),
    suppressions: z.array(recipientSuppression),
    holds: z.array(recipientHold).describe('Every hold of this installation; each may stop messages to it.'),
    refusedRequests: z
      .array(refusedRequest)
      .describe('The last ten writes of 14 days that named it and were refused.'),
  })
  .meta({
    id: 'RecipientReport',
    examples: [
      {
        number: '+15558675310',
        verdict: 'Nothing was ever sent to this number.',
        messages: [],
        suppressions: [],
        holds: [],
        refusedRequests: [],
      },
    ],
  })

/** Everything that is known about messages to one number. */
export type RecipientReport = z.infer<typeof recipientReport>
