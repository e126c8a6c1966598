import type { Answer } from '../core/ending.ts'
import { emptyAnswer, jsonAnswer, refusal } from './answer.ts'
import type { Call } from './call.ts'
import { isComplete, type Message, toResource } from './message.ts'
import type { Twilio } from './twilio.ts'

/** Shows one message. */
export function fetchMessage(twilio: Twilio, call: Call): Answer {
  const message = findMessage(twilio, call)
  return message ? jsonAnswer(200, toResource(message)) : notFound(call)
}

/** Cancels a scheduled message, or blanks the body of a complete one. */
export function updateMessage(twilio: Twilio, call: Call): Answer {
  const message = findMessage(twilio, call)
  if (!message) return notFound(call)
  const status = call.form.find('Status')
  const body = call.form.find('Body')
  if (status !== undefined && body !== undefined) return refusal(30400)
  if (status !== undefined) return status === 'canceled' ? cancel(twilio, message) : refusal(20001, 'Status')
  if (body !== '') return refusal(20001, 'Body')
  if (!isComplete(message)) return refusal(20009)
  message.body = ''
  message.updatedAt = Date.now()
  return jsonAnswer(200, toResource(message))
}

/** Deletes a complete message together with its media. */
export function deleteMessage(twilio: Twilio, call: Call): Answer {
  const message = findMessage(twilio, call)
  if (!message) return notFound(call)
  if (!isComplete(message)) return refusal(20009)
  twilio.walker.stop(message)
  twilio.messages.remove(message.sid)
  return emptyAnswer()
}

function cancel(twilio: Twilio, message: Message): Answer {
  if (message.status !== 'scheduled') return refusal(30409)
  twilio.walker.cancel(message)
  return jsonAnswer(200, toResource(message))
}

/** The message that a request names. */
export function findMessage(twilio: Twilio, call: Call): Message | undefined {
  return twilio.messages.find(call.sids[0] ?? '')
}

/** Twilio's answer for a path that leads nowhere. */
export function notFound(call: Pick<Call, 'url'>): Answer {
  return refusal(20404, call.url.pathname)
}
