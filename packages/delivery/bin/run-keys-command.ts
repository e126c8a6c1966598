import type { Db } from '../src/db/db.ts'
import { createApiKey } from '../src/tenants/create-api-key.ts'
import { ensureKeyFile } from '../src/tenants/ensure-key-file.ts'
import { ensureTenant } from '../src/tenants/ensure-tenant.ts'
import { type ApiKeyView, listApiKeysAnyTenant } from '../src/tenants/list-api-keys.ts'
import { revokeApiKeyAnyTenant } from '../src/tenants/revoke-api-key.ts'
import { SCOPES } from '../src/tenants/scopes.ts'
import type { RunnableCommand } from './keys-command.ts'

/** What to print, or why nothing was done. */
export type KeysResult =
  | { readonly kind: 'done'; readonly lines: readonly string[] }
  | { readonly kind: 'refused'; readonly problem: string }

type Create = Extract<RunnableCommand, { kind: 'create' }>
type Ensure = Extract<RunnableCommand, { kind: 'ensure' }>

/** Runs one command. Only `create` prints a key. */
export async function runKeysCommand(db: Db, command: RunnableCommand): Promise<KeysResult> {
  switch (command.kind) {
    case 'create':
      return create(db, command)
    case 'list':
      return list(await listApiKeysAnyTenant(db), command.isJson)
    case 'revoke': {
      const { kind } = await revokeApiKeyAnyTenant(db, command.prefix)
      if (kind === 'unknown')
        return { kind: 'refused', problem: `There is no key with the prefix ${command.prefix}` }
      return said(command, { prefix: command.prefix, result: kind }, [
        `${command.prefix} ${kind.replace('_', ' ')}`,
      ])
    }
    case 'ensure':
      return ensure(db, command)
  }
}

async function create(db: Db, command: Create): Promise<KeysResult> {
  const tenantId = await ensureTenant(db, command.tenant)
  const { name, tenant, scopes, expiresInMs } = command
  const made = await createApiKey(db, {
    tenantId,
    name,
    scopes,
    ...(expiresInMs === undefined ? {} : { expiresInMs }),
  })
  const { key, prefix, expiresAt } = made
  return said(command, { key, prefix, name, tenant, scopes, expiresAt }, [
    key,
    `Key "${name}" of tenant "${tenant}" for ${scopes.join(', ')}, expires ${expiresAt?.toISOString() ?? 'never'}.`,
    'It is shown this once: keep it now.',
  ])
}

async function ensure(db: Db, command: Ensure): Promise<KeysResult> {
  const tenantId = await ensureTenant(db, command.tenant)
  const { kind } = await ensureKeyFile(db, {
    tenantId,
    name: command.name,
    file: command.file,
    scopes: SCOPES,
  })
  return said(command, { file: command.file, result: kind }, [`${kind} the key in ${command.file}`])
}

function list(keys: readonly ApiKeyView[], isJson: boolean): KeysResult {
  if (isJson) return { kind: 'done', lines: [JSON.stringify(keys)] }
  if (keys.length === 0)
    return { kind: 'done', lines: ['There are no keys yet: npm run keys -- create --name NAME'] }
  const header = ['PREFIX', 'NAME', 'TENANT', 'STATE', 'EXPIRES', 'LAST USED', 'SCOPES']
  const rows = keys.map((key) => [
    key.prefix,
    key.name,
    key.tenant,
    key.state,
    key.expiresAt?.toISOString() ?? 'never',
    key.lastUsedAt?.toISOString() ?? 'never',
    key.scopes.join(','),
  ])
  return { kind: 'done', lines: inColumns([header, ...rows]) }
}

function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widthOf = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widthOf(column)))
      .join('  ')
      .trimEnd(),
  )
}

function said(command: { isJson: boolean }, json: object, lines: readonly string[]): KeysResult {
  return { kind: 'done', lines: command.isJson ? [JSON.stringify(json)] : lines }
}
