import { fetchAccount } from './account-resource.ts'
import type { Route } from './call.ts'
import { createMessage } from './create-message.ts'
import { listMessages } from './list-messages.ts'
import { deleteMedia, fetchMediaContent, fetchMediaResource, listMedia } from './media-resource.ts'
import { deleteMessage, fetchMessage, updateMessage } from './message-resource.ts'

const ACCOUNT = /^\.json$/
const MESSAGES = /^\/Messages\.json$/
const MESSAGE = /^\/Messages\/([^/.]+)\.json$/
const MEDIA = /^\/Messages\/([^/.]+)\/Media\.json$/
const ONE_MEDIA = /^\/Messages\/([^/.]+)\/Media\/([^/.]+)\.json$/
const CONTENT = /^\/Messages\/([^/.]+)\/Media\/([^/.]+)$/

const ROUTES: readonly Route[] = [
  { operation: 'account', method: 'GET', path: ACCOUNT, handle: fetchAccount },
  { operation: 'create', method: 'POST', path: MESSAGES, handle: createMessage },
  { operation: 'list', method: 'GET', path: MESSAGES, handle: listMessages },
  { operation: 'fetch', method: 'GET', path: MESSAGE, handle: fetchMessage },
  { operation: 'update', method: 'POST', path: MESSAGE, handle: updateMessage },
  { operation: 'delete', method: 'DELETE', path: MESSAGE, handle: deleteMessage },
  { operation: 'media', method: 'GET', path: MEDIA, handle: listMedia },
  { operation: 'media', method: 'GET', path: ONE_MEDIA, handle: fetchMediaResource },
  { operation: 'media', method: 'DELETE', path: ONE_MEDIA, handle: deleteMedia },
  { operation: 'media', method: 'GET', path: CONTENT, handle: fetchMediaContent },
]

/** Where a path leads. The account SID comes before its check, so that a wrong one reads as "not found". */
export type Found =
  | { kind: 'route'; accountSid: string; route: Route; sids: string[] }
  | { kind: 'method_not_allowed' }
  | { kind: 'not_found' }

/** Finds the route of a request below `/2010-04-01`. */
export function findRoute(method: string, pathname: string): Found {
  const [, accountSid = '', rest = ''] = /^\/2010-04-01\/Accounts\/([^/.]+)(.*)$/.exec(pathname) ?? []
  const candidates = ROUTES.filter(({ path }) => path.test(rest))
  if (candidates.length === 0) return { kind: 'not_found' }
  const route = candidates.find((candidate) => candidate.method === method)
  if (!route) return { kind: 'method_not_allowed' }
  return { kind: 'route', accountSid, route, sids: (route.path.exec(rest) ?? []).slice(1) }
}
