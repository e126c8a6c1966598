import { z } from 'zod'
import { auditActions } from '../domain/audit-action.ts'
import { examplePage } from './example-page.ts'
import { pageLimit } from './query-number.ts'

const instant = z.iso.datetime({
  offset: true,
  error: 'is not an RFC 3339 time with an offset; write it like 2026-12-01T09:00:00Z',
})

/** Query of `GET /v1/audit`. */
export const listAuditQuery = z.strictObject({
  action: z.enum(auditActions).optional().describe('Only this action.'),
  actor: z
    .string()
    .regex(/^[0-9A-Za-z]{12}$/, 'is not the prefix of a key: the 12 characters after hg_')
    .optional()
    .describe('Only what the key with this prefix did.'),
  since: instant.optional().describe('Not before this time.'),
  until: instant.optional().describe('Before this time.'),
  limit: pageLimit('Lines'),
  cursor: z.string().max(500).optional().describe('`nextCursor` of the page before.'),
})

/** Query of `GET /v1/audit`, read. */
export type ListAuditQuery = z.infer<typeof listAuditQuery>

/** One line of the audit log. */
export const auditLine = z
  .object({
    id: z.string(),
    seq: z.int().describe('Place in the chain of the whole installation.'),
    at: z.string().describe('RFC 3339, UTC.'),
    tenantId: z.string().nullable().describe('null: the installation.'),
    actor: z.string().describe('`key`, `cli` (a person at the command line) or `system`.'),
    actorKeyId: z.string().nullable(),
    actorPrefix: z.string().nullable().describe('Prefix of the key that did it.'),
    action: z.string().describe('What happened, such as `key.revoked`.'),
    target: z.string().nullable().describe('Id of what it was done to, or the path that was read.'),
    ip: z.string().nullable(),
    requestId: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    hash: z.string().describe('SHA-256 over the hash before and this line, as hex.'),
  })
  .meta({
    id: 'AuditLine',
    examples: [
      {
        id: '0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c',
        seq: 42,
        at: '2026-11-21T12:00:00.000Z',
        tenantId: '0199f3c2-0000-7c11-9a55-0d6a5c7a1b2c',
        actor: 'key',
        actorKeyId: '0199f3c2-1111-7c11-9a55-0d6a5c7a1b2c',
        actorPrefix: 'Ab3dEf6hIj9l',
        action: 'key.revoked',
        target: '0199f3c2-2222-7c11-9a55-0d6a5c7a1b2c',
        ip: '192.0.2.10',
        requestId: '0199f3c2-3333-7c11-9a55-0d6a5c7a1b2c',
        details: { prefix: 'Zz3dEf6hIj9l', isForced: false },
        hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      },
    ],
  })

/** A page of the audit log, newest first. */
export const auditPage = z
  .object({ data: z.array(auditLine), nextCursor: z.string().nullable() })
  .meta({ id: 'AuditPage', examples: [examplePage(auditLine)] })
