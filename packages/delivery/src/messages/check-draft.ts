import type { CreateMessageBody, Warning } from '@heliograph/shared/contracts/messages'
import type { FieldProblem } from '@heliograph/shared/contracts/problem'
import { isPossiblePhoneNumber } from 'libphonenumber-js/min'
import type { RoutedAccount, RoutedSender } from '../accounts/refresh-accounts.ts'
import { checkMediaUrl, isPlainHttp, type MediaRules } from './check-media-url.ts'

/** A draft that may be stored, with the sender it leaves from. */
export type CheckedDraft = {
  readonly body: CreateMessageBody
  readonly sender: RoutedSender
  readonly kind: 'mms' | 'sms'
  readonly warnings: readonly Warning[]
}

/** Verdict on a draft: everything that is wrong with it at once, or the draft ready to store. */
export type DraftVerdict =
  | { readonly kind: 'ok'; readonly draft: CheckedDraft }
  | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] }

/** Checks what the contract's shape cannot: that the number can exist, the URLs can be fetched, the sender is ours. */
export function checkDraft(
  rules: MediaRules & { readonly account: RoutedAccount },
  body: CreateMessageBody,
): DraftVerdict {
  const mediaUrls = body.mediaUrls ?? []
  const sender = chooseSender(rules.account, body.from)
  const problems: FieldProblem[] = []
  if (!isPossiblePhoneNumber(body.to)) {
    problems.push({
      field: 'to',
      rule: 'possible_number',
      message: 'has a length that no number of its country has; check the country code and the digits',
    })
  }
  if (sender === undefined) problems.push(unknownSender(rules.account, body.from))
  for (const [index, mediaUrl] of mediaUrls.entries()) {
    const refusal = checkMediaUrl(mediaUrl, rules)
    if (refusal !== undefined) problems.push({ field: `mediaUrls[${index}]`, ...refusal })
  }
  if (sender === undefined || problems.length > 0) return { kind: 'refused', problems }
  const kind = mediaUrls.length > 0 || body.requireMms === true ? 'mms' : 'sms'
  return { kind: 'ok', draft: { body, sender, kind, warnings: warningsFor(mediaUrls) } }
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

function warningsFor(mediaUrls: readonly string[]): Warning[] {
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
