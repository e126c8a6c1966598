import { readDestination } from '@heliograph/delivery/limits/read-destination'
import { Refusal } from '../problems/refusal.ts'
import type { Admission } from './open-admission.ts'
import { listRules, type Rule } from './quotas.ts'
import type { CountKey } from './window-counts.ts'

/** Messages that ask to be let in, together. */
export type AdmitInput = {
  readonly tenantId: string
  readonly items: readonly {
    readonly to: string
    readonly senderId: string
    /** How long the message is worth sending; 4 hours unless said. */
    readonly validitySeconds?: number | undefined
  }[]
}

type Demand = { readonly rule: Rule; readonly key: CountKey; count: number; readonly firstIndex: number }

/** Of one message unless said otherwise. */
const usualValiditySeconds = 4 * 3_600
/** Twilio drops what has queued for 10 hours (error 30001). */
const longestWaitSeconds = 10 * 3_600

type Deps = { readonly admission?: Admission | undefined }

/**
 * Lets messages in all together, and counts them, or answers why not: `quota_exceeded`, `velocity_exceeded`,
 * `sender_backlog` (429) or `overloaded` (503), each with Retry-After. Without `admission` everything is let in. Call it
 * when the messages are checked and before they are stored, and `release` what was not stored as new.
 */
export function admit(deps: Deps, input: AdmitInput): Promise<Refusal | undefined> {
  return judge(deps, input, (admission, demands) => count(admission, demands, input, 1))
}

/** As `admit`, and counts nothing: for dry runs. */
export function rehearseAdmission(deps: Deps, input: AdmitInput): Promise<Refusal | undefined> {
  return judge(deps, input, () => undefined)
}

/** Takes back what was let in and then not stored as new: refused later, or a repeat of what was stored before. */
export async function release({ admission }: Deps, input: AdmitInput): Promise<void> {
  if (admission === undefined || input.items.length === 0) return
  count(admission, await listDemands(admission, input), input, -1)
}

async function judge(
  { admission }: Deps,
  input: AdmitInput,
  letIn: (admission: Admission, demands: readonly Demand[]) => void,
): Promise<Refusal | undefined> {
  if (admission === undefined || input.items.length === 0) return undefined
  const demands = await listDemands(admission, input)
  await admission.counts.refresh(demands.map(({ key }) => key))
  // From here to the count nothing waits: no other request comes between.
  const refusal = refuseDemand(admission, demands, input.items.length) ?? refuseBacklog(admission, input)
  if (refusal === undefined) letIn(admission, demands)
  return refusal
}

async function listDemands(admission: Admission, { tenantId, items }: AdmitInput): Promise<Demand[]> {
  const own = await admission.own.of(tenantId)
  const demands = new Map<string, Demand>()
  for (const [index, { to }] of items.entries()) {
    for (const rule of listRules(admission.quotas, own, { to, destination: readDestination(to) })) {
      const known = demands.get(rule.name)
      if (known !== undefined) known.count += 1
      else demands.set(rule.name, { rule, key: { tenantId, ...rule }, count: 1, firstIndex: index })
    }
  }
  return [...demands.values()]
}

function count(admission: Admission, demands: readonly Demand[], input: AdmitInput, sign: 1 | -1): void {
  for (const demand of demands) admission.counts.add(demand.key, sign * demand.count)
  for (const { senderId } of input.items) admission.backlog.add(senderId, sign)
}

function refuseDemand(
  admission: Admission,
  demands: readonly Demand[],
  messages: number,
): Refusal | undefined {
  for (const { rule, key, count: asked, firstIndex } of demands) {
    const { left, endsAtMs } = admission.counts.room(key)
    if (asked <= left) continue
    const where =
      messages === 1 ? '' : ` (items[${firstIndex}]: ${asked} asked for, ${Math.max(0, left)} left)`
    return new Refusal(
      rule.code,
      `the limit is ${rule.what}${where}; see Retry-After for when it starts anew`,
      {
        headers: retryAfter((endsAtMs - admission.now()) / 1_000),
      },
    )
  }
  return undefined
}

function refuseBacklog(admission: Admission, { items }: AdmitInput): Refusal | undefined {
  const { backlog, quotas } = admission
  if (quotas.maxBacklog > 0 && backlog.total() + items.length > quotas.maxBacklog) {
    return new Refusal('overloaded', 'too many messages wait to be sent; try again later', {
      headers: retryAfter(60 + Math.random() * 60),
    })
  }
  for (const senderId of new Set(items.map((item) => item.senderId))) {
    const own = items.filter((item) => item.senderId === senderId)
    const validity = Math.min(...own.map((item) => item.validitySeconds ?? usualValiditySeconds))
    const { due, mps } = backlog.of(senderId)
    const excess = due + own.length - mps * Math.min(validity, longestWaitSeconds)
    if (excess <= 0) continue
    return new Refusal(
      'sender_backlog',
      `${due} messages of this sender wait, more than it sends before a new one expires; wait, use another sender, or give a longer validity`,
      { headers: retryAfter(Math.min(3_600, excess / mps)) },
    )
  }
  return undefined
}

function retryAfter(seconds: number): { readonly 'retry-after': string } {
  return { 'retry-after': String(Math.max(1, Math.ceil(seconds))) }
}
