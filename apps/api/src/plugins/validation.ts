import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { readFieldProblems } from '../problems/field-problems.ts'
import type { ProblemCode } from '../problems/problem-codes.ts'
import { Refusal, refuseFields } from '../problems/refusal.ts'
import { mayLeaveBodyOut } from './optional-body.ts'

/** Checks requests against their zod contracts and writes answers through theirs, so that nothing else gets out. */
export function addValidation(app: FastifyInstance): void {
  app.setValidatorCompiler(compileValidator)
  app.setSerializerCompiler(serializerCompiler)
}

const compileValidator: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart, url = '' }) => {
  const mayBeMissing = httpPart === 'body' && mayLeaveBodyOut(schema)
  return (data) => {
    // Fastify gives null for a body that is not there.
    const isMissing = mayBeMissing && data === null
    // `reportInput` tells a missing field from one of the wrong type; inputs are never echoed.
    const parsed = schema.safeParse(isMissing ? undefined : data, { reportInput: true })
    if (parsed.success) return { value: parsed.data }
    // An id that cannot be one names nothing.
    if (httpPart === 'params') return { error: new Refusal(notFoundCode(url), 'check the id') }
    return { error: refuseFields(readFieldProblems(parsed.error)) }
  }
}

const notFoundCodes: Readonly<Record<string, ProblemCode>> = {
  messages: 'message_not_found',
  errors: 'error_code_not_found',
  batches: 'batch_not_found',
  requests: 'request_not_found',
  suppressions: 'suppression_not_found',
  inbound: 'inbound_not_found',
  keys: 'key_not_found',
  tenants: 'tenant_not_found',
}

/** By the thing that a path such as `/v1/messages/:id` is about. */
function notFoundCode(url: string): ProblemCode {
  return notFoundCodes[url.split('/')[2] ?? ''] ?? 'not_found'
}
