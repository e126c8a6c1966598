import { randomUUIDv7 } from 'node:crypto'
import { type ConfiguredAccounts, refreshAccounts } from '@heliograph/delivery/accounts/refresh-accounts'
import type { RoutedAccount, Routing } from '@heliograph/delivery/accounts/routing'
import { type Db, openDb } from '@heliograph/delivery/db/db'
import { openLog } from '@heliograph/delivery/log'
import type { AccountSettings } from '@heliograph/delivery/providers/definition'
import { openAccounts } from '@heliograph/delivery/providers/open-accounts'
import type { Ring } from '@heliograph/delivery/queue/message-queue'
import { openRefusalRecorder } from '@heliograph/delivery/reports/refusal-recorder'
import { defaultReportLimits } from '@heliograph/delivery/reports/report-limits'
import { buildKeyring, type Keyring } from '@heliograph/delivery/secrets/keyring'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { openKeyCache } from '@heliograph/delivery/tenants/key-cache'
import type { Scope } from '@heliograph/delivery/tenants/scopes'
import { configuredAccounts } from '@heliograph/delivery/testing/configured-accounts'
import { createTestDatabase } from '@heliograph/testkit/database'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { afterAll, expect } from 'vitest'
import type { ApiDeps } from '../src/api-deps.ts'
import { buildApp } from '../src/app.ts'
import type { Limits } from '../src/limits.ts'
import { openAnswerBook } from './answer-book.ts'

export const accountSid = `AC${'f'.repeat(32)}`
export const authToken = '0123456789abcdef0123456789abcdef'
export const publicBaseUrl = 'https://gw.example.com'
export const sender = '+15005550006'
export const recipient = '+15558675310'

const secret = 'test-secret-test-secret-test-secret-0'

const [twilio] = configuredAccounts(
  {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_AUTH_TOKEN_PREVIOUS: 'fedcba9876543210fedcba9876543210',
    TWILIO_PHONE_NUMBER: sender,
  },
  {},
)
const service = { address: `MG${'e'.repeat(32)}`, kind: 'messaging_service', isDefault: false } as const
const usualAccounts: ConfiguredAccounts = [{ ...twilio, senders: [...twilio.senders, service] }]

/** A tenant with a key that may do everything. */
export type Caller = { readonly tenantId: string; readonly key: string }

/**
 * An app over a database of its own. Everything is closed after the file's tests, which fail when an app gave an answer
 * that the OpenAPI document does not list.
 */
export type ApiFixture = Caller & {
  readonly app: FastifyInstance
  readonly databaseUrl: string
  readonly db: Db
  readonly deps: ApiDeps
  readonly keyring: Keyring
  readonly routing: Routing
  /** The default account. */
  readonly account: RoutedAccount
  readonly rings: Ring[]
  readonly logLines: string[]
  /** Another app over the same database, with something changed. */
  build(changes?: Partial<ApiDeps>, limits?: Limits): Promise<FastifyInstance>
  addCaller(scopes?: readonly Scope[]): Promise<Caller>
  post(
    body: unknown,
    options?: {
      readonly key?: string
      readonly headers?: Record<string, string>
      readonly app?: FastifyInstance
    },
  ): Promise<LightMyRequestResponse>
  get(
    path: string,
    options?: { readonly key?: string; readonly app?: FastifyInstance },
  ): Promise<LightMyRequestResponse>
  countMessages(): Promise<number>
}

/** Opens a fixture with an account at Twilio, and with `others` as well. */
export async function openApiFixture(others: readonly AccountSettings[] = []): Promise<ApiFixture> {
  const accounts: ConfiguredAccounts = [...usualAccounts, ...others]
  const database = await createTestDatabase()
  const open = (maxConnections: number, plans?: { keepsPlans: boolean }) =>
    openDb({ url: database.url, maxConnections, applicationName: 'api-test', ...plans })
  const db = open(10)
  const acceptDb = open(4, { keepsPlans: true })
  const callbackDb = open(5)
  const reportDb = open(2)
  const routing = await refreshAccounts({ db, newId: randomUUIDv7 }, accounts)
  const [account] = routing
  const providers = openAccounts(accounts, routing)
  const keyring = buildKeyring([secret])
  const rings: Ring[] = []
  const logLines: string[] = []
  const log = openLog({ service: 'api', level: 'debug' }, { write: (line) => void logLines.push(line) })
  const refusals = openRefusalRecorder({ db: reportDb, log })
  const deps: ApiDeps = {
    db,
    acceptDb,
    callbackDb,
    reportDb,
    refusals,
    reportLimits: defaultReportLimits,
    queue: {
      ring: (given) => Promise.resolve(void rings.push(...given)),
      depth: () => Promise.resolve(0),
      waiting: () => Promise.resolve(0),
      close: () => Promise.resolve(),
    },
    ringGraceMs: 5_000,
    nextLookMs: 600_000,
    probe: () => undefined,
    routing,
    providers,
    keyring,
    keyCache: openKeyCache({ db, clock: () => performance.now() }),
    settings: {
      publicBaseUrl,
      requireHttpsMedia: false,
      sentFinalAfterMs: 259_200_000,
      unknownAfterMs: 900_000,
    },
    log,
    newId: () => randomUUIDv7(),
    isEnding: () => false,
  }
  const apps: FastifyInstance[] = []
  const book = openAnswerBook()
  const build: ApiFixture['build'] = async (changes = {}, limits) => {
    const acceptDb = changes.db ?? deps.acceptDb
    const built = await book.record(() => buildApp({ ...deps, acceptDb, ...changes }, limits))
    apps.push(built)
    return built
  }
  const addCaller: ApiFixture['addCaller'] = async (
    scopes = ['messages:write', 'messages:read', 'content:read'],
  ) => {
    const tenant = await db.tenant.create({ data: { id: randomUUIDv7(), name: randomUUIDv7() } })
    const { key } = await createApiKey(db, { tenantId: tenant.id, name: 'test', scopes })
    return { tenantId: tenant.id, key }
  }
  afterAll(async () => {
    const undocumented = await book.listUndocumented(app)
    for (const built of apps) await built.close()
    await providers[Symbol.asyncDispose]()
    await refusals.close()
    await reportDb.$disconnect()
    await db.$disconnect()
    await acceptDb.$disconnect()
    await callbackDb.$disconnect()
    await database.drop()
    // Last, so that everything is closed whatever was answered. Mend the route's problemResponses(…).
    expect(undocumented, 'answers that the OpenAPI document does not list').toEqual([])
  })
  const app = await build()
  const caller = await addCaller()
  return {
    ...caller,
    app,
    databaseUrl: database.url,
    db,
    deps,
    keyring,
    routing,
    account,
    rings,
    logLines,
    build,
    addCaller,
    post: (body, options = {}) =>
      (options.app ?? app).inject({
        method: 'POST',
        url: '/v1/messages',
        headers: {
          authorization: `Bearer ${options.key ?? caller.key}`,
          'content-type': 'application/json',
          ...options.headers,
        },
        payload: typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body),
      }),
    get: (path, options = {}) =>
      (options.app ?? app).inject({
        url: path,
        headers: { authorization: `Bearer ${options.key ?? caller.key}` },
      }),
    countMessages: () => db.mmsLog.count(),
  }
}
