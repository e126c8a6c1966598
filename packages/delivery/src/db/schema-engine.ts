import { readFile } from 'node:fs/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

// Prisma's schema engine as WebAssembly: the engine of `prisma migrate`, without a native binary that
// would have to be downloaded. It fills the same _prisma_migrations table, so both agree.

// Node has WebAssembly; the type library that declares it is the browser's, which must stay out.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: Record<string, unknown> }
}

/** An engine and the pool it talks through. `close()` ends both; it also frees the engine's lock. */
export type OpenSchemaEngine = { readonly engine: SchemaEngine; readonly close: () => Promise<void> }

/** Nothing is left out of what the engine looks at. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] }

/** Opens the engine on one database; connects at once. Throws what the driver throws. */
export async function openSchemaEngine(url: string): Promise<OpenSchemaEngine> {
  const engineModule = await loadEngineModule()
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    application_name: 'heliograph-migrate',
    connectionTimeoutMillis: 5_000,
  })
  // A dying idle connection would otherwise be an uncaught event; the next statement reports it.
  pool.on('error', () => undefined)
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(wholeScripts(pool))
    const engine = await engineModule.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter)
    openEngines += 1
    return {
      engine,
      close: async () => {
        engine.free()
        openEngines -= 1
        if (openEngines === 0) clearEngineTimers()
        await pool.end()
      },
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}

/**
 * The stock adapter cuts a script at every semicolon, also inside function bodies and comments. Sent whole
 * without parameters it is one simple query, hence one implicit transaction, as the native engine does it.
 */
function wholeScripts(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  const stock = new PrismaPg(pool)
  return {
    provider: stock.provider,
    adapterName: stock.adapterName,
    connectToShadowDb: () => stock.connectToShadowDb(),
    connect: async () => {
      const adapter = await stock.connect()
      adapter.executeScript = async (script) => {
        await adapter.executeRaw({ sql: script, args: [], argTypes: [] })
      }
      return adapter
    },
  }
}

type EngineModule = typeof import('@prisma/schema-engine-wasm/schema_engine_bg')

// The engine races its lock against a timer of 10 s and never clears it, which would keep a process alive.
const engineTimers = new Set<NodeJS.Timeout>()
let openEngines = 0

function clearEngineTimers(): void {
  for (const timer of engineTimers) clearTimeout(timer)
  engineTimers.clear()
}

/** The engine's import of setTimeout (its name ends in a hash), so that the timers can be cleared. */
function trackedTimers(engineModule: EngineModule): Record<string, typeof startEngineTimer> {
  const names = Object.keys(engineModule).filter((name) => name.startsWith('__wbg_setTimeout_'))
  return Object.fromEntries(names.map((name) => [name, startEngineTimer]))
}

function startEngineTimer(callback: () => void, delayMs: number): NodeJS.Timeout {
  const timer = setTimeout(callback, delayMs)
  engineTimers.add(timer)
  return timer
}

let loading: Promise<EngineModule> | undefined

/** Compiles the engine once per process (5 MB of WebAssembly). */
function loadEngineModule(): Promise<EngineModule> {
  loading ??= instantiate()
  return loading
}

async function instantiate(): Promise<EngineModule> {
  const specifier = '@prisma/schema-engine-wasm/schema_engine_bg'
  const engineModule: EngineModule & { __wbg_set_wasm?: unknown } = await import(
    '@prisma/schema-engine-wasm/schema_engine_bg'
  )
  const bytes = await readFile(new URL('./schema_engine_bg.wasm', import.meta.resolve(specifier)))
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    './schema_engine_bg.js': { ...engineModule, ...trackedTimers(engineModule) },
  })
  call(engineModule.__wbg_set_wasm, '__wbg_set_wasm', instance.exports)
  call(instance.exports['__wbindgen_start'], '__wbindgen_start')
  return engineModule
}

function call(target: unknown, name: string, ...args: unknown[]): void {
  if (typeof target !== 'function') throw new Error(`The schema engine has no ${name}: unexpected version`)
  target(...args)
}
