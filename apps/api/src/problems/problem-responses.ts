import { problem } from '@heliograph/shared/contracts/problem'
import { type ProblemCode, problemCodes } from './problem-codes.ts'

type ProblemResponse = {
  readonly description: string
  readonly content: { readonly 'application/problem+json': { readonly schema: typeof problem } }
}

/** Documents the errors of a route: one response per status, with the codes it may carry. */
export function problemResponses(...codes: readonly ProblemCode[]): Record<`${4 | 5}xx`, ProblemResponse> {
  const byStatus = Map.groupBy([...codes, 'internal_error'] as const, (code) => problemCodes[code].status)
  const responses: Record<string, ProblemResponse> = {}
  for (const [status, group] of byStatus) {
    const lines = group.map((code) => `\`${code}\`: ${problemCodes[code].title}.`)
    responses[status] = {
      description: lines.join('\n\n'),
      content: { 'application/problem+json': { schema: problem } },
    }
  }
  return responses
}
