import type { LedgerEntry } from './rig/simulator.ts'

// What a carrier that cannot be asked has told us: then nothing else about a sent message can be known.

type Told = Pick<LedgerEntry, 'callbacks'>

/** Words of AWS's events in the order in which the simulated carrier says them, with the statuses they stand for. */
const words = [
  { word: 'QUEUED', status: 'submitted' },
  { word: 'PENDING', status: 'submitted' },
  { word: 'SUCCESSFUL', status: 'sent' },
  { word: 'DELIVERED', status: 'delivered' },
] as const
const order: readonly string[] = ['submitted', 'sent', 'delivered']

/** The furthest status that a genuine callback told and an API process took; undefined when none came through. */
export function toldStatus(creates: readonly Told[]): string | undefined {
  const taken = creates.flatMap(({ callbacks }) => callbacks.filter(isTaken))
  return words.findLast(({ word }) => taken.some(({ status }) => status.endsWith(`_${word}`)))?.status
}

/** True when a row says no less than it was told, and only a delivery that nobody told of can be missing. */
export function saysWhatWasTold(status: string, creates: readonly Told[]): boolean {
  const told = toldStatus(creates)
  return status !== 'delivered' && order.indexOf(status) >= Math.max(0, order.indexOf(told ?? ''))
}

/** True when every callback of a message was taken, or lost on the way; nothing more is to be expected then. */
export function hasSaidAll({ callbacks }: Told): boolean {
  return words.every(({ word }) =>
    callbacks.some(
      (callback) => callback.status.endsWith(`_${word}`) && (isTaken(callback) || isLost(callback)),
    ),
  )
}

type Callback = LedgerEntry['callbacks'][number]

function isTaken({ faults, answers }: Callback): boolean {
  return !faults.includes('forged') && answers.some((answer) => typeof answer === 'number' && answer < 300)
}

function isLost({ faults }: Callback): boolean {
  return faults.includes('lost')
}
