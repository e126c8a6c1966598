import { type Append, appendChunk, type Chunk, findChunk } from '@heliograph/delivery/batches/append-chunk'
import type { BatchKey, BatchRow } from '@heliograph/delivery/batches/batch-row'
import {
  appendItemsBody,
  type BatchVerdict,
  chunkReceipt,
  maxBatchItems,
  maxChunkItems,
} from '@heliograph/shared/contracts/batches'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { storeAdmitted } from '../batches/admit-items.ts'
import {
  addItemsLimit,
  batchCanceled,
  batchParams,
  getBatch,
  readBatchKey,
} from '../batches/batch-request.ts'
import { checkItems } from '../batches/check-items.ts'
import { addNdjsonParser } from '../batches/read-ndjson.ts'
import { refuseBadItems, refuseVerdicts } from '../batches/refuse-items.ts'
import { maxItemsBytes, refuseTooMany } from '../batches/refuse-too-many.ts'
import { rulesOf } from '../draft-rules.ts'
import { hashRequest, readIdempotencyKey } from '../idempotency-key.ts'
import { refuseKey } from '../idempotent-write.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { accessProblems, bodyProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal, refuseFields } from '../problems/refusal.ts'

const nameNeeded =
  'is required: it names the chunk, so that it can be sent again safely; use its number for example'

const schema = {
  operationId: 'appendBatchItems',
  summary: 'Append a chunk of items to a batch',
  description:
    'Stores up to 1,000 more messages, as `{"items": [...]}` or as NDJSON with one item a line. The `Idempotency-Key` ' +
    'header names the chunk within its batch: its messages and its name commit together, so a chunk that is sent ' +
    'again after a cut gets its first answer with `Idempotent-Replayed: true` and stores nothing, however late, and ' +
    'other items under the same name are refused. A refused chunk leaves no name behind.',
  tags: ['batches'],
  security: [{ apiKey: [] }],
  consumes: ['application/json', 'application/x-ndjson'],
  // Loose, because what a schema of headers does not name is dropped from the request.
  headers: z.looseObject({
    'idempotency-key': z
      .string({ error: nameNeeded })
      .describe('Names the chunk: 1 to 255 visible ASCII characters, such as its number.')
      .meta({ examples: ['chunk-17'] }),
  }),
  params: batchParams,
  body: appendItemsBody,
  response: {
    200: chunkReceipt.describe('The messages are durable.'),
    ...problemResponses(
      'batch_not_found',
      'batch_canceled',
      'idempotency_in_flight',
      'batch_refused',
      'batch_full',
      'chunk_changed',
      'quota_exceeded',
      'velocity_exceeded',
      'sender_backlog',
      ...bodyProblems,
      ...accessProblems,
    ),
  },
}

/** POST /batches/:id/items: stores a named chunk once, however often it is sent. */
export const batchesAppend: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  addItemsLimit(app)
  addNdjsonParser(app, maxItemsBytes)
  const settings = { schema, bodyLimit: maxItemsBytes, config: { scope: 'messages:write' } } as const
  app.post('/batches/:id/items', settings, async (request, reply) => {
    const { items } = request.body
    if (items.length > maxChunkItems) throw refuseTooMany()
    const batch = readBatchKey(request)
    const key = readIdempotencyKey(request.headers['idempotency-key'])
    if (key === undefined) throw noName()
    const name = { batch, key, requestHash: hashRequest(items) }
    const append = await appendOnce(deps, name, items)
    noteFacts(request, { chunk: append.kind, items: items.length })
    if (append.kind === 'replayed') reply.header('idempotent-replayed', 'true')
    return receiptOf(batch, key, readVerdicts(append))
  })
  done()
}

type ChunkName = Pick<Chunk, 'batch' | 'key' | 'requestHash'>

/** Looks for the chunk before it checks anything: what is in is in, whatever the rules are by now. */
async function appendOnce(deps: ApiDeps, name: ChunkName, given: readonly unknown[]): Promise<Append> {
  const batch = await getBatch(deps, name.batch)
  const known = await findChunk(deps.db, name)
  if (known !== undefined) return known
  refuseClosed(batch)
  const { tenantId } = name.batch
  const items = checkItems(rulesOf(deps, tenantId), batch.defaults, given)
  if (batch.mode === 'all') await refuseBadItems(deps.db, tenantId, items)
  const append = await storeAdmitted(deps, { tenantId, items }, async (refusal) => {
    if (refusal !== undefined) throw refusal
    const answer = await appendChunk(deps, { ...name, mode: batch.mode, items })
    return { answer, stored: answer.kind === 'appended' ? answer.verdicts : undefined }
  })
  if (append.kind === 'not_open') refuseClosed(await getBatch(deps, name.batch))
  return append
}

function refuseClosed(batch: BatchRow): void {
  if (batch.canceledAt !== null) throw batchCanceled()
  if (batch.items >= maxBatchItems) throw batchFull()
}

function readVerdicts(append: Append): readonly BatchVerdict[] {
  switch (append.kind) {
    case 'appended':
    case 'replayed':
      return append.verdicts
    case 'refused':
      throw refuseVerdicts(append.verdicts)
    case 'changed':
      throw new Refusal(
        'chunk_changed',
        'other items came under this Idempotency-Key before and are stored; send new items under a new one',
      )
    case 'in_flight':
      throw refuseKey('in_flight')
    case 'not_open':
      throw batchFull()
  }
}

function receiptOf(batch: BatchKey, chunk: string, verdicts: readonly BatchVerdict[]) {
  const accepted = verdicts.filter(({ verdict }) => verdict === 'accepted').length
  return {
    batchId: batch.id,
    chunk,
    accepted,
    refused: verdicts.length - accepted,
    verdicts: [...verdicts],
  }
}

function batchFull(): Refusal {
  return new Refusal('batch_full', `a batch holds ${maxBatchItems} messages; put the rest into a new one`)
}

function noName(): Refusal {
  return refuseFields([{ field: 'Idempotency-Key', rule: 'required', message: nameNeeded }])
}
