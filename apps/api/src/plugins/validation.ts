import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { readFieldProblems } from '../problems/field-problems.ts'
import { Refusal, refuseFields } from '../problems/refusal.ts'

/** Checks requests against their zod contracts and writes answers through theirs, so that nothing else gets out. */
export function addValidation(app: FastifyInstance): void {
  app.setValidatorCompiler(compileValidator)
  app.setSerializerCompiler(serializerCompiler)
}

const compileValidator: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  return (data) => {
    // `reportInput` tells a missing field from one of the wrong type; inputs are never echoed.
    const parsed = schema.safeParse(data, { reportInput: true })
    if (parsed.success) return { value: parsed.data }
    // An id that cannot be one names nothing.
    if (httpPart === 'params') return { error: new Refusal('message_not_found', 'check the id') }
    return { error: refuseFields(readFieldProblems(parsed.error)) }
  }
}
