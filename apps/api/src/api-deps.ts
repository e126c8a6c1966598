import type { Routing } from '@heliograph/delivery/accounts/routing'
import type { Db } from '@heliograph/delivery/db/db'
import type { Log } from '@heliograph/delivery/log'
import type { Probe } from '@heliograph/delivery/messages/probe'
import type { Provider } from '@heliograph/delivery/providers/provider'
import type { MessageQueue } from '@heliograph/delivery/queue/message-queue'
import type { RefusalRecorder } from '@heliograph/delivery/reports/refusal-recorder'
import type { ReportLimits } from '@heliograph/delivery/reports/report-limits'
import type { Keyring } from '@heliograph/delivery/secrets/keyring'
import type { EngineSettings } from '@heliograph/delivery/settings/engine-settings'
import type { KeyCache } from '@heliograph/delivery/tenants/key-cache'
import type { Admission } from './admission/open-admission.ts'
import type { PressureGauge } from './plugins/pressure-gauge.ts'
import type { RateLimiting } from './plugins/rate-limit.ts'

/** Everything the HTTP door needs; whoever opened it closes it after the app. */
export type ApiDeps = {
  /** Pool for applications. */
  readonly db: Db
  /** Pool for what is accepted together: one statement, whose plan it keeps. */
  readonly acceptDb: Db
  /** Pool for callbacks and readiness, so that busy applications cannot hold up the carrier. */
  readonly callbackDb: Db
  /** Pool for statistics, exports and diagnostics: small, so that however many are asked for, sending goes on. */
  readonly reportDb: Db
  /** Keeps refused writes; closed before `reportDb`. */
  readonly refusals: RefusalRecorder
  readonly reportLimits: ReportLimits
  /** Absent in direct mode: then the relay finds new messages by itself. */
  readonly queue: MessageQueue | undefined
  /** How long the relay leaves a new message to the ring of this process. */
  readonly ringGraceMs: number
  /** The configured accounts, the default one first. */
  readonly routing: Routing
  /** Providers by the id of their account row. */
  readonly providers: ReadonlyMap<string, Provider>
  readonly keyring: Keyring
  /** API keys as this process knows them, at most 5 seconds old. */
  readonly keyCache: KeyCache
  readonly settings: Pick<
    EngineSettings,
    'publicBaseUrl' | 'requireHttpsMedia' | 'sentFinalAfterMs' | 'unknownAfterMs'
  >
  /** Wait before a message is looked up when it goes silent after a callback. */
  readonly nextLookMs: number
  readonly probe: Probe
  readonly log: Log
  /** True once this process was told to end: it still serves, and says so to whoever sends requests. */
  readonly isEnding: () => boolean
  /** Quotas, velocity and backlog; absent: every message that is well formed is let in. */
  readonly admission?: Admission | undefined
  /** Absent: requests are not limited. */
  readonly rateLimiting?: RateLimiting | undefined
  /** Absent: nothing is shed. */
  readonly pressure?: PressureGauge | undefined
  /** Makes a UUIDv7. */
  readonly newId: () => string
}
