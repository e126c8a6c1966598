// What keeps a well-formed SendMediaMessage from being accepted, in a fixed order: account, sender, recipient, media, money.
import type { Aws } from './account.ts'
import { type AwsError, accessDenied, conflict, invalid, notFound, quotaExceeded } from './aws-error.ts'
import { findMedia } from './find-media.ts'
import { OPT_OUT_LIST } from './keywords.ts'
import { findMediaProblem } from './media-rules.ts'
import { behaviourOf, SENDER_NUMBERS } from './numbers.ts'
import { costMicros, toMicros } from './price.ts'
import type { SendInput } from './send-input.ts'
import type { Settings } from './settings.ts'

/** Finds the exception that refuses a send; undefined when it can be accepted. */
export function findRefusal(aws: Aws, input: SendInput): AwsError | undefined {
  const settings = aws.settings()
  return (
    accountProblem(settings) ??
    identityProblem(settings, input) ??
    recipientProblem(aws, input) ??
    mediaProblem(aws, input) ??
    moneyProblem(aws, input)
  )
}

function accountProblem({ accountStatus, deniedActions, accountId, region }: Settings): AwsError | undefined {
  if (accountStatus === 'disabled') return accessDenied('ACCOUNT_DISABLED')
  if (accountStatus === 'low_reputation') return accessDenied('INSUFFICIENT_ACCOUNT_REPUTATION')
  if (!deniedActions.includes('sms-voice:SendMediaMessage')) return undefined
  const message = `User is not authorized to perform: sms-voice:SendMediaMessage on resource: arn:aws:sms-voice:${region}:${accountId}:*`
  return accessDenied(undefined, message)
}

function identityProblem(
  settings: Settings,
  { identity, configurationSet }: SendInput,
): AwsError | undefined {
  const special = SENDER_NUMBERS.find(({ number }) => number === identity)?.error
  if (special) return special()
  if (!isOneOf(identity, settings.originationIdentities)) return notFound(identityType(identity), identity)
  if (configurationSet !== null && !isOneOf(configurationSet, settings.configurationSets)) {
    return notFound('configuration-set', configurationSet)
  }
  return undefined
}

function recipientProblem(aws: Aws, { to }: SendInput): AwsError | undefined {
  const { destinationPrefixes, sandbox, verifiedNumbers } = aws.settings()
  const behaviour = behaviourOf(to)
  if (behaviour.kind === 'refused') return behaviour.error()
  if (!destinationPrefixes.some((prefix) => to.startsWith(prefix))) return invalid('COUNTRY_NOT_ENABLED')
  if (sandbox && !verifiedNumbers.includes(to)) return conflict('DESTINATION_PHONE_NUMBER_NOT_VERIFIED')
  return aws.optOuts.stoppedBy(to).has(OPT_OUT_LIST)
    ? conflict('DESTINATION_PHONE_NUMBER_OPTED_OUT')
    : undefined
}

function mediaProblem(aws: Aws, { media }: SendInput): AwsError | undefined {
  if (media === null || aws.settings().mediaChecks === 'delivery') return undefined
  const problem = findMediaProblem(findMedia(aws, media))
  const field = { Name: 'MediaUrls', Message: `s3://${media.bucket}/${media.key}` }
  return problem && invalid(problem.reason, [field])
}

function moneyProblem(aws: Aws, { maxPriceUsd }: SendInput): AwsError | undefined {
  const { price, monthlySpendLimitUsd } = aws.settings()
  if (maxPriceUsd !== null && maxPriceUsd < price.messageUsd) return invalid('PRICE_OVER_THRESHOLD')
  const isOver =
    monthlySpendLimitUsd !== null && aws.spending.micros + costMicros(price) > toMicros(monthlySpendLimitUsd)
  return isOver ? quotaExceeded('MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA') : undefined
}

function isOneOf(given: string, known: readonly string[]): boolean {
  return known.includes(given) || known.includes('*')
}

function identityType(identity: string): string {
  return /(^|\/)pool-/.test(identity) ? 'pool' : 'phone-number'
}
