import type { ProviderDefinition } from '../definition.ts'
import { plivoCapabilities } from './capabilities.ts'
import { explainCode, listCodes } from './error-catalogue.ts'
import { reactionTo } from './reaction.ts'
import { plivoVariables, readPlivoAccount } from './read-account.ts'

/** Plivo's Messaging API. */
export const plivoDefinition: ProviderDefinition = {
  name: 'plivo',
  title: 'Plivo',
  capabilities: plivoCapabilities,
  variables: plivoVariables,
  requiredVariables: 3,
  // Anything but 200 is repeated by Plivo, and a body would be read as a message to the sender.
  replies: { receipt: 200, inbound: { type: 'text/plain', body: '' } },
  canHint: true,
  readAccount: readPlivoAccount,
  explain: explainCode,
  listCodes,
  reactionTo: ({ class: errorClass }) => reactionTo(errorClass),
  documentationUrl: (code) =>
    /^\d+$/.test(code) ? 'https://www.plivo.com/docs/messaging/troubleshooting/error-codes' : null,
  // No address of a single message in Plivo's console is documented.
  consoleUrl: () => null,
}
