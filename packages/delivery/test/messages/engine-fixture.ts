import { randomUUIDv7 } from 'node:crypto'
import type { CreateMessageBody } from '@heliograph/shared/contracts/messages'
import { defaultRetryPolicy } from '@heliograph/shared/domain/retry-plan'
import { createTestDatabase } from '@heliograph/testkit/database'
import { afterAll } from 'vitest'
import { refreshAccounts } from '../../src/accounts/refresh-accounts.ts'
import type { RoutedAccount, Routing } from '../../src/accounts/routing.ts'
import { type Db, openDb, Prisma } from '../../src/db/db.ts'
import { acceptMessage } from '../../src/messages/accept-message.ts'
import { checkDraft } from '../../src/messages/check-draft.ts'
import type { ClaimedAttempt } from '../../src/messages/claim-message.ts'
import { claimMessage } from '../../src/messages/claim-message.ts'
import {
  type AttemptReport,
  type SendDeps,
  type SendResult,
  sendMessage,
} from '../../src/messages/send-message.ts'
import type { Ring } from '../../src/queue/message-queue.ts'
import { configuredAccounts } from '../../testing/configured-accounts.ts'
import { buildScriptedProvider, type ScriptedProvider } from '../../testing/scripted-provider.ts'

/** One database with a tenant, an account with two senders and a scripted provider. */
export type EngineFixture = {
  readonly db: Db
  readonly routing: Routing
  /** The default account. */
  readonly account: RoutedAccount
  readonly tenantId: string
  readonly provider: ScriptedProvider
  readonly reports: AttemptReport[]
  readonly rings: Ring[]
  readonly sendDeps: SendDeps
  /** Accepts a message and answers its id. */
  accept(changes?: Partial<CreateMessageBody> & { readonly tenantId?: string }): Promise<string>
  /** Works off a doorbell of the row's own generation. */
  send(id: string): Promise<SendResult>
  claim(id: string, leaseMs?: number): Promise<ClaimedAttempt>
  row(id: string): ReturnType<Db['mmsLog']['findUniqueOrThrow']>
  attempts(id: string): ReturnType<Db['mmsAttempt']['findMany']>
  history(id: string): Promise<string[]>
  addTenant(): Promise<string>
  /** Moves a time column of a message; the only way to make time pass without waiting. */
  shift(
    id: string,
    column: 'next_at' | 'lease_until' | 'expires_at' | 'sent_at' | 'dispatch_until',
    seconds: number,
  ): Promise<void>
}

/** Opens a fixture of its own for a test file. */
export async function openEngineFixture(): Promise<EngineFixture> {
  const database = await createTestDatabase()
  const db = openDb({ url: database.url, maxConnections: 20, applicationName: 'engine-test' })
  afterAll(async () => {
    await db.$disconnect()
    await database.drop()
  })
  const addTenant = async () =>
    (await db.tenant.create({ data: { id: randomUUIDv7(), name: randomUUIDv7() } })).id
  const routing = await refreshAccounts({ db, newId: randomUUIDv7 }, configuredAccounts())
  const [account] = routing
  const provider = buildScriptedProvider(randomUUIDv7)
  const reports: AttemptReport[] = []
  const rings: Ring[] = []
  const sendDeps = buildSendDeps({ db, provider, reports, rings })
  const tenantId = await addTenant()
  const row = (id: string) => db.mmsLog.findUniqueOrThrow({ where: { id } })
  const accept: EngineFixture['accept'] = async ({ tenantId: owner = tenantId, ...changes } = {}) => {
    const body = { to: '+15558675310', body: 'hello', ...changes }
    const verdict = checkDraft({ requireHttps: false, routing, tenantId: owner }, body)
    if (verdict.kind !== 'ok') throw new Error(JSON.stringify(verdict.problems))
    const deps = { db, newId: randomUUIDv7, ringGraceMs: 0, probe: () => undefined }
    const acceptance = await acceptMessage(deps, verdict.draft, { tenantId: owner })
    if (acceptance.kind !== 'accepted') throw new Error(acceptance.kind)
    return acceptance.message.id
  }
  return {
    db,
    routing,
    account,
    tenantId,
    provider,
    reports,
    rings,
    sendDeps,
    addTenant,
    accept,
    row,
    send: async (id) => sendMessage(sendDeps, { id, gen: (await row(id)).gen }, new AbortController().signal),
    claim: async (id, leaseMs = 45_000) => {
      const { gen } = await row(id)
      const claim = await claimMessage(db, { id, gen, leaseMs, worker: 'test', probeIntervalMs: 60_000 })
      if (claim.kind !== 'claimed') throw new Error(claim.kind)
      return claim.attempt
    },
    attempts: (id) => db.mmsAttempt.findMany({ where: { messageId: id }, orderBy: { n: 'asc' } }),
    history: async (id) => {
      const events = await db.mmsEvent.findMany({ where: { messageId: id }, orderBy: { version: 'asc' } })
      return events.map((event) => `${event.type} ${event.status}`)
    },
    shift: async (id, column, seconds) => {
      await db.$executeRaw`UPDATE mms_log SET ${Prisma.raw(column)} = now() + make_interval(secs => ${seconds}::float8)
        WHERE id = ${id}::uuid`
    },
  }
}

function buildSendDeps(parts: {
  db: Db
  provider: ScriptedProvider
  reports: AttemptReport[]
  rings: Ring[]
}): SendDeps {
  return {
    db: parts.db,
    worker: 'test',
    settings: {
      requestTimeoutMs: 2_000,
      leaseMs: 45_000,
      nextLookMs: 600_000,
      firstLookMs: 120_000,
      probeIntervalMs: 60_000,
      retry: defaultRetryPolicy,
    },
    providerOf: () => parts.provider,
    callbackUrl: (_provider, { messageId, attempt }) => `https://gw.example.com/${messageId}.${attempt}`,
    random: () => 0.5,
    clock: () => performance.now(),
    onAttempt: (report) => parts.reports.push(report),
    probe: () => undefined,
    ring: (ring) => parts.rings.push(ring),
  }
}
