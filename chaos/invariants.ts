import type { Facts, MessageRow } from './facts.ts'
import type { LedgerEntry } from './rig/simulator.ts'
import { saysWhatWasTold, toldStatus } from './witness.ts'

/** How one invariant came out. `offenders` are the first few, in words. */
export type InvariantResult = {
  readonly id: string
  readonly title: string
  readonly violations: number
  readonly offenders: readonly string[]
}

/** The figures of a run that matter most. */
export type Tally = {
  readonly acked: number
  /** Acknowledged and gone: no row, never finished, or said to be sent without a create at the carrier. */
  readonly lost: number
  /** Messages with two creates or more at the carrier, against their policy. */
  readonly doubled: number
  /** The same by a resend that `at_least_once` asks for where the carrier cannot be asked first. */
  readonly doubledAtRisk: number
  /** Creates at the carrier that no attempt knows. */
  readonly unbound: number
  /** Final, honestly not sent: unknown, failed, expired. */
  readonly unsent: number
}

type Case = {
  readonly facts: Facts
  readonly rowsById: ReadonlyMap<string, MessageRow>
  readonly rowsByRecipient: ReadonlyMap<string, readonly MessageRow[]>
  /** Accepted creates by recipient. */
  readonly sends: ReadonlyMap<string, readonly LedgerEntry[]>
}

type Rule = {
  readonly id: string
  readonly title: string
  readonly judge: (it: Case) => string[]
}

const shown = 5
const handedOver = new Set(['submitted', 'sent', 'delivered', 'undelivered'])
const ended = new Set(['unknown', 'expired', 'canceled', 'blocked'])

/** Invariants I1 to I9: what must hold after every run, whatever went wrong in it. */
export function judgeInvariants(facts: Facts): {
  readonly results: InvariantResult[]
  readonly tally: Tally
} {
  const it = arrange(facts)
  const results = rules.map(({ id, title, judge }) => {
    const offences = judge(it)
    return { id, title, violations: offences.length, offenders: offences.slice(0, shown) }
  })
  return { results, tally: countUp(it) }
}

const rules: readonly Rule[] = [
  { id: 'I1', title: 'every acknowledged key has exactly one row', judge: acknowledged },
  {
    id: 'I2',
    title: 'every row came to an end',
    judge: (it) => it.facts.rows.filter((row) => !isSettled(it, row)).map(say),
  },
  { id: 'I3', title: 'no message was sent twice', judge: sentTwice },
  { id: 'I4', title: 'every provider id is bound to exactly one attempt of its message', judge: bound },
  { id: 'I5', title: 'no status claims a hand-over or a delivery that did not happen', judge: truthful },
  { id: 'I6', title: 'no message that was sent ended as unsent', judge: provenUnsent },
  {
    id: 'I7',
    title: 'ranks never fall, every version has its event',
    judge: ({ facts }) => facts.historyOffences.map(sayOffence),
  },
  {
    id: 'I8',
    title: 'attempts are numbered without gaps, at most one is open',
    judge: ({ facts }) => facts.attemptOffences.map(sayOffence),
  },
  { id: 'I9', title: 'Redis is empty', judge: ({ facts }) => [...facts.leftJobs] },
]

function arrange(facts: Facts): Case {
  const accepted = facts.creates.filter((create) => create.accepted)
  return {
    facts,
    rowsById: new Map(facts.rows.map((row) => [row.id, row])),
    rowsByRecipient: Map.groupBy(facts.rows, (row) => row.to),
    sends: Map.groupBy(accepted, (create) => create.to ?? ''),
  }
}

function acknowledged({ facts, rowsById, rowsByRecipient }: Case): string[] {
  const offences: string[] = []
  for (const { key, to, ids } of facts.posted) {
    const rows = rowsByRecipient.get(to) ?? []
    if (rows.length > 1) offences.push(`${key} has ${rows.length} rows`)
    if (new Set(ids).size > 1) offences.push(`${key} was answered with ${ids.length} ids`)
    for (const id of new Set(ids)) {
      if (rowsById.get(id)?.to !== to) offences.push(`${key} was acknowledged as ${id}, which is not there`)
    }
  }
  return offences
}

function sentTwice(it: Case): string[] {
  return doubles(it)
    .filter(({ isAtRisk }) => !isAtRisk)
    .map(
      ({ to, creates }) =>
        `${to} was sent ${creates.length} times (${creates.map((create) => sayCreate(create, creates[0])).join(', ')})`,
    )
}

/**
 * Messages with more than one create. At their own risk are those that somebody wanted to be sent again rather than not at
 * all, at a carrier that has no list, and whose history says so for each further create.
 */
function doubles({ facts, sends, rowsByRecipient }: Case) {
  return [...sends].flatMap(([to, creates]) => {
    if (creates.length === 1) return []
    const [row] = rowsByRecipient.get(to) ?? []
    const isAtRisk =
      !facts.canBeAsked && row?.policy === 'at_least_once' && creates.length <= 1 + row.riskyResends
    return [{ to, creates, isAtRisk }]
  })
}

function bound(it: Case): string[] {
  const offences = unbound(it)
    .filter(({ to }) => !isBeyondProof(it, to ?? ''))
    .map(({ to, sid }) => `${sid} to ${to} is bound to nothing`)
  const { facts, rowsById } = it
  const known = new Map(
    facts.creates.flatMap((create) => (create.sid === null ? [] : [[create.sid, create.to]])),
  )
  for (const [table, ids] of [
    ['provider_ref', facts.refs],
    ['mms_attempt', facts.attemptIds],
  ] as const) {
    for (const [providerId, holders] of Map.groupBy(ids, (entry) => entry.providerId)) {
      if (holders.length > 1) offences.push(`${providerId} is bound ${holders.length} times in ${table}`)
      const owner = rowsById.get(holders[0]?.messageId ?? '')
      if (known.get(providerId) !== owner?.to)
        offences.push(`${providerId} is bound to the wrong message in ${table}`)
    }
  }
  const places = new Set(facts.refs.map(placeOf))
  for (const id of facts.attemptIds) {
    if (!places.has(placeOf(id))) offences.push(`${id.providerId} is in mms_attempt and not in provider_ref`)
  }
  return offences
}

function placeOf({ providerId, messageId, n }: Facts['refs'][number]): string {
  return `${providerId} ${messageId} ${n}`
}

function unbound({ facts, sends }: Case): LedgerEntry[] {
  const known = new Set(facts.attemptIds.map(({ providerId }) => providerId))
  return [...sends.values()].flat().filter(({ sid }) => sid === null || !known.has(sid))
}

/** In the rig the carrier delivers whatever it accepts, so that the truth about a sent message is known. */
function truthful({ facts, sends }: Case): string[] {
  return facts.rows.flatMap((row) => {
    const wasSent = sends.has(row.to)
    if (!wasSent && (handedOver.has(row.status) || row.providerId !== null))
      return [`${say(row)} and never arrived`]
    return wasSent && row.isQuiet && !ended.has(row.status) && row.status !== 'delivered'
      ? [`${say(row)} and was delivered`]
      : []
  })
}

/**
 * `unknown` is for messages that may not be sent again; for the others absence is proven and they are. Where the carrier
 * cannot be asked nothing proves absence, and `confirmed` acts as `at_most_once`.
 */
function provenUnsent(it: Case): string[] {
  const { facts, sends } = it
  const mayBeUnknown = facts.canBeAsked ? ['at_most_once'] : ['at_most_once', 'confirmed']
  return facts.rows.flatMap((row) => {
    const isUnknown = row.status === 'unknown'
    if (isUnknown && !mayBeUnknown.includes(row.policy)) return [`${say(row)} under ${row.policy}`]
    if (isUnknown && isBeyondProof(it, row.to)) return []
    return ended.has(row.status) && sends.has(row.to) ? [`${say(row)} and was sent`] : []
  })
}

/** True when a row came to an end, or stays as the last callback left it because those after it were lost. */
function isSettled({ facts, sends }: Case, row: MessageRow): boolean {
  const creates = sends.get(row.to) ?? []
  return row.isQuiet || (!facts.canBeAsked && creates.length > 0 && saysWhatWasTold(row.status, creates))
}

/** True when no witness of a create got through, not one of its callbacks, and there is nobody to ask. */
function isBeyondProof({ facts, sends }: Case, to: string): boolean {
  return !facts.canBeAsked && toldStatus(sends.get(to) ?? []) === undefined
}

function countUp(it: Case): Tally {
  const { facts, rowsById, sends } = it
  const isLostRow = (row: MessageRow) =>
    !isSettled(it, row) || (handedOver.has(row.status) && !sends.has(row.to))
  const acked = facts.posted.filter(({ ids }) => ids.length > 0)
  const isLost = ({ ids }: Facts['posted'][number]) => {
    const row = rowsById.get(ids[0] ?? '')
    return row === undefined || isLostRow(row)
  }
  return {
    acked: acked.length,
    lost: acked.filter(isLost).length,
    doubled: doubles(it).filter(({ isAtRisk }) => !isAtRisk).length,
    doubledAtRisk: doubles(it).filter(({ isAtRisk }) => isAtRisk).length,
    unbound: unbound(it).length,
    unsent: facts.rows.filter((row) => row.isQuiet && !sends.has(row.to)).length,
  }
}

function say(row: MessageRow): string {
  const why = row.errorCode === null ? '' : ` (${row.errorCode})`
  return `${row.id} to ${row.to} is ${row.status}${why}`
}

function sayCreate({ faults, receivedAt }: LedgerEntry, first: LedgerEntry | undefined): string {
  const laterMs = Date.parse(receivedAt) - Date.parse(first?.receivedAt ?? receivedAt)
  return `${faults.join('+') || 'plain'} at ${(laterMs / 1_000).toFixed(1)} s`
}

function sayOffence({ id, why }: Facts['historyOffences'][number]): string {
  return `${id}: ${why}`
}
