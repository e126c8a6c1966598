import type { Answer } from '../core/ending.ts'
import { jsonAnswer, refusal } from './answer.ts'
import type { Call } from './call.ts'
import { toResource } from './message.ts'
import type { Plivo } from './plivo.ts'

/** Shows one message. */
export function fetchMessage(plivo: Plivo, { uuid }: Call): Answer {
  const message = plivo.messages.get(uuid)
  return message ? jsonAnswer(200, toResource(message)) : refusal(404, 'not found')
}

/** Lists the fetched files of a message, as one page. */
export function listMedia(plivo: Plivo, { uuid, url }: Call): Answer {
  const message = plivo.messages.get(uuid)
  if (!message) return refusal(404, 'not found')
  const objects = message.media.map(({ id, contentType, size }) => ({
    content_type: contentType,
    media_id: id,
    message_uuid: uuid,
    resource_uri: `${url.pathname}${id}/`,
    size,
  }))
  const meta = { limit: 20, offset: 0, next: null, previous: null, total_count: objects.length }
  return jsonAnswer(200, { meta, objects })
}

/** Shows the account. */
export function fetchAccount(plivo: Plivo): Answer {
  return jsonAnswer(200, {
    account_type: 'standard',
    auth_id: plivo.authId,
    billing_mode: 'prepaid',
    cash_credits: '100.00000',
    name: 'Heliograph carrier simulator',
    resource_uri: `/v1/Account/${plivo.authId}/`,
    timezone: 'UTC',
  })
}
