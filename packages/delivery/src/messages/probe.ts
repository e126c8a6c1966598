/** Points at which a process can be stopped to see what a crash there does. */
export const probePoints = [
  'before_commit',
  'after_commit',
  'before_claim',
  'after_claim',
  'before_post',
  'after_post',
  'before_record',
] as const

/** One point on the way of a message. */
export type ProbePoint = (typeof probePoints)[number]

/** Called at each point with the message's id; a test rig may wait or crash here. */
export type Probe = (point: ProbePoint, messageId: string) => Promise<void> | void

/** Calls the probe for each message, and waits if it says so. */
export async function probeAll(
  probe: Probe,
  point: ProbePoint,
  messageIds: readonly string[],
): Promise<void> {
  const waits = messageIds.map((id) => probe(point, id)).filter((wait) => wait !== undefined)
  if (waits.length > 0) await Promise.all(waits)
}

/** The probe of every product process: does nothing. */
export const noProbe: Probe = () => undefined
