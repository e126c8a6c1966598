import { readDestination } from '@heliograph/delivery/limits/read-destination'
import type { TenantLimits } from '@heliograph/delivery/limits/tenant-limits'
import { type Eventually, whenThere } from '../eventually.ts'
import { Refusal } from '../problems/refusal.ts'
import type { Admission } from './open-admission.ts'
import { listRules, type Rule } from './quotas.ts'
import { dueNow, findLate, type Joining, type Late } from './sender-line.ts'
import type { Counter } from './window-counts.ts'

/** Messages that ask to be let in, together. */
export type AdmitInput = {
  readonly tenantId: string
  readonly items: readonly AdmitItem[]
}

/** One of them. */
export type AdmitItem = {
  readonly to: string
  readonly senderId: string
  /** How long the message is worth sending; 4 hours unless said. */
  readonly validitySeconds?: number | undefined
  /** 0 urgent, 1 normal, 2 bulk; normal unless said. */
  readonly priority?: number | undefined
  /** RFC 3339; now unless said. */
  readonly sendAt?: string | undefined
}

type Demand = { readonly rule: Rule; readonly counter: Counter; count: number; readonly firstIndex: number }

/** Of one message unless said otherwise. */
const usualValiditySeconds = 4 * 3_600
const normal = 1
/** Twilio drops what has queued for 10 hours (error 30001). */
const longestWaitSeconds = 10 * 3_600

type Deps = { readonly admission?: Admission | undefined }

/**
 * Lets messages in all together, and counts them, or answers why not: `quota_exceeded`, `velocity_exceeded`,
 * `sender_backlog` (429) or `overloaded` (503), each with Retry-After. Without `admission` everything is let in. Call it
 * when the messages are checked and before they are stored, and `release` what was not stored as new.
 */
export function admit(deps: Deps, input: AdmitInput): Eventually<Refusal | undefined> {
  return judge(deps, input, (admission, demands) => count(admission, demands, input, 1))
}

/** As `admit`, and counts nothing: for dry runs. */
export function rehearseAdmission(deps: Deps, input: AdmitInput): Eventually<Refusal | undefined> {
  return judge(deps, input, () => undefined)
}

/** Takes back what was let in and then not stored as new: refused later, or a repeat of what was stored before. */
export async function release({ admission }: Deps, input: AdmitInput): Promise<void> {
  if (admission === undefined || input.items.length === 0) return
  const own = await admission.own.of(input.tenantId)
  count(admission, listDemands(admission, own, input), input, -1)
}

type LetIn = (admission: Admission, demands: readonly Demand[]) => void

function judge({ admission }: Deps, input: AdmitInput, letIn: LetIn): Eventually<Refusal | undefined> {
  if (admission === undefined || input.items.length === 0) return undefined
  return whenThere(admission.own.of(input.tenantId), (own) => {
    const demands = listDemands(admission, own, input)
    const refreshing = admission.counts.refresh(demands.map(({ counter }) => counter))
    if (refreshing === undefined) return decide(admission, input, demands, letIn)
    return refreshing.then(() => decide(admission, input, listDemands(admission, own, input), letIn))
  })
}

/** Nothing waits in here, so that no other request comes between the verdict and the count. */
function decide(
  admission: Admission,
  input: AdmitInput,
  demands: readonly Demand[],
  letIn: LetIn,
): Refusal | undefined {
  const refusal = refuseDemand(admission, demands, input.items.length) ?? refuseBacklog(admission, input)
  if (refusal === undefined) letIn(admission, demands)
  return refusal
}

function listDemands(
  { quotas, counts }: Admission,
  own: TenantLimits | undefined,
  { tenantId, items }: AdmitInput,
): Demand[] {
  const demands = new Map<Counter, Demand>()
  for (const [index, { to }] of items.entries()) {
    for (const rule of listRules(quotas, own, { to, destination: readDestination(to) })) {
      const counter = counts.find(tenantId, rule)
      const known = demands.get(counter)
      if (known !== undefined) known.count += 1
      else demands.set(counter, { rule, counter, count: 1, firstIndex: index })
    }
  }
  return [...demands.values()]
}

function count(admission: Admission, demands: readonly Demand[], input: AdmitInput, sign: 1 | -1): void {
  for (const demand of demands) admission.counts.add(demand.counter, sign * demand.count)
  for (const item of input.items) admission.backlog.add({ ...placeOf(admission, item), messages: sign })
}

function refuseDemand(
  admission: Admission,
  demands: readonly Demand[],
  messages: number,
): Refusal | undefined {
  for (const { rule, counter, count: asked, firstIndex } of demands) {
    const left = rule.limit - counter.told - counter.untold
    if (asked <= left) continue
    const where =
      messages === 1 ? '' : ` (items[${firstIndex}]: ${asked} asked for, ${Math.max(0, left)} left)`
    return new Refusal(
      rule.code,
      `the limit is ${rule.limit} ${rule.what}${where}; see Retry-After for when it starts anew`,
      { headers: retryAfter((counter.endsAtMs - admission.now()) / 1_000) },
    )
  }
  return undefined
}

function refuseBacklog(admission: Admission, { items }: AdmitInput): Refusal | undefined {
  const { backlog, quotas } = admission
  const { due, lines } = listJoining(admission, items)
  if (quotas.maxBacklog > 0 && due > 0 && backlog.total() + due > quotas.maxBacklog) {
    return new Refusal('overloaded', 'too many messages wait to be sent; try again later', {
      headers: retryAfter(60 + Math.random() * 60),
    })
  }
  for (const [senderId, joining] of lines) {
    const late = findLate(backlog.of(senderId), joining, admission.now())
    if (late !== undefined) return refuseLate(late)
  }
  return undefined
}

type Lines = { readonly due: number; readonly lines: ReadonlyMap<string, readonly Joining[]> }

/** Who joins the line of each sender, by hour and priority, and how many of all are due now. */
function listJoining(admission: Admission, items: readonly AdmitItem[]): Lines {
  const lines = new Map<string, Joining[]>()
  let due = 0
  for (const item of items) {
    const { senderId, hour, priority } = placeOf(admission, item)
    if (hour === dueNow) due += 1
    const patienceSeconds = Math.min(item.validitySeconds ?? usualValiditySeconds, longestWaitSeconds)
    const line = lines.get(senderId) ?? []
    lines.set(senderId, line)
    const known = line.find((one) => one.hour === hour && one.priority === priority)
    if (known === undefined) {
      line.push({ hour, priority, count: 1, patienceSeconds })
    } else {
      known.count += 1
      known.patienceSeconds = Math.min(known.patienceSeconds, patienceSeconds)
    }
  }
  return { due, lines }
}

/** Where in the line of its sender a message will stand. */
function placeOf({ now }: Admission, { senderId, priority = normal, sendAt }: AdmitItem) {
  const dueAtMs = sendAt === undefined ? 0 : Date.parse(sendAt)
  return { senderId, priority, hour: dueAtMs <= now() ? dueNow : Math.floor(dueAtMs / 3_600_000) }
}

function refuseLate({ joining, ahead, waitSeconds }: Late): Refusal {
  const { hour, patienceSeconds } = joining
  const minutes = (seconds: number) => `${Math.ceil(seconds / 60)} minutes`
  const waiting = `${Math.round(ahead)} messages of this sender ${hour === dueNow ? 'go first' : 'go first at that time'}`
  return new Refusal(
    'sender_backlog',
    `${waiting}: the wait is about ${minutes(waitSeconds)}, and it has to be sent within ${minutes(patienceSeconds)}; ` +
      'wait, use another sender, choose another time, or give a longer validity',
    { headers: retryAfter(Math.min(3_600, waitSeconds - patienceSeconds)) },
  )
}

function retryAfter(seconds: number): { readonly 'retry-after': string } {
  return { 'retry-after': String(Math.max(1, Math.ceil(seconds))) }
}
