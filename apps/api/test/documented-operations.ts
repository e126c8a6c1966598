import { scopes } from '@heliograph/shared/domain/scope'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { problemCodes } from '../src/problems/problem-codes.ts'

/** A JSON schema whose references are replaced by what they name. */
export type Schema = Readonly<Record<string, unknown>>

/** A body that is asked for or answered. */
export type DocumentedBody = {
  readonly mediaType: string
  readonly schema: Schema
  readonly examples: readonly unknown[]
}

/** An answer that the document promises. Problems have a code, all else has none. */
export type DocumentedAnswer = {
  readonly status: number
  readonly code: string | undefined
  readonly bodies: readonly DocumentedBody[]
}

type Parameter = { readonly name: string; readonly in: string; readonly examples: readonly unknown[] }

/** An operation of the OpenAPI document. */
export type DocumentedOperation = {
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With parameters in braces. */
  readonly path: string
  readonly summary: string
  readonly tags: readonly string[]
  /** Undefined where no key is needed. */
  readonly scope: (typeof scopes)[number] | undefined
  readonly reach: 'tenant' | 'installation' | 'both'
  readonly parameters: readonly Parameter[]
  readonly bodies: readonly DocumentedBody[]
  readonly answers: readonly DocumentedAnswer[]
}

const schema = z.record(z.string(), z.unknown())
const exemplified = {
  schema: schema.default({}),
  example: z.unknown().optional(),
  examples: schema.optional(),
}
const content = z.record(z.string(), z.looseObject(exemplified)).default({})
const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()),
  security: z.array(z.object({ apiKey: z.array(z.enum(scopes)) })),
  'x-reach': z.enum(['tenant', 'installation', 'both']).default('tenant'),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), ...exemplified })).default([]),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string(), content })),
})
const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schema) }),
})
const method = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

type Schemas = Readonly<Record<string, Schema>>
type Content = z.infer<typeof content>

/** Every operation of the app's document with every answer it lists. */
export async function readDocumentedOperations(app: FastifyInstance): Promise<DocumentedOperation[]> {
  const { paths, components } = document.parse((await app.inject('/openapi.json')).json())
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([name, found]) => ({
      id: found.operationId,
      method: method.parse(name.toUpperCase()),
      path,
      summary: found.summary,
      tags: found.tags,
      scope: found.security[0]?.apiKey[0],
      reach: found['x-reach'],
      parameters: found.parameters.map((parameter) => ({
        ...parameter,
        examples: readExamples(parameter, inline(parameter.schema, components.schemas)),
      })),
      bodies: readBodies(found.requestBody?.content ?? {}, components.schemas),
      answers: readAnswers(found.responses, components.schemas),
    })),
  )
}

/** Names an answer of an operation, for lists of them. */
export function nameAnswer(
  method: string,
  path: string,
  { status, code }: Pick<DocumentedAnswer, 'status' | 'code'>,
): string {
  return `${method} ${path} ${status}${code === undefined ? '' : ` ${code}`}`
}

function readAnswers(
  responses: z.infer<typeof operation>['responses'],
  schemas: Schemas,
): DocumentedAnswer[] {
  return Object.entries(responses).flatMap(([status, response]): DocumentedAnswer[] => {
    const bodies = readBodies(response.content, schemas)
    const isProblem = 'application/problem+json' in response.content
    const codes = isProblem ? readCodes(response.description) : [undefined]
    return codes.map((code) => ({ status: Number(status), code, bodies }))
  })
}

/** The codes that problem-responses.ts wrote into a description, one a line. */
function readCodes(description: string): string[] {
  const codes = [...description.matchAll(/^`([a-z_]+)`: /gm)].map(([, code]) => code ?? '')
  const unknown = codes.filter((code) => !(code in problemCodes))
  const isRepeated = new Set(codes).size < codes.length
  if (codes.length > 0 && unknown.length === 0 && !isRepeated) return codes
  throw new Error(`no codes, unknown ones or one twice: ${description}`)
}

function readBodies(given: Content, schemas: Schemas): DocumentedBody[] {
  return Object.entries(given).map(([mediaType, body]) => {
    const whole = inline(body.schema, schemas)
    return { mediaType, schema: whole, examples: readExamples(body, whole) }
  })
}

/** Examples stand beside a schema or in it, and each place has two spellings. */
function readExamples(beside: Content[string], within: Schema): unknown[] {
  const named = Object.values(beside.examples ?? {}).map((one) => schema.parse(one)['value'])
  const listed = z.array(z.unknown()).parse(within['examples'] ?? [])
  return [beside.example, within['example'], ...named, ...listed].filter((one) => one !== undefined)
}

/** No contract contains itself, so this ends. */
function inline(given: Schema, schemas: Schemas): Schema {
  const text = JSON.stringify(given, (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('$ref' in value)) return value
    return schemas[String(value.$ref).replace('#/components/schemas/', '')]
  })
  return schema.parse(JSON.parse(text))
}
