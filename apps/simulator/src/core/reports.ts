// Status callbacks. Without faults the callbacks of one message leave strictly one after the other; real carriers give no
// such order, and the faults late and reordered take it away. What was sent, and how it was answered, is in the ledger.
import { type DeliveryPolicy, type DeliveryRequest, deliver } from './deliver.ts'
import type { CallbackFaults, MessageFaults } from './faults.ts'
import type { LedgerCallback, LedgerEntry } from './ledger.ts'
import type { Outbound } from './outbound.ts'
import type { Timers } from './timers.ts'

/** One callback of a message. It tells of the moment at which it was made, whenever it leaves. */
export type Report = {
  status: string
  /** The true callback, signed now; asked once for each copy. */
  request(): DeliveryRequest | Promise<DeliveryRequest>
  /** A callback with a lie in it and a signature that does not hold. */
  forged(): DeliveryRequest | Promise<DeliveryRequest>
  policy: DeliveryPolicy
}

/** What reports need of a message. */
export type Reported = { ledger: LedgerEntry; faults: MessageFaults }

/** Sends the callbacks of messages. */
export type Reports<M extends Reported> = {
  /** Resolves when the callback was answered, or given up. `isLast` releases reordered ones. */
  emit(message: M, report: Report, mark: { isLast: boolean }): Promise<void>
}

/** What sending needs. */
export type ReportDeps<M extends Reported> = {
  outbound: Outbound
  timers: Timers
  /** False for a message that was deleted or forgotten; nothing is reported of it any more. */
  isKept: (message: M) => boolean
}

type Line = { tail: Promise<void>; held: (() => Promise<void>)[]; isFirst: boolean }

/** A report with the words that the ledger shall say of each of its copies. */
type Marked = Report & { marks: string[] }

/** Makes the sender of callbacks. */
export function createReports<M extends Reported>(deps: ReportDeps<M>): Reports<M> {
  const lines = new WeakMap<M, Line>()
  const lineOf = (message: M): Line => {
    const line = lines.get(message) ?? { tail: Promise.resolve(), held: [], isFirst: true }
    lines.set(message, line)
    return line
  }
  const queue = (line: Line, run: () => Promise<void>): Promise<void> => {
    line.tail = line.tail.then(run)
    return line.tail
  }

  const emit: Reports<M>['emit'] = (message, report, { isLast }) => {
    const line = lineOf(message)
    const marked = { ...report, marks: marksOf(message, line) }
    line.isFirst = false
    const faults = message.faults.forCallback(report.status)
    const run = faults.lost ? () => lose(message, marked) : () => send(deps, message, marked, faults)
    if (message.faults.reordered) {
      line.held.unshift(run)
      return isLast ? queue(line, () => runAll(line.held.splice(0))) : Promise.resolve()
    }
    // A late callback steps out of the line, so that later ones may overtake it.
    if (faults.lateMs > 0)
      return deps.timers.sleep(faults.lateMs).then((slept) => (slept ? run() : undefined))
    return queue(line, run)
  }
  return { emit }
}

function marksOf(message: Reported, line: Line): string[] {
  const isEarly = message.faults.early && line.isFirst
  return [...(isEarly ? ['early'] : []), ...(message.faults.reordered ? ['reordered'] : [])]
}

async function runAll(runs: (() => Promise<void>)[]): Promise<void> {
  for (const run of runs) await run()
}

async function send<M extends Reported>(
  deps: ReportDeps<M>,
  message: M,
  report: Marked,
  faults: CallbackFaults,
): Promise<void> {
  if (!deps.isKept(message)) return
  const late = faults.lateMs > 0 ? ['late'] : []
  if (faults.forged) await post(deps, message, { report, marks: [...late, 'forged'], isForged: true })
  for (let copy = 0; copy < faults.copies; copy += 1) {
    const marks = [...late, ...(copy > 0 ? ['doubled'] : [])]
    await post(deps, message, { report, marks, isForged: false })
  }
}

async function lose(message: Reported, report: Marked): Promise<void> {
  const { id } = await report.request()
  message.ledger.callbacks.push(newRecord(report, id, ['lost']))
}

// Over after the last try, or after the first one when the others may be minutes away. The ledger shows each as it comes.
async function post<M extends Reported>(
  deps: ReportDeps<M>,
  message: M,
  { report, marks, isForged }: { report: Marked; marks: string[]; isForged: boolean },
): Promise<void> {
  const startedMs = performance.now()
  const request = await (isForged ? report.forged() : report.request())
  const record = newRecord(isForged ? { ...report, status: 'failed' } : report, request.id, marks)
  message.ledger.callbacks.push(record)
  const over = Promise.withResolvers<void>()
  const onAnswer = (answer: number | string): void => {
    record.answers.push(answer)
    record.durationMs = Math.round(performance.now() - startedMs)
    if (report.policy.pausesMs !== undefined) over.resolve()
  }
  const watch = { onAnswer, isWanted: () => deps.isKept(message) }
  void deliver(deps, request, report.policy, watch).then(() => over.resolve())
  return over.promise
}

function newRecord(report: Marked, id: string, marks: string[]): LedgerCallback {
  return {
    status: report.status,
    at: new Date().toISOString(),
    faults: [...report.marks, ...marks],
    idempotencyToken: id,
    answers: [],
    durationMs: 0,
  }
}
