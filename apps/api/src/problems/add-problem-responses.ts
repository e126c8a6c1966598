import type { RouteOptions } from 'fastify'
import { type ProblemCode, problemCodes } from './problem-codes.ts'
import { problemResponses } from './problem-responses.ts'

/** Documents errors that a route can give because of where it is, beside the ones it declares itself. */
export function addProblemResponses(route: RouteOptions, codes: readonly ProblemCode[]): void {
  const given = asRecord(route.schema?.response)
  const isGiven = (code: ProblemCode) => describe(given[problemCodes[code].status]).includes(`\`${code}\`:`)
  const missing = codes.filter((code) => !isGiven(code))
  for (const [status, added] of Object.entries(problemResponses(...missing))) {
    const descriptions = [describe(given[status]), describe(added)].filter((text) => text !== '')
    // Every route has 500 already, from its own list.
    if (status !== '500' || given[status] === undefined) {
      given[status] = { ...added, description: descriptions.join('\n\n') }
    }
  }
  route.schema = { ...route.schema, response: given }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function describe(response: unknown): string {
  const text = asRecord(response)['description']
  return typeof text === 'string' ? text : ''
}
