import type { ProviderDefinition } from '../definition.ts'
import { twilioCapabilities } from './capabilities.ts'
import { explainCode, listCodes } from './error-catalogue.ts'
import { reactionTo } from './reaction.ts'
import { readTwilioAccount, twilioVariables } from './read-account.ts'

/** Twilio itself answers keywords; a message of ours would come on top of it, or fail with 21610. */
const silence = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

/** Twilio Programmable Messaging. */
export const twilioDefinition: ProviderDefinition = {
  name: 'twilio',
  title: 'Twilio',
  capabilities: twilioCapabilities,
  variables: twilioVariables,
  requiredVariables: 3,
  replies: { receipt: 204, inbound: { type: 'text/xml', body: silence } },
  canHint: false,
  readAccount: readTwilioAccount,
  explain: explainCode,
  listCodes,
  reactionTo: ({ class: errorClass, code }) => reactionTo(errorClass, code),
  documentationUrl: (code) => (/^\d+$/.test(code) ? `https://www.twilio.com/docs/errors/${code}` : null),
  consoleUrl: (providerId) => `https://www.twilio.com/console/sms/logs/${encodeURIComponent(providerId)}`,
}
