import type { ProviderDefinition } from '../definition.ts'
import { reactionTo } from '../reaction.ts'
import { sinchCapabilities } from './capabilities.ts'
import { explainCode, listCodes } from './error-catalogue.ts'
import { readSinchAccount, sinchVariables } from './read-account.ts'

const reference = 'https://developers.sinch.com/docs/sms/api-reference'

/** Sinch, through its SMS API (XMS) with media batches. */
export const sinchDefinition: ProviderDefinition = {
  name: 'sinch',
  title: 'Sinch',
  capabilities: sinchCapabilities,
  replies: { receipt: 200, inbound: { type: 'text/plain', body: '' } },
  variables: sinchVariables,
  requiredVariables: 3,
  canHint: true,
  readAccount: readSinchAccount,
  explain: explainCode,
  listCodes,
  reactionTo: ({ class: errorClass }) => reactionTo(errorClass),
  documentationUrl(code) {
    if (/^4\d\d$/.test(code)) return `${reference}/sms/tag/Delivery-reports/`
    return /^(syntax_|http_4)|^(blocked_account|illegal_number_type|missing_callback_url|unknown_(group|campaign))$/.test(
      code,
    )
      ? `${reference}/status-codes/`
      : null
  },
  // The dashboard has no address of its own for one message.
  consoleUrl: () => null,
}
