import { trimAudit } from '../src/audit/trim-audit.ts'
import { verifyAudit } from '../src/audit/verify-audit.ts'
import { cliSource } from '../src/audit/write-audit.ts'
import type { Db } from '../src/db/db.ts'
import { issueApiKey } from '../src/tenants/create-api-key.ts'
import { ensureKeyFile } from '../src/tenants/ensure-key-file.ts'
import { ensureTenantAudited } from '../src/tenants/ensure-tenant.ts'
import { findApiKeyViewAnyTenant, listApiKeysAnyTenant } from '../src/tenants/list-api-keys.ts'
import { revokeApiKeyAnyTenant } from '../src/tenants/revoke-api-key.ts'
import { rotateApiKeyAnyTenant } from '../src/tenants/rotate-api-key.ts'
import { SCOPES } from '../src/tenants/scopes.ts'
import type { RunnableCommand } from './keys-command.ts'

/** What to print, or why nothing was done. */
export type KeysResult =
  | { readonly kind: 'done'; readonly lines: readonly string[] }
  | { readonly kind: 'refused'; readonly problem: string }

type CommandOf<Kind extends RunnableCommand['kind']> = Extract<RunnableCommand, { kind: Kind }>
type ListedKey = Awaited<ReturnType<typeof listApiKeysAnyTenant>>[number]

const keepIt = 'It is shown this once: keep it now.'

/** Runs one command. Only `create` and `rotate` print a key. */
export async function runKeysCommand(db: Db, command: RunnableCommand): Promise<KeysResult> {
  switch (command.kind) {
    case 'create':
      return create(db, command)
    case 'list':
      return list(await listApiKeysAnyTenant(db), command.isJson)
    case 'rotate':
      return rotate(db, command)
    case 'revoke':
      return revoke(db, command)
    case 'ensure':
      return ensure(db, command)
    case 'verify-audit':
      return verify(db, command)
    case 'trim-audit': {
      const removed = await trimAudit(db, command.days)
      return said(command, { removed }, [`${removed} lines older than ${command.days} days removed`])
    }
  }
}

async function create(db: Db, command: CommandOf<'create'>): Promise<KeysResult> {
  const { name, tenant, scopes, expiresInMs } = command
  const made = await db.$transaction(async (tx) => {
    const tenantId = tenant === null ? null : await ensureTenantAudited(tx, tenant, cliSource)
    const life = expiresInMs === undefined ? {} : { expiresInMs }
    return issueApiKey(tx, { tenantId, name, scopes, ...life }, cliSource)
  })
  const { key, prefix, expiresAt } = made
  const owner = tenant === null ? 'Operator key' : 'Key'
  const place = tenant === null ? '' : ` of tenant "${tenant}"`
  return said(command, { key, prefix, name, tenant, scopes, expiresAt }, [
    key,
    `${owner} "${name}"${place} for ${scopes.join(', ')}, expires ${expiresAt?.toISOString() ?? 'never'}.`,
    keepIt,
  ])
}

async function rotate(db: Db, command: CommandOf<'rotate'>): Promise<KeysResult> {
  const { prefix } = command
  if ((await findApiKeyViewAnyTenant(db, prefix)) === undefined) return unknownPrefix(prefix)
  const result = await db.$transaction((tx) => rotateApiKeyAnyTenant(tx, command, cliSource))
  if (result.kind === 'not_active') {
    return { kind: 'refused', problem: `The key ${prefix} is revoked or expired: create another` }
  }
  const { key, view } = result
  const oldUntil = view.previousSecretExpiresAt
  const oldEnd = oldUntil === null ? 'within 5 seconds' : `at ${oldUntil.toISOString()}`
  return said(command, { key, prefix, name: view.name, previousSecretExpiresAt: oldUntil }, [
    key,
    `New secret of "${view.name}"; the old one ends ${oldEnd}.`,
    keepIt,
  ])
}

async function revoke(db: Db, command: CommandOf<'revoke'>): Promise<KeysResult> {
  const { prefix } = command
  const { kind } = await revokeApiKeyAnyTenant(db, prefix, cliSource)
  if (kind === 'unknown') return unknownPrefix(prefix)
  return said(command, { prefix, result: kind }, [`${prefix} ${kind.replace('_', ' ')}`])
}

async function ensure(db: Db, command: CommandOf<'ensure'>): Promise<KeysResult> {
  const tenantId = await db.$transaction((tx) => ensureTenantAudited(tx, command.tenant, cliSource))
  const { kind } = await ensureKeyFile(db, {
    tenantId,
    name: command.name,
    file: command.file,
    scopes: SCOPES,
  })
  return said(command, { file: command.file, result: kind }, [`${kind} the key in ${command.file}`])
}

async function verify(db: Db, command: CommandOf<'verify-audit'>): Promise<KeysResult> {
  const verdict = await verifyAudit(db)
  if (verdict.kind === 'broken') {
    return {
      kind: 'refused',
      problem: `The audit log is broken at line ${verdict.seq} (${verdict.id}): ${verdict.reason}`,
    }
  }
  const { lines, head } = verdict
  const seq = head === undefined ? null : Number(head.seq)
  const end = head === undefined ? '' : `; the last one is ${seq} with hash ${head.hash}`
  return said(command, { result: 'intact', lines, seq, hash: head?.hash ?? null }, [
    `The audit log is intact: ${lines} lines${end}.`,
  ])
}

function unknownPrefix(prefix: string): KeysResult {
  return { kind: 'refused', problem: `There is no key with the prefix ${prefix}` }
}

function list(keys: readonly ListedKey[], isJson: boolean): KeysResult {
  if (isJson) return { kind: 'done', lines: [JSON.stringify(keys)] }
  if (keys.length === 0)
    return { kind: 'done', lines: ['There are no keys yet: npm run keys -- create --name NAME'] }
  const header = ['PREFIX', 'NAME', 'TENANT', 'STATE', 'EXPIRES', 'LAST USED', 'SCOPES']
  const rows = keys.map((key) => [
    key.prefix,
    key.name,
    key.tenant ?? '(operator)',
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
