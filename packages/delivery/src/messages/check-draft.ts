import {
  type MessageDraft,
  maxScheduleDays,
  validity,
  type Warning,
} from '@heliograph/shared/contracts/messages'
import type { FieldProblem } from '@heliograph/shared/contracts/problem'
import { rankOfPriority } from '@heliograph/shared/domain/priority'
import type { RoutedAccount, RoutedSender } from '../accounts/refresh-accounts.ts'
import { checkMediaUrl, isPlainHttp, type MediaRules } from './check-media-url.ts'
import { isPossibleNumber } from './is-possible-number.ts'

/** A draft that may be stored, with the sender it leaves from. */
export type CheckedDraft = {
  readonly body: MessageDraft
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
export type DraftRules = MediaRules & { readonly account: RoutedAccount; readonly now?: () => number }

/** Verdict on a draft: everything that is wrong with it at once, or the draft ready to store. */
export type DraftVerdict =
  | { readonly kind: 'ok'; readonly draft: CheckedDraft }
  | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] }

/**
 * Checks what the contract's shape cannot: that the number can exist, the URLs can be fetched, the sender is
 * ours, the time is near enough.
 */
export function checkDraft(rules: DraftRules, body: MessageDraft): DraftVerdict {
  const mediaUrls = body.mediaUrls ?? []
  const sender = chooseSender(rules.account, body.from)
  const aheadMs = body.sendAt === undefined ? 0 : Date.parse(body.sendAt) - (rules.now ?? Date.now)()
  const problems = [...checkNumber(body.to), ...checkSchedule(aheadMs), ...checkMedia(mediaUrls, rules)]
  if (sender === undefined) problems.push(unknownSender(rules.account, body.from))
  if (sender === undefined || problems.length > 0) return { kind: 'refused', problems }
  const draft: CheckedDraft = {
    body,
    sender,
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

function checkMedia(mediaUrls: readonly string[], rules: MediaRules): FieldProblem[] {
  return mediaUrls.flatMap((mediaUrl, index) => {
    const refusal = checkMediaUrl(mediaUrl, rules)
    return refusal === undefined ? [] : [{ field: `mediaUrls[${index}]`, ...refusal }]
  })
}

function chooseSender(account: RoutedAccount, from: string | undefined): RoutedSender | undefined {
  return account.senders.find((sender) => (from === undefined ? sender.isDefault : sender.address === from))
}

function unknownSender(account: RoutedAccount, from: string | undefined): FieldProblem {
  const known = account.senders.map((sender) => sender.address).join(', ')
  const message =
    from === undefined
      ? `is required: no default sender is configured; choose one of ${known}`
      : `is not a configured sender; leave it out or choose one of ${known}`
  return { field: 'from', rule: 'configured_sender', message }
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
