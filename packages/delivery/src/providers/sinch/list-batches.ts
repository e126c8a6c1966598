import { z } from 'zod'
import { writeAttemptReference } from '../attempt-reference.ts'
import { readJson } from '../http/read-json.ts'
import { unavailable } from '../http/unavailable.ts'
import type { ListedMessage, Listing, ListQuery } from '../provider.ts'
import { readBatch } from './read-batch.ts'
import { readNumber } from './read-number.ts'
import type { SinchApi } from './sinch-api.ts'

const maxPages = 5
const pageSize = 100
/** A text of 1600 characters can take 9.6 kB as JSON, so a page of 100 needs more than one message. */
const maxResponseBytes = 2 * 1024 * 1024

/**
 * Batches that carry the reference of the attempt: each one found is proof by itself. A batch shows some time after its
 * creation, so absence proves nothing; Sinch keeps batches for 14 days.
 */
export async function listBatches(api: SinchApi, query: ListQuery, signal: AbortSignal): Promise<Listing> {
  const messages: ListedMessage[] = []
  for (let page = 0; page < maxPages; page += 1) {
    const read = await readPage(api, { query, page }, signal)
    if (read.kind === 'unavailable') return read
    messages.push(...read.messages)
    if (read.isLast) return { kind: 'listed', messages, isComplete: true }
  }
  return { kind: 'listed', messages, isComplete: false }
}

type Page = {
  readonly kind: 'page'
  readonly messages: readonly ListedMessage[]
  readonly isLast: boolean
}

async function readPage(
  api: SinchApi,
  { query, page }: { readonly query: ListQuery; readonly page: number },
  signal: AbortSignal,
): Promise<Page | Extract<Listing, { kind: 'unavailable' }>> {
  const reference = writeAttemptReference(query.target)
  const filter = new URLSearchParams({
    page: String(page),
    page_size: String(pageSize),
    start_date: query.since.toISOString(),
    client_reference: reference,
  })
  const result = await api.call({ method: 'GET', path: `/batches?${filter}`, maxResponseBytes }, signal)
  if (result.kind !== 'response' || result.status !== 200) return unavailable(result)
  const parsed = pageSchema.safeParse(readJson(result.body))
  if (!parsed.success) return { kind: 'unavailable', detail: 'invalid_response' }
  const { count, batches } = parsed.data
  // An older API ignores the filter, and then the page holds other people's batches too.
  const ours = batches.filter((batch) => batch.client_reference === reference)
  const messages = ours.flatMap((batch) => readListed(batch, query))
  // A batch of ours that cannot be read is no proof that there is none.
  if (messages.length < ours.length) return { kind: 'unavailable', detail: 'invalid_response' }
  return { kind: 'page', messages, isLast: batches.length === 0 || (page + 1) * pageSize >= count }
}

const pageSchema = z.object({
  count: z.int().min(0),
  batches: z.array(z.looseObject({ client_reference: z.unknown().optional() })).max(1_000),
})

/** The batch says nothing of how far its message has come; a look-up by its id does. */
function readListed(resource: unknown, query: ListQuery): ListedMessage[] {
  const batch = readBatch(resource)
  if (batch === undefined) return []
  const listed: ListedMessage = {
    providerId: batch.id,
    status: 'submitted',
    mediaCount: 1,
    to: readNumber(batch.recipients[0]) ?? query.to,
    body: batch.message ?? '',
    createdAt: batch.createdAt ?? query.since,
    target: query.target,
    ...(batch.from === undefined ? {} : { from: batch.from }),
  }
  return [listed]
}
