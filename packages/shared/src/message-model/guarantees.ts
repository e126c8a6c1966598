import type { ModelStep } from './step.ts'
import { isWaiting, type ModelEvent, type ModelRow, type World } from './world.ts'

/** What was known before a step. */
export type Before = {
  readonly row: Readonly<ModelRow>
  readonly events: number
  readonly attempts: number
  readonly lastState: string | undefined
  readonly bound: number
  readonly riskyResends: number
}

/** Takes down what a step must be compared with. */
export function remember(world: World): Before {
  const { row, history, attempts, riskyResends } = world
  return {
    row: { ...row },
    events: history.length,
    attempts: attempts.length,
    lastState: attempts.at(-1)?.state,
    bound: countBound(world),
    riskyResends,
  }
}

/** One promise: answers what breaks it, or undefined while it holds. */
export type Guarantee = (before: Before, made: ModelStep, world: World) => string | undefined

/** Everything that must hold after every step, by the name of the promise (facts of DESIGN section 4). */
export const guarantees = {
  'a message reaches the carrier once, unless the list lags longer than the hold or its policy takes the risk':
    (_before, _made, world) => {
      const isProvable = world.policy === 'at_most_once' || hidesNothing(world)
      const allowed = 1 + (world.policy === 'at_least_once' ? world.riskyResends : 0)
      return isProvable && world.creates.length > allowed ? `${world.creates.length} creates` : undefined
    },
  'no attempt starts while an earlier one is unproven': (before, _made, world) => {
    if (world.attempts.length === before.attempts || before.lastState === undefined) return undefined
    const isProven = before.lastState === 'not_sent' || before.lastState === 'absent'
    return isProven ? undefined : `attempt ${world.row.fence} began while the last was ${before.lastState}`
  },
  'no message claims to be with the carrier when the carrier has none of its creates': (
    _before,
    _made,
    world,
  ) => {
    const { row } = world
    const claims =
      row.rank > 0 || row.status === 'submitted' || row.status === 'sent' || row.status === 'delivered'
    if (!claims || world.isSettledByHand) return undefined
    const create = world.creates.find(({ providerId }) => providerId === row.providerId)
    if (create === undefined) return `${row.status} with ${row.providerId}, which the carrier does not know`
    const attempt = world.attempts[create.attempt - 1]
    const isBound = attempt?.state === 'accepted' && attempt.providerId === create.providerId
    return isBound ? undefined : `${row.status}, but attempt ${create.attempt} is ${attempt?.state}`
  },
  'no message is given up or made ready to be sent again while the carrier has it': (
    _before,
    _made,
    world,
  ) => {
    const { row } = world
    const isLetGo = isWaiting(row.status) || letGo.has(row.status)
    if (!isLetGo || row.rank > 0 || world.isSettledByHand) return undefined
    if (!hidesNothing(world) || world.riskyResends > 0) return undefined
    return world.creates.length > 0 ? `${row.status} with ${world.creates.length} creates` : undefined
  },
  'a list that shows the message proves it': (before, made, world) => {
    const isLook = made.kind === 'look' && made.list === 'readable' && before.row.status === 'ambiguous'
    if (!isLook || before.row.nextAt === null || before.row.nextAt > world.now) return undefined
    const shown = world.creates.find(
      ({ attempt, createdAt }) => attempt === before.row.fence && createdAt + world.listLagMs <= world.now,
    )
    if (shown === undefined || world.refs.get(shown.providerId) === shown.attempt) return undefined
    return `${shown.providerId} was in the list, and the message is ${world.row.status}`
  },
  'any receipt proves the message, however late, and whatever we took it for': (_before, made, world) => {
    if (made.kind !== 'receipt' || made.create === 'foreign') return undefined
    const create = world.creates[made.create]
    if (create === undefined || create.attempt !== made.attempt) return undefined
    const isBound = world.refs.get(create.providerId) === create.attempt
    return isBound && world.row.rank > 0 ? undefined : `${create.providerId} is unbound, ${world.row.status}`
  },
  'rank never falls, and every version has exactly one line of history': (before, _made, world) => {
    const { row, history } = world
    if (row.rank < before.row.rank) return `rank fell from ${before.row.rank} to ${row.rank}`
    if (row.version !== history.length) return `version ${row.version} with ${history.length} events`
    const last = history.at(-1)
    const isTold = last?.version === row.version && last.status === row.status && last.rank === row.rank
    return isTold
      ? undefined
      : `the history says ${last?.status} ${last?.rank}, the row ${row.status} ${row.rank}`
  },
  'the first last word stands until the carrier is asked': (before, made, world) => {
    if (before.row.rank !== 40 || before.row.status === world.row.status) return undefined
    const isAsked = made.kind === 'receipt' && made.source === 'lookup'
    if (world.row.providerId !== before.row.providerId)
      return `decided by ${world.row.providerId}, another create`
    return isAsked ? undefined : `${before.row.status} became ${world.row.status} by ${made.kind}`
  },
  'a receipt is told once, and only as what it is': (before, _made, world) => {
    const added = world.history[before.events]
    if (added?.receipt === undefined) return undefined
    const { status, providerId, errorCode } = added.receipt
    if (added.type === 'receipt.applied') {
      const isNews =
        before.row.status !== world.row.status ||
        before.row.rank !== world.row.rank ||
        before.bound !== countBound(world)
      return isNews ? undefined : `${status} of ${providerId} changed nothing and is told as applied`
    }
    if (added.type === 'receipt.conflicting' && providerId !== world.row.providerId) {
      return `${providerId} cannot contradict ${world.row.providerId}`
    }
    const isSame = ({ receipt: known }: ModelEvent) =>
      known?.providerId === providerId && known.status === status && known.errorCode === errorCode
    return world.history.filter(isSame).length > 1 ? `${status} of ${providerId} is told twice` : undefined
  },
  "a receipt with an id that is not its attempt's changes nothing": (before, made, world) => {
    if (made.kind !== 'receipt') return undefined
    const create = made.create === 'foreign' ? undefined : world.creates[made.create]
    if (create?.attempt === made.attempt) return undefined
    return world.row.version === before.row.version ? undefined : `${world.row.status} by a foreign receipt`
  },
  'a message is released only after two clean looks, or at its own risk': (before, made, world) => {
    if (made.kind !== 'look' || before.row.status !== 'ambiguous' || world.row.status !== 'retrying')
      return undefined
    if (world.riskyResends > before.riskyResends) return undefined
    const checks = world.attempts[world.row.fence - 1]?.checks ?? 0
    return checks >= 2 ? undefined : `${checks} clean looks`
  },
  'no attempt starts after the recipient opted out': (before, _made, world) =>
    world.isOptedOut && world.attempts.length > before.attempts ? `attempt ${world.row.fence}` : undefined,
  'a blocked, canceled or expired message starts no attempt and moves by proof alone': (
    before,
    made,
    world,
  ) => {
    if (!ended.has(before.row.status) || before.row.status === world.row.status) return undefined
    const isProof = made.kind === 'receipt' || made.kind === 'settle'
    return isProof ? undefined : `${before.row.status} became ${world.row.status} by ${made.kind}`
  },
  'no attempt goes beyond the allowed number': (before, _made, world) => {
    if (world.attempts.length === before.attempts) return undefined
    const used = world.attempts
      .slice(0, -1)
      .filter(({ errorCode }) => errorCode === null || !patient.has(errorCode))
    return used.length < world.row.maxAttempts ? undefined : `${used.length} were used before`
  },
  'a message is taken for poison only after three processes in a row died of it': (before, _made, world) => {
    const { errorCode } = world.row
    if (errorCode !== 'poison' || before.row.errorCode === errorCode) return undefined
    const ends = world.attempts.slice(-3).map((attempt) => attempt.errorCode)
    return ends.join() === 'lease_expired,lease_expired,lease_expired' ? undefined : `after ${ends.join()}`
  },
  'attempts are numbered without a gap and at most one is open': (_before, _made, world) => {
    const { attempts, row } = world
    if (attempts.some(({ n }, index) => n !== index + 1)) return 'a number is missing'
    if (attempts.length !== row.fence) return `${attempts.length} attempts, fence ${row.fence}`
    const open = attempts.filter(({ state }) => state === 'open').length
    return open > 1 ? `${open} attempts are open` : undefined
  },
  'a row that works or waits says until when': (_before, _made, { row }) => {
    if ((row.status === 'sending') !== (row.leaseUntil !== null))
      return `${row.status}, lease ${row.leaseUntil}`
    const waits = isWaiting(row.status) || row.status === 'ambiguous' || row.status === 'submitted'
    return waits && row.nextAt === null ? `${row.status} without a next look` : undefined
  },
  'two provider ids, by proof or by hand, are shown as a duplicate, one never is': (
    _before,
    _made,
    world,
  ) => {
    const { size } = world.refs
    return size > 1 === world.row.duplicate ? undefined : `${size} ids, duplicate ${world.row.duplicate}`
  },
} as const satisfies Record<string, Guarantee>

/** Ended by us before hand-over. */
const ended: ReadonlySet<string> = new Set(['blocked', 'canceled', 'expired'])
const letGo: ReadonlySet<string> = new Set([...ended, 'failed'])

/** Ends of an attempt that use none up. */
const patient: ReadonlySet<string> = new Set(['20429', 'lease_too_old'])

function countBound({ attempts }: World): number {
  return attempts.filter(({ providerId }) => providerId !== null).length
}

/** True when a list look after the hold shows everything the carrier has. */
function hidesNothing({ listLagMs, settings }: World): boolean {
  return listLagMs < settings.ambiguity.holdMs
}
