import type { Answer } from '../core/ending.ts'
import { refusal } from './answer.ts'
import type { Call } from './call.ts'
import { isFinal, type ReportState } from './codes.ts'
import { isWithin, pageAnswer, readListQuery, readValues } from './page.ts'
import { recipientReport } from './report-body.ts'
import type { Sinch } from './sinch.ts'

/** Lists the reports of messages that came to their end, newest first. */
export function listDeliveryReports(sinch: Sinch, { query }: Call): Answer {
  const now = Date.now()
  const asked = readListQuery(query, now)
  if (asked.kind === 'refused') return refusal(asked.code, asked.text)
  const passes = readStateFilter(query)
  const finished = sinch.batches
    .newestFirst(query.get('client_reference') ?? undefined)
    .filter(({ listedFrom }) => listedFrom <= now)
    .flatMap(({ messages }) => messages)
    .filter((message) => isFinal(message.status) && isWithin(message.at, asked) && passes(message))
    .sort((a, b) => b.at - a.at)
  return pageAnswer('delivery_reports', finished, asked, recipientReport)
}

/** Reads `status` and `code`: a report passes when it has one of each that is given. */
export function readStateFilter(query: URLSearchParams): (state: ReportState) => boolean {
  const statuses = readValues(query, 'status')
  const codes = readValues(query, 'code')
  return ({ status, code }) =>
    (statuses === undefined || statuses.has(status)) && (codes === undefined || codes.has(String(code)))
}
