import { z } from 'zod'

/** Faults that strike an API request. "before" means that nothing was accepted, "after" that it was. */
export const HTTP_FAULTS = [
  'rate_limited',
  'server_error_before',
  'server_error_after',
  'unavailable',
  'reset_before',
  'reset_after',
  'hang_before',
  'hang_after',
  'slow_accept',
  'slow_answer',
  'truncated_answer',
  'invalid_answer',
  'reject_auth',
  'account_suspended',
] as const

/** Faults that strike the callbacks of an accepted message, and its visibility in the list. */
export const MESSAGE_FAULTS = [
  'callbacks_lost',
  'callbacks_late',
  'callbacks_doubled',
  'callbacks_reordered',
  'callbacks_forged',
  'callback_early',
  'list_lag',
] as const

/** Every fault there is. */
export const FAULTS = [...HTTP_FAULTS, ...MESSAGE_FAULTS] as const

/** Kinds of API request that an HTTP fault can be aimed at. */
export const OPERATIONS = ['create', 'fetch', 'list', 'update', 'delete', 'media', 'account'] as const

/** The name of a fault. */
export type Fault = (typeof FAULTS)[number]

/** The name of a fault that strikes a request. */
export type HttpFault = (typeof HTTP_FAULTS)[number]

/** A kind of API request. */
export type Operation = (typeof OPERATIONS)[number]

/** One rule of `PUT /__sim/faults`. Unknown fields are refused, so that a typing mistake is not a silent no-fault. */
export const faultRuleSchema = z.strictObject({
  fault: z.enum(FAULTS),
  /** Chance of each candidate to be struck. */
  probability: z.number().min(0).max(1).default(1),
  /** The rule is used up after striking this often. */
  times: z.int().min(1).optional(),
  /** An exact number, or a prefix that ends in `*`. */
  to: z.string().min(1).optional(),
  from: z.string().min(1).optional(),
  /** Which requests an HTTP fault strikes; `any` is all of them. */
  on: z.enum([...OPERATIONS, 'any']).default('create'),
  /** Length of a delay, lag or hang; each fault has its own default. */
  delayMs: z.int().min(0).max(600_000).optional(),
  /** Puts a Retry-After header on a 429 or 503. */
  retryAfterSeconds: z.int().min(0).max(3_600).optional(),
  /** How often a doubled callback is sent. */
  copies: z.int().min(2).max(10).default(2),
})

/** The body of `PUT /__sim/faults`. */
export const faultConfigSchema = z.strictObject({
  seed: z.int().default(1),
  rules: z.array(faultRuleSchema).max(100),
})

/** A rule with its defaults filled in. */
export type FaultRule = z.infer<typeof faultRuleSchema>

/** A seed and the rules that draw from it. */
export type FaultConfig = z.infer<typeof faultConfigSchema>

/** Fills in the defaults of a rule written in code. */
export function faultRule(rule: z.input<typeof faultRuleSchema>): FaultRule {
  return faultRuleSchema.parse(rule)
}
