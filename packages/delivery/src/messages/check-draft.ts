import {
  type MessageDraft,
  maxScheduleDays,
  validity,
  type Warning,
} from '@heliograph/shared/contracts/messages'
import type { FieldProblem } from '@heliograph/shared/contracts/problem'
import { rankOfPriority } from '@heliograph/shared/domain/priority'
import {
  chooseRoute,
  type Route,
  type RoutedAccount,
  type RoutedSender,
  type Routing,
} from '../accounts/routing.ts'
import { checkCapabilities } from '../providers/check-capabilities.ts'
import { checkMediaUrl, isPlainHttp } from './check-media-url.ts'
import { isPossibleNumber } from './is-possible-number.ts'

/** A draft that may be stored, with the sender it leaves from. */
export type CheckedDraft = {
  readonly body: MessageDraft
  readonly account: RoutedAccount
  readonly sender: RoutedSender
  readonly kind: 'mms' | 'sms'
  readonly warnings: readonly Warning[]
  /** RFC 3339 in UTC. Absent: now. */
  readonly sendAt?: string
  readonly validitySeconds: number
  /** 0 urgent, 1 normal, 2 bulk. */
  readonly priority: number
}

/** What a draft is checked against. `now` is the time in milliseconds, by default this machine's. */
export type DraftRules = {
  readonly routing: Routing
  /** Whose message it is: stored media belongs to a tenant. */
  readonly tenantId: string
  /** Refuse media over plain http. */
  readonly requireHttps: boolean
  readonly now?: () => number
}

/** Verdict on a draft: everything that is wrong with it at once, or the draft ready to store. */
export type DraftVerdict =
  | { readonly kind: 'ok'; readonly draft: CheckedDraft }
  | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] }

/**
 * Checks what the contract's shape cannot: that the number can exist, the URLs can be fetched, the sender is
 * ours, the time is near enough, and the provider that it would leave through takes such a message.
 */
export function checkDraft(rules: DraftRules, body: MessageDraft): DraftVerdict {
  const mediaUrls = body.mediaUrls ?? []
  const route = chooseRoute(rules.routing, body)
  const aheadMs = body.sendAt === undefined ? 0 : Date.parse(body.sendAt) - (rules.now ?? Date.now)()
  const problems = [
    ...checkNumber(body.to),
    ...checkSchedule(aheadMs),
    ...checkMedia(rules, route, mediaUrls),
  ]
  if (route.kind === 'refused') return { kind: 'refused', problems: [...problems, route.problem] }
  problems.push(...checkCapabilities(route.account.capabilities, { ...body, mediaUrls }))
  if (problems.length > 0) return { kind: 'refused', problems }
  const draft: CheckedDraft = {
    body,
    account: route.account,
    sender: route.sender,
    kind: mediaUrls.length > 0 || body.requireMms === true ? 'mms' : 'sms',
    warnings: [...warnOfMedia(mediaUrls), ...warnOfPast(aheadMs)],
    ...(body.sendAt === undefined ? {} : { sendAt: new Date(body.sendAt).toISOString() }),
    validitySeconds: body.validitySeconds ?? validity.defaultSeconds,
    priority: rankOfPriority(body.priority ?? 'normal'),
  }
  return { kind: 'ok', draft }
}

function checkNumber(to: string): FieldProblem[] {
  if (isPossibleNumber(to)) return []
  const message = 'has a length that no number of its country has; check the country code and the digits'
  return [{ field: 'to', rule: 'possible_number', message }]
}

function checkSchedule(aheadMs: number): FieldProblem[] {
  if (aheadMs <= maxScheduleDays * 86_400_000) return []
  const message = `is more than ${maxScheduleDays} days ahead; post the message closer to its time`
  return [{ field: 'sendAt', rule: 'schedule_window', message }]
}

/**
 * Addresses on the web as carriers can reach them; a simulator on this machine also reaches hosts that no carrier does.
 * Whether stored files may be sent at all is for the capabilities to say, and which ones for the account.
 */
function checkMedia(
  { requireHttps, tenantId }: DraftRules,
  route: Route,
  mediaUrls: readonly string[],
): FieldProblem[] {
  const account = route.kind === 'ok' ? route.account : undefined
  return mediaUrls.flatMap((mediaUrl, index) => {
    const field = `mediaUrls[${index}]`
    if (account !== undefined && URL.parse(mediaUrl)?.protocol === 's3:') {
      const message = account.checkStored?.(mediaUrl, tenantId)
      return message === undefined ? [] : [{ field, rule: 'own_media', message }]
    }
    const refusal = checkMediaUrl(mediaUrl, { requireHttps, allowPrivateHosts: account?.simulated ?? false })
    return refusal === undefined ? [] : [{ field, ...refusal }]
  })
}

function warnOfMedia(mediaUrls: readonly string[]): Warning[] {
  return mediaUrls.flatMap((mediaUrl, index) =>
    isPlainHttp(mediaUrl)
      ? [
          {
            code: 'plain_http_media',
            field: `mediaUrls[${index}]`,
            message: 'is fetched over plain http; use https so that nobody on the way can read or change it',
          },
        ]
      : [],
  )
}

function warnOfPast(aheadMs: number): Warning[] {
  if (aheadMs >= 0) return []
  return [{ code: 'send_at_past', field: 'sendAt', message: 'is in the past; the message is sent now' }]
}
