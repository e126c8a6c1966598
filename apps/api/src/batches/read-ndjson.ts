import { maxChunkItems } from '@heliograph/shared/contracts/batches'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { countNames, readJsonShape } from '../plugins/json-shape.ts'
import { Refusal } from '../problems/refusal.ts'
import { refuseTooMany } from './refuse-too-many.ts'

/** An item has fewer levels than a body, because it would be in a list in an object there. */
const maxDepth = 8

type ParseJson = ReturnType<FastifyInstance['getDefaultJsonParser']>

/**
 * Reads `application/x-ndjson` in this context as `{ items: [...] }`, one item a line, as strictly as JSON is read
 * elsewhere: exact UTF-8, no prototype keys, no name twice, bounded depth. Blank lines are skipped.
 */
export function addNdjsonParser(app: FastifyInstance, bodyLimit: number): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(
    'application/x-ndjson',
    { parseAs: 'buffer', bodyLimit },
    async (request: FastifyRequest, body: Buffer) => ({ items: readLines(parseJson, request, body) }),
  )
}

function readLines(parseJson: ParseJson, request: FastifyRequest, body: Buffer): unknown[] {
  const items: unknown[] = []
  let line = 0
  for (const text of decode(body).split('\n')) {
    line += 1
    if (text.trim() === '') continue
    if (items.length === maxChunkItems) throw refuseTooMany()
    items.push(readLine(parseJson, request, { text, line }))
  }
  return items
}

function readLine(
  parseJson: ParseJson,
  request: FastifyRequest,
  { text, line }: { readonly text: string; readonly line: number },
): unknown {
  const shape = readJsonShape(text)
  if (shape.depth > maxDepth) throw malformed(`line ${line} has more than ${maxDepth} levels`)
  let item: unknown
  parseJson(request, text, (error, parsed) => {
    if (error !== null) throw malformed(`line ${line} is not valid JSON; send one item a line`)
    item = parsed
  })
  if (countNames(item) < shape.names) throw malformed(`line ${line} has a name twice; keep one`)
  return item
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (error) {
    if (error instanceof TypeError) throw malformed('the body is not UTF-8')
    throw error
  }
}

function malformed(detail: string): Refusal {
  return new Refusal('malformed_body', detail)
}
