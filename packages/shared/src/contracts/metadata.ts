import { z } from 'zod'
import { cleanText } from './text-rules.ts'

const metadataValue = z.union([cleanText(500), z.number(), z.boolean()])

/** Bounded key-value pairs that come back with the message and are never sent to a carrier. */
export const metadata = z
  .record(cleanText(64).min(1), metadataValue)
  .refine((pairs) => Object.keys(pairs).length <= 50, {
    message: 'has more than 50 keys',
    params: { rule: 'max_keys' },
  })
