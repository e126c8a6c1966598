import { z } from 'zod'
import { readJson } from '../http/read-json.ts'
import { unavailable } from '../http/unavailable.ts'
import type { ListedMessage, Listing, ListQuery } from '../provider.ts'
import { readMessage } from './read-message.ts'
import type { TwilioApi } from './twilio-api.ts'

const maxPages = 5
const pageSize = 100
/** A text of 1600 characters can take 9.6 kB as JSON, so a page of 100 needs more than one message. */
const maxResponseBytes = 2 * 1024 * 1024

type Deps = { readonly api: TwilioApi; readonly accountSid: string }

/**
 * Messages sent through the API since a time, newest first, at most 5 pages of 100. Not filtered by
 * DateSent: Twilio filters on the time of sending, so that messages not sent yet would be missing.
 * A message shows in the list some seconds after its creation, so absence proves nothing.
 */
export async function listMessages(deps: Deps, query: ListQuery, signal: AbortSignal): Promise<Listing> {
  const messages: ListedMessage[] = []
  let next: PageStart = query
  for (let page = 0; page < maxPages; page += 1) {
    const read = await readPage(deps, next, signal)
    if (read.kind === 'unavailable') {
      return read
    }
    const young = read.messages.filter((message) => message.createdAt >= query.since)
    messages.push(...young)
    if (read.nextPath === undefined || young.length < read.messages.length) {
      return { kind: 'listed', messages, isComplete: true }
    }
    next = read.nextPath
  }
  return { kind: 'listed', messages, isComplete: false }
}

/** Filters of the first page, or the path of a following one. */
type PageStart = ListQuery | string

type Page = {
  readonly kind: 'page'
  readonly messages: readonly ListedMessage[]
  readonly nextPath: string | undefined
}

async function readPage(
  { api, accountSid }: Deps,
  start: PageStart,
  signal: AbortSignal,
): Promise<Page | Extract<Listing, { kind: 'unavailable' }>> {
  const result = await api.call(
    (client) =>
      typeof start === 'string'
        ? client.messages.getPage(`https://api.twilio.com${start}`)
        : client.messages.page({ to: start.to, ...(start.from ? { from: start.from } : {}), pageSize }),
    { signal, maxResponseBytes },
  )
  if (result.kind !== 'response' || result.status !== 200) {
    return unavailable(result)
  }
  const parsed = pageSchema.safeParse(readJson(result.body))
  if (!parsed.success) {
    return { kind: 'unavailable', detail: 'invalid_response' }
  }
  const nextPath = parsed.data.next_page_uri ?? undefined
  // The answer may only lead on within the list it belongs to.
  if (nextPath !== undefined && !nextPath.startsWith(`/2010-04-01/Accounts/${accountSid}/Messages.json?`)) {
    return { kind: 'unavailable', detail: 'invalid_response' }
  }
  return {
    kind: 'page',
    messages: parsed.data.messages.flatMap((resource) => readListed(resource, accountSid)),
    nextPath,
  }
}

const pageSchema = z.object({
  messages: z.array(z.unknown()).max(1_000),
  next_page_uri: z.string().max(2_000).nullish(),
})

/** Inbound messages and replies share the list and are left out. */
function readListed(resource: unknown, accountSid: string): ListedMessage[] {
  const message = readMessage(resource, accountSid)
  return message?.direction === 'outbound-api' && message.createdAt
    ? [{ ...message.known, to: message.to ?? '', body: message.body ?? '', createdAt: message.createdAt }]
    : []
}
