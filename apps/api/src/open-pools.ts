import { type DbSettings, openDb } from '@heliograph/delivery/db/db'
import type { ApiDeps } from './api-deps.ts'
import type { ApiConfig } from './config.ts'

/** As many as there are shared statements side by side (messages-create.ts). */
const maxAcceptConnections = 4
/** Statistics and exports share these, so that they wait for each other and not applications for them. */
const maxReportConnections = 2

/** The pools of an API process; disposing closes them. */
export type Pools = Pick<ApiDeps, 'db' | 'acceptDb' | 'callbackDb' | 'reportDb'> & AsyncDisposable

type Settings = Pick<ApiConfig, 'maxConnections' | 'maxCallbackConnections'> & {
  readonly databaseUrl: string
}

/** Opens the pools. They connect on first use. */
export function openPools({ databaseUrl: url, maxConnections, maxCallbackConnections }: Settings): Pools {
  const stack = new AsyncDisposableStack()
  const open = (settings: Omit<DbSettings, 'url'>) =>
    stack.adopt(openDb({ url, ...settings }), (pool) => pool.$disconnect())
  return {
    db: open({ maxConnections, applicationName: 'heliograph-api' }),
    acceptDb: open({
      maxConnections: maxAcceptConnections,
      applicationName: 'heliograph-api-accept',
      keepsPlans: true,
    }),
    callbackDb: open({
      maxConnections: maxCallbackConnections,
      applicationName: 'heliograph-api-callbacks',
      keepsPlans: true,
    }),
    reportDb: open({
      maxConnections: maxReportConnections,
      applicationName: 'heliograph-api-reports',
      usesHelpers: true,
    }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}
