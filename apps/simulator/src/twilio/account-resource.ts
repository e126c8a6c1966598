import type { Answer } from '../core/ending.ts'
import { jsonAnswer } from './answer.ts'
import { toRfc2822 } from './message.ts'
import type { Twilio } from './twilio.ts'

/** Shows the account. Unlike Twilio it never shows the auth token. */
export function fetchAccount(twilio: Twilio): Answer {
  const settings = twilio.settings()
  const uri = `/2010-04-01/Accounts/${twilio.accountSid}`
  return jsonAnswer(200, {
    auth_token: null,
    date_created: toRfc2822(twilio.createdAt),
    date_updated: toRfc2822(twilio.createdAt),
    friendly_name: 'Heliograph carrier simulator',
    owner_account_sid: twilio.accountSid,
    sid: twilio.accountSid,
    status: settings.accountStatus,
    subresource_uris: { messages: `${uri}/Messages.json` },
    type: settings.trial ? 'Trial' : 'Full',
    uri: `${uri}.json`,
  })
}
