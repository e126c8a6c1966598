import { type CursorScope, readCursor, writeCursor } from '@heliograph/delivery/secrets/cursor'
import type { Keyring } from '@heliograph/delivery/secrets/keyring'
import { Refusal } from '../problems/refusal.ts'

type Deps = { readonly keyring: Keyring }
type Page = { readonly rows: readonly { readonly id: string }[]; readonly hasMore: boolean }

/** The id after which a list goes on; undefined without a cursor. Throws `invalid_cursor`. */
export function readPageCursor(
  { keyring }: Deps,
  scope: CursorScope,
  cursor: string | undefined,
): string | undefined {
  if (cursor === undefined) return undefined
  const id = readCursor(keyring, scope, cursor)
  if (id !== undefined) return id
  throw new Refusal(
    'invalid_cursor',
    'use nextCursor of the page before, unchanged and with the same filters; or start again without one',
  )
}

/** The cursor of the page after this one; null when there is none. */
export function nextPageCursor(deps: Deps, scope: CursorScope, { rows, hasMore }: Page): string | null {
  return writePageCursor(deps, scope, hasMore ? rows.at(-1)?.id : undefined)
}

/** The cursor of the page that goes on after an id; null without one. */
export function writePageCursor(
  { keyring }: Deps,
  scope: CursorScope,
  id: string | undefined,
): string | null {
  return id === undefined ? null : writeCursor(keyring, scope, id)
}
