import type { ProviderDefinition } from '../definition.ts'
import { reactionTo } from '../reaction.ts'
import { awsCapabilities } from './capabilities.ts'
import { documentationUrl } from './documentation-url.ts'
import { explainCode, listCodes } from './error-catalogue.ts'
import { awsVariables, readAwsAccount, requiredAwsVariables } from './read-account.ts'

/** AWS End User Messaging SMS (API "Pinpoint SMS and Voice v2"). */
export const awsDefinition: ProviderDefinition = {
  name: 'aws',
  title: 'AWS End User Messaging',
  capabilities: awsCapabilities,
  variables: awsVariables,
  requiredVariables: requiredAwsVariables,
  // SNS reads no body of an answer.
  replies: { receipt: 200, inbound: { type: 'text/plain', body: '' } },
  canHint: false,
  readAccount: readAwsAccount,
  explain: explainCode,
  listCodes,
  reactionTo: ({ class: errorClass }) => reactionTo(errorClass),
  documentationUrl,
  // Nothing at AWS shows a single message.
  consoleUrl: () => null,
}
