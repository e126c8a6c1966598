import type { Route } from './call.ts'
import { createMessage } from './create-message.ts'
import { listMessages } from './list-messages.ts'
import { fetchAccount, fetchMessage, listMedia } from './message-resource.ts'

// Plivo's SDK asks for the account with two slashes at the end.
const ACCOUNT = /^\/\/?$/
const MESSAGES = /^\/Message\/$/
const MESSAGE = /^\/Message\/([^/]+)\/$/
const MEDIA = /^\/Message\/([^/]+)\/Media\/$/

const ROUTES: readonly Route[] = [
  { operation: 'account', method: 'GET', path: ACCOUNT, handle: fetchAccount },
  { operation: 'create', method: 'POST', path: MESSAGES, handle: createMessage },
  { operation: 'list', method: 'GET', path: MESSAGES, handle: listMessages },
  { operation: 'fetch', method: 'GET', path: MESSAGE, handle: fetchMessage },
  { operation: 'media', method: 'GET', path: MEDIA, handle: listMedia },
]

/** Where a path leads. */
export type Found =
  | { kind: 'route'; authId: string; route: Route; uuid: string }
  | { kind: 'method_not_allowed' }
  | { kind: 'not_found' }

/** Finds the route of a request below `/v1/Account`. The slash at the end is part of every path. */
export function findRoute(method: string, pathname: string): Found {
  const [, authId = '', rest = ''] = /^\/v1\/Account\/([^/]+)(\/.*)$/.exec(pathname) ?? []
  const candidates = ROUTES.filter(({ path }) => path.test(rest))
  if (candidates.length === 0) return { kind: 'not_found' }
  const route = candidates.find((candidate) => candidate.method === method)
  if (!route) return { kind: 'method_not_allowed' }
  return { kind: 'route', authId, route, uuid: route.path.exec(rest)?.[1] ?? '' }
}
