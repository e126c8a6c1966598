/** How urgent a message is, most urgent first. */
export const priorities = ['urgent', 'normal', 'bulk'] as const

/** Who goes first when more is due than can be sent at once. Nobody waits for ever. */
export type Priority = (typeof priorities)[number]

/** The number a priority is stored as: 0 urgent, 1 normal, 2 bulk. */
export function rankOfPriority(priority: Priority): number {
  return priorities.indexOf(priority)
}

/** The priority of a stored number; what is beyond the list counts as bulk. */
export function priorityOfRank(rank: number): Priority {
  return priorities[rank] ?? 'bulk'
}
