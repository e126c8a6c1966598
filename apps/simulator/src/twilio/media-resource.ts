import type { Answer } from '../core/ending.ts'
import { emptyAnswer, jsonAnswer } from './answer.ts'
import type { Call } from './call.ts'
import { type Message, messagePath, type StoredMedia, toRfc2822 } from './message.ts'
import { findMessage, notFound } from './message-resource.ts'
import type { Twilio } from './twilio.ts'

/** Lists the files of a message, as one page. */
export function listMedia(twilio: Twilio, call: Call): Answer {
  const message = findMessage(twilio, call)
  if (!message) return notFound(call)
  const uri = call.url.pathname + call.url.search
  return jsonAnswer(200, {
    media_list: message.media.map((media) => toMediaResource(message, media)),
    page: 0,
    page_size: 50,
    start: 0,
    end: Math.max(message.media.length - 1, 0),
    uri,
    first_page_uri: uri,
    next_page_uri: null,
    previous_page_uri: null,
  })
}

/** Shows what is known of one file. */
export function fetchMediaResource(twilio: Twilio, call: Call): Answer {
  const found = findMedia(twilio, call)
  return found ? jsonAnswer(200, toMediaResource(found.message, found.media)) : notFound(call)
}

/** Gives the file itself, if its bytes are still kept. */
export function fetchMediaContent(twilio: Twilio, call: Call): Answer {
  const found = findMedia(twilio, call)
  const body = found && twilio.media.find(found.media.contentHash)
  if (!found || !body) return notFound(call)
  return { status: 200, headers: { 'content-type': found.media.contentType }, body, errorCode: null }
}

/** Removes a file from its message. */
export function deleteMedia(twilio: Twilio, call: Call): Answer {
  const found = findMedia(twilio, call)
  if (!found) return notFound(call)
  found.message.media = found.message.media.filter((media) => media !== found.media)
  return emptyAnswer()
}

function findMedia(twilio: Twilio, call: Call): { message: Message; media: StoredMedia } | undefined {
  const message = findMessage(twilio, call)
  const media = message?.media.find(({ sid }) => sid === call.sids[1])
  return message && media ? { message, media } : undefined
}

function toMediaResource(message: Message, media: StoredMedia): object {
  return {
    account_sid: message.accountSid,
    content_type: media.contentType,
    date_created: toRfc2822(media.createdAt),
    date_updated: toRfc2822(media.createdAt),
    parent_sid: message.sid,
    sid: media.sid,
    uri: `${messagePath(message)}/Media/${media.sid}.json`,
  }
}
