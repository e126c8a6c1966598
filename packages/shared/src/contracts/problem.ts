import { z } from 'zod'

/** One field that broke one rule. `field` is a path such as `mediaUrls[1]`. */
export const fieldProblem = z
  .object({
    field: z.string(),
    rule: z.string().describe('Stable name of the rule, for example `e164`.'),
    message: z.string().describe('What is wrong and what to send instead.'),
  })
  .meta({ id: 'FieldProblem' })

/** One broken rule of a request. */
export type FieldProblem = z.infer<typeof fieldProblem>

/** Error body of every non-2xx answer: RFC 9457 problem details with a stable `code`. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable, for programs.'),
    detail: z.string().describe('For people: what is wrong and how to mend it.'),
    field: z.string().optional().describe('The first field that is wrong.'),
    errors: z.array(fieldProblem).optional(),
    badItems: z.int().optional().describe('In a batch: how many items are wrong.'),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' })

/** Error body of every non-2xx answer. */
export type Problem = z.infer<typeof problem>
