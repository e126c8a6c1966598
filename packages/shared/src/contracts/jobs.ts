import { z } from 'zod'

/** Name of the BullMQ queue. */
export const sendQueueName = 'mms-send'

/** A doorbell: "look at message `id`, generation `gen`". Carries ids only. */
export const doorbell = z.strictObject({ v: z.literal(1), id: z.uuid(), gen: z.int().min(0) })

/** A doorbell as it travels through Redis. */
export type Doorbell = z.infer<typeof doorbell>

/** Reads a job's payload; undefined for an unknown version or shape, which is ignored. */
export function readDoorbell(data: unknown): Doorbell | undefined {
  const parsed = doorbell.safeParse(data)
  return parsed.success ? parsed.data : undefined
}
