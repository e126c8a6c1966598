import { z } from 'zod'
import { scopes } from '../domain/scope.ts'
import { examplePage } from './example-page.ts'
import { pageLimit } from './query-number.ts'
import { cleanText } from './text-rules.ts'

/** How long the secret before a rotation may go on working, and how long it does unless said. */
export const rotationOverlap = { defaultSeconds: 86_400, maxSeconds: 604_800 } as const

const tenYearsSeconds = 315_360_000
const instant = z.string().describe('RFC 3339, UTC.')

/** Body of `POST /v1/keys`. */
export const createKeyBody = z
  .strictObject({
    name: cleanText(100).min(1).describe('Who uses the key, at most 100 characters.'),
    scopes: z
      .array(z.enum(scopes))
      .min(1, 'is empty; a key needs a scope')
      .max(scopes.length, 'names a scope twice')
      .refine((list) => new Set(list).size === list.length, {
        message: 'names a scope twice',
        params: { rule: 'unique' },
      })
      .describe('What it may do. You can grant only what your own key may do.'),
    expiresInSeconds: z
      .int()
      .min(60)
      .max(tenYearsSeconds)
      .optional()
      .describe('Its life; without it the key lives until it is revoked.'),
  })
  .meta({
    id: 'CreateKey',
    examples: [{ name: 'shop', scopes: ['messages:write', 'messages:read'], expiresInSeconds: 7_776_000 }],
  })

/** Body of `POST /v1/keys/:id/rotate`. */
export const rotateKeyBody = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(rotationOverlap.maxSeconds)
      .default(rotationOverlap.defaultSeconds)
      .describe('How long the old secret goes on working, at most 7 days. 0 ends it within 5 seconds.'),
  })
  .prefault({})
  .meta({ id: 'RotateKey', examples: [{ overlapSeconds: 3_600 }] })

/** Body of `POST /v1/keys/:id/revoke`. */
export const revokeKeyBody = z
  .strictObject({
    force: z
      .boolean()
      .default(false)
      .describe('Revoke even the last key that can manage keys; only an operator can make another then.'),
  })
  .prefault({})
  .meta({ id: 'RevokeKey', examples: [{ force: false }] })

const view = {
  id: z.string(),
  prefix: z.string().describe('The 12 characters after `hg_`: public, and the same after a rotation.'),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  state: z.enum(['active', 'expired', 'revoked']),
  createdAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
  lastUsedAt: instant.nullable().describe('Noted once a minute.'),
  previousSecretExpiresAt: instant
    .nullable()
    .describe('Until when the secret before the last rotation works; null: it does not.'),
}

const example = {
  id: '0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c',
  prefix: 'Ab3dEf6hIj9l',
  name: 'shop',
  scopes: ['messages:write', 'messages:read'],
  state: 'active',
  createdAt: '2026-11-21T12:00:00.000Z',
  expiresAt: '2027-02-19T12:00:00.000Z',
  revokedAt: null,
  lastUsedAt: null,
  previousSecretExpiresAt: null,
} as const

/** One key, without its secret. */
export const keyView = z.object(view).meta({ id: 'Key', examples: [example] })

/** A key whose secret was just made. */
export const madeKey = z
  .object({
    ...view,
    key: z
      .string()
      .nullable()
      .describe('The key itself, shown this once. null in a replayed answer: it is stored nowhere.'),
    note: z.string().describe('What to do with it.'),
  })
  .meta({
    id: 'MadeKey',
    examples: [{ ...example, key: 'hg_Ab3dEf6hIj9l_…', note: 'keep the key now: it is shown this once' }],
  })

/** A new key's answer, read. */
export type MadeKey = z.infer<typeof madeKey>

/** Query of `GET /v1/keys`. */
export const listKeysQuery = z.strictObject({
  limit: pageLimit('Keys'),
  cursor: z.string().max(500).optional().describe('`nextCursor` of the page before.'),
})

/** A page of keys, newest first. */
export const keyPage = z
  .object({ data: z.array(keyView), nextCursor: z.string().nullable() })
  .meta({ id: 'KeyPage', examples: [examplePage(keyView)] })
