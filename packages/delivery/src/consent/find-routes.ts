import { Prisma, type Tx } from '../db/db.ts'
import type { InboundMessage } from '../providers/provider.ts'

/** A verified inbound message of an account. */
export type InboundInput = { readonly providerAccountId: string; readonly inbound: InboundMessage }

/** Whom an inbound message concerns. */
export type Routes = {
  /** Senders that the recipient answered: the number itself, its messaging service, services that sent from it. */
  readonly senderIds: readonly string[]
  /** Tenants that wrote to the recipient from one of them, the latest first. */
  readonly tenantIds: readonly string[]
  /** Whose the message is: the latest of them, else the only tenant there is, else nobody's. */
  readonly tenantId: string | null
}

/** How many of a tenant's messages to one recipient are looked through. */
const historyDepth = 1_000

/** Finds out whom an inbound message concerns, from the senders of its account and the messages that went out. */
export async function findRoutes(tx: Tx, input: InboundInput): Promise<Routes> {
  const own = await findSenders(tx, input)
  const sent = await findSent(tx, input, own)
  const tenantIds = [...new Set(sent.map(({ tenantId }) => tenantId))]
  return {
    senderIds: [...new Set([...own, ...sent.map(({ senderId }) => senderId)])],
    tenantIds,
    tenantId: tenantIds[0] ?? (await findOnlyTenant(tx)),
  }
}

async function findSenders(tx: Tx, { providerAccountId, inbound }: InboundInput): Promise<string[]> {
  const addresses = [inbound.to, inbound.messagingService ?? inbound.to]
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM sender WHERE provider_account_id = ${providerAccountId}::uuid AND address IN (${Prisma.join(addresses)})`
  return rows.map(({ id }) => id)
}

/** Per tenant and sender the newest message that really went out. Any tenant: a sender is shared. */
function findSent(
  tx: Tx,
  { providerAccountId, inbound }: InboundInput,
  senderIds: readonly string[],
): Promise<{ tenantId: string; senderId: string }[]> {
  return tx.$queryRaw`
    SELECT sent.tenant_id AS "tenantId", sent.sender_id AS "senderId"
    FROM tenant t CROSS JOIN LATERAL (
      SELECT DISTINCT ON (recent.sender_id) recent.* FROM (
        SELECT m.id, m.tenant_id, m.sender_id FROM mms_log m
        WHERE m.tenant_id = t.id AND m.to_number = ${inbound.from} AND m.fence > 0
          AND m.provider_account_id = ${providerAccountId}::uuid
          AND (m.sender_id = ANY(${[...senderIds]}::uuid[]) OR m.from_number = ${inbound.to})
        ORDER BY m.id DESC LIMIT ${historyDepth}::int
      ) recent ORDER BY recent.sender_id, recent.id DESC
    ) sent
    ORDER BY sent.id DESC`
}

async function findOnlyTenant(tx: Tx): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM tenant LIMIT 2`
  return rows.length === 1 ? (rows[0]?.id ?? null) : null
}
