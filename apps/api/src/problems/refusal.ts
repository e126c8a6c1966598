import type { FieldProblem } from '@heliograph/shared/contracts/problem'
import type { ProblemCode } from './problem-codes.ts'

type RefusalExtras = {
  readonly problems?: readonly FieldProblem[]
  /** Response headers that belong to the refusal, such as Retry-After. */
  readonly headers?: Readonly<Record<string, string>>
  /** In a batch: how many items are wrong. */
  readonly badItems?: number
  readonly cause?: unknown
}

/** A request that is answered with a problem. `message` is public: it says what is wrong and how to mend it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: ProblemCode
  readonly problems: readonly FieldProblem[]
  readonly headers: Readonly<Record<string, string>>
  readonly badItems: number | undefined

  constructor(code: ProblemCode, message: string, extras: RefusalExtras = {}) {
    super(message, { cause: extras.cause })
    this.code = code
    this.problems = extras.problems ?? []
    this.headers = extras.headers ?? {}
    this.badItems = extras.badItems
  }
}

/** The refusal for broken rules; `detail` tells the first one. */
export function refuseFields(problems: readonly FieldProblem[]): Refusal {
  const first = problems[0]
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more, see errors)` : ''
  const detail = first === undefined ? 'the request is not valid' : `${first.field} ${first.message}${more}`
  return new Refusal('invalid_request', detail, { problems })
}
