import { Readable } from 'node:stream'
import type { MessageFilter } from '@heliograph/delivery/history/message-filter'
import { searchMessages } from '@heliograph/delivery/history/search-messages'
import type { MessageRow } from '@heliograph/delivery/messages/message-queries'
import { type Explain, viewMessage } from '@heliograph/delivery/messages/message-view'
import { ReadingCut, readPages } from '@heliograph/delivery/reports/read-pages'
import { defaultReportLimits } from '@heliograph/delivery/reports/report-limits'
import { exportQuery } from '@heliograph/shared/contracts/export'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { canReadContent } from '../content-access.ts'
import { type ExportFormat, exportFormats } from '../export-format.ts'
import { readMessageFilter } from '../message-filter.ts'
import { getTenantId } from '../plugins/auth.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'
import { toProblem, toRefusal } from '../problems/to-problem.ts'

const pageSize = 500
/** The reading ends by itself before the server cuts it. */
const handlerSlackMs = 15_000
const { maxExportRows, maxExportMs } = defaultReportLimits

const schema = {
  operationId: 'exportMessages',
  summary: 'Export messages as CSV or NDJSON',
  description:
    'Streams every message of a filter, newest first, with the fields of `GET /v1/messages`, masked without `content:read`. ' +
    `Ends at ${maxExportRows.toLocaleString('en')} rows or after ${maxExportMs / 60_000} minutes. An export that is not whole ` +
    'never looks whole: NDJSON ends with a line `{"incomplete":{…}}`, CSV with a broken connection.',
  tags: ['reports'],
  security: [{ apiKey: [] }],
  querystring: exportQuery,
  response: {
    200: {
      description:
        'The messages. CSV has a header row; cells that begin like a formula have an apostrophe before them.',
      content: {
        'text/csv': { schema: z.string().meta({ examples: [exportFormats.csv.head] }) },
        'application/x-ndjson': {
          schema: z.string().meta({ examples: ['{"id":"01990f5e-…","status":"sent"}\n'] }),
        },
      },
    },
    ...problemResponses(
      'invalid_request',
      'key_in_url',
      'unauthorized',
      'scope_missing',
      'overloaded',
      'database_unavailable',
    ),
  },
}

/** GET /export: keyset pages, read one at a time as the client takes them. */
export const exportRoute: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  let running = 0
  const options = {
    schema,
    config: {
      scope: 'messages:read',
      deadlineMs: deps.reportLimits.maxExportMs + handlerSlackMs,
    } as const,
  }
  app.get('/export', options, async (request, reply) => {
    if (running >= deps.reportLimits.maxExports) throw tooMany()
    running += 1
    onceClosed(reply, () => {
      running -= 1
    })
    const format = exportFormats[request.query.format]
    const pages = readMessages(deps, readMessageFilter(deps, getTenantId(request), request.query))
    // Asked for before the answer begins, so that a database that is away is still a 503.
    const first = await pages.next()
    const text = writeLines({ deps, request, format }, first, pages)
    const name = `messages-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}.${format.extension}`
    return await send(reply, Readable.from(text, { objectMode: false }), { format, name })
  })
  done()
}

/** Calls back when the connection or the answer ended, also when it did so before. */
function onceClosed(reply: FastifyReply, callback: () => void): void {
  if (reply.raw.destroyed) callback()
  else reply.raw.once('close', callback)
}

function readMessages(deps: ApiDeps, filter: MessageFilter): Pages {
  return readPages<MessageRow>({
    next: (afterId) =>
      searchMessages({ db: deps.reportDb }, { filter, order: 'desc', limit: pageSize, afterId }),
    maxRows: deps.reportLimits.maxExportRows,
    maxMs: deps.reportLimits.maxExportMs,
  })
}

type Writing = { readonly deps: ApiDeps; readonly request: FastifyRequest; readonly format: ExportFormat }
type Pages = AsyncGenerator<readonly MessageRow[], void, void>

/** The text of an export, a page at a time. A fault is told in the format's own way, or ends the connection. */
async function* writeLines(
  { deps, request, format }: Writing,
  first: IteratorResult<readonly MessageRow[], void>,
  pages: Pages,
): AsyncGenerator<string, void, void> {
  const explain: Explain = (accountId, code) => deps.providers.get(accountId)?.explain(code)
  const isContentShown = canReadContent(request)
  let rows = 0
  try {
    yield format.head
    for (let page = first; page.done !== true; page = await pages.next()) {
      rows += page.value.length
      yield format.lines(page.value.map((row) => viewMessage(row, explain, isContentShown)))
    }
  } catch (error) {
    const refusal = error instanceof ReadingCut ? cutShort(error) : toRefusal(error)
    noteFacts(request, { code: refusal.code, err: refusal.cause ?? refusal })
    const line = format.cut(toProblem(refusal, request.id))
    if (line === undefined) throw refusal
    yield line
  } finally {
    noteFacts(request, { rows })
    await pages.return()
  }
}

async function send(
  reply: FastifyReply,
  text: Readable,
  { format, name }: { readonly format: ExportFormat; readonly name: string },
): Promise<FastifyReply> {
  return await reply
    .type(format.mediaType)
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store')
    .send(text)
}

function cutShort(cut: ReadingCut): Refusal {
  const bound = cut.reason === 'too_slow' ? 'its time was over' : 'it met its bound of rows'
  return new Refusal(
    'range_too_large',
    `the export is not whole: ${bound}; export shorter ranges of creation one after the other`,
    { cause: cut },
  )
}

function tooMany(): Refusal {
  return new Refusal('overloaded', 'other exports are running; wait for one to end and try again', {
    headers: { 'retry-after': '30' },
  })
}
