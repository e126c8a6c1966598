import type { Answer } from '../core/ending.ts'
import { readSender } from './address.ts'
import { refusal } from './answer.ts'
import { toResource } from './batch.ts'
import type { Call } from './call.ts'
import { isWithin, pageAnswer, readListQuery, readValues } from './page.ts'
import type { Sinch } from './sinch.ts'

/** Lists batches by their creation, newest first: those of one client reference, or from some senders. */
export function listBatches(sinch: Sinch, { query }: Call): Answer {
  const now = Date.now()
  const asked = readListQuery(query, now)
  if (asked.kind === 'refused') return refusal(asked.code, asked.text)
  const from = readValues(query, 'from')
  const senders = from && new Set([...from].map((sender) => readSender(sender) ?? sender))
  const batches = sinch.batches
    .newestFirst(query.get('client_reference') ?? undefined)
    .filter((batch) => batch.listedFrom <= now && isWithin(batch.createdAt, asked))
    .filter((batch) => senders === undefined || senders.has(batch.from ?? ''))
  return pageAnswer('batches', batches, asked, toResource)
}
