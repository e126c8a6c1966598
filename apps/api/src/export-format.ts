import type { MessageView } from '@heliograph/shared/contracts/messages'
import type { Problem } from '@heliograph/shared/contracts/problem'
import { stringify } from 'csv-stringify/sync'

/** How an export is written. Every text that it gives is whole lines. */
export type ExportFormat = {
  readonly mediaType: string
  readonly extension: string
  /** What comes before the first row. */
  readonly head: string
  lines(views: readonly MessageView[]): string
  /** The last line of an export that is not whole; undefined when the format has no way to say so. */
  cut(problem: Problem): string | undefined
}

/** One JSON object per line. */
const ndjson: ExportFormat = {
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  head: '',
  lines: (views) => views.map((view) => `${JSON.stringify(view)}\n`).join(''),
  cut: (problem) => `${JSON.stringify({ incomplete: problem })}\n`,
}

type Cell = (view: MessageView) => string | number | boolean | null

const columns: Readonly<Record<string, Cell>> = {
  id: (view) => view.id,
  createdAt: (view) => view.createdAt,
  status: (view) => view.status,
  kind: (view) => view.kind,
  to: (view) => view.to,
  from: (view) => view.from,
  messagingService: (view) => view.messagingService,
  provider: (view) => view.provider,
  providerId: (view) => view.providerId,
  errorCode: (view) => view.error?.code ?? null,
  errorClass: (view) => view.error?.class ?? null,
  errorTitle: (view) => view.error?.title ?? null,
  attempts: (view) => view.attempts,
  segments: (view) => view.segments,
  mediaCount: (view) => view.mediaCount,
  price: (view) => view.price,
  priceUnit: (view) => view.priceUnit,
  reference: (view) => view.reference,
  priority: (view) => view.priority,
  policy: (view) => view.policy,
  duplicate: (view) => view.duplicate,
  possibleDuplicateOf: (view) => view.possibleDuplicateOf,
  tags: (view) => view.tags.join(' '),
  metadata: (view) => JSON.stringify(view.metadata),
  body: (view) => view.body,
  mediaUrls: (view) => view.mediaUrls.join(' '),
  contentMasked: (view) => view.contentMasked,
  sendAt: (view) => view.sendAt,
  submittedAt: (view) => view.submittedAt,
  sentAt: (view) => view.sentAt,
  deliveredAt: (view) => view.deliveredAt,
  finalAt: (view) => view.finalAt,
  expiresAt: (view) => view.expiresAt,
}

/** RFC 4180: a header row, CRLF, quotes doubled. */
const csv: ExportFormat = {
  mediaType: 'text/csv; charset=utf-8; header=present',
  extension: 'csv',
  head: write([Object.keys(columns)]),
  lines: (views) => write(views.map((view) => Object.values(columns).map((cell) => cell(view)))),
  // A line in words would be one more message to whoever reads the file.
  cut: () => undefined,
}

/** The formats of `GET /v1/export`. */
export const exportFormats = { csv, ndjson } as const

/**
 * A cell that begins like a formula (= + - @ tab CR, full-width ones too) gets an apostrophe before it, so that a
 * spreadsheet shows it and does not run it. Numbers in E.164 begin with + and get one as well.
 */
function write(rows: readonly (readonly (string | number | boolean | null)[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    {
      record_delimiter: 'windows',
      escape_formulas: true,
      cast: { boolean: (value) => String(value) },
    },
  )
}
