// Phone numbers with a known fate at AWS. Its exceptions and events have no numbers of their own, so this table gives them
// some: +1 500 554 xxxx refuse the send, +1 500 556 xxxx end the accepted message.
import type { ShownNumber } from '../core/carrier.ts'
import {
  callbackFaultNumbers,
  type FaultBehaviour,
  type Life,
  lifeNumbers,
  type NumberRow,
  requestFaultNumbers,
} from '../core/fault-numbers.ts'
import {
  type AwsError,
  accessDenied,
  awsError,
  conflict,
  internalError,
  invalid,
  notFound,
  quotaExceeded,
  throttled,
} from './aws-error.ts'
import type { EventType } from './event-types.ts'

/** What happens to a message because of its recipient. */
export type Behaviour =
  | Life
  | FaultBehaviour
  /** The send is refused with this exception. */
  | { kind: 'refused'; error: () => AwsError }
  /** Accepted; ends with this event. */
  | { kind: 'fails'; event: EventType }
  /** Accepted; this event comes with `isFinal: false`, and afterwards it is delivered. */
  | { kind: 'recovers'; event: EventType }

/** A sender with a known fate; null is accepted. */
export type SenderNumber = ShownNumber & { error: (() => AwsError) | null }

/** Senders that behave the same in every account. */
export const SENDER_NUMBERS: readonly SenderNumber[] = [
  { number: '+15005550006', see: 'accepted', error: null },
  {
    number: '+15005550001',
    see: 'ResourceNotFoundException, phone-number',
    error: () => notFound('phone-number', '+15005550001'),
  },
  {
    number: '+15005550007',
    see: 'ConflictException, NUMBER_CAPABILITIES_MISMATCH: cannot send MMS',
    error: () => conflict('NUMBER_CAPABILITIES_MISMATCH'),
  },
  { number: '+15005550008', see: 'ThrottlingException', error: throttled },
]

const CONFLICTS: readonly [number, string, string][] = [
  [101, 'DESTINATION_PHONE_NUMBER_OPTED_OUT', 'recipient has opted out'],
  [102, 'DESTINATION_PHONE_NUMBER_NOT_VERIFIED', 'sandbox, recipient not verified'],
  [103, 'NO_ORIGINATION_IDENTITIES_FOUND', 'pool without a usable number'],
  [104, 'NUMBER_CAPABILITIES_MISMATCH', 'sender cannot send MMS'],
  [105, 'RESOURCE_NOT_ACTIVE', 'sender not active'],
  [106, 'MESSAGE_TYPE_MISMATCH', 'sender of another message type'],
  [107, 'DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION', 'country blocked by the account'],
  [108, 'DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE', 'number blocked by the account'],
]

const INVALIDS: readonly [number, string, string][] = [
  [501, 'MEDIA_TYPE_NOT_SUPPORTED', 'media type'],
  [502, 'MAXIMUM_SIZE_EXCEEDED', 'media size'],
  [503, 'RESOURCE_NOT_ACCESSIBLE', 'media cannot be read'],
  [504, 'INVALID_PARAMETER', 'a parameter is wrong'],
  [505, 'MISSING_PARAMETER', 'a parameter is missing'],
  [506, 'PRICE_OVER_THRESHOLD', 'dearer than MaxPrice'],
  [511, 'COUNTRY_NOT_ENABLED', 'country not enabled'],
  [512, 'DESTINATION_COUNTRY_BLOCKED', 'country blocked by AWS'],
  [513, 'INVALID_IDENTITY_FOR_DESTINATION_COUNTRY', 'sender not usable for this country'],
  [514, 'INTERNATIONAL_SENDING_NOT_SUPPORTED', 'sender does not send abroad'],
  [515, 'CHANNEL_NOT_ENABLED', 'MMS not enabled'],
]

const REFUSALS: readonly NumberRow<Behaviour>[] = [
  refusal(1, 'AccessDeniedException, ACCOUNT_DISABLED', () => accessDenied('ACCOUNT_DISABLED')),
  refusal(2, 'AccessDeniedException, INSUFFICIENT_ACCOUNT_REPUTATION', () =>
    accessDenied('INSUFFICIENT_ACCOUNT_REPUTATION'),
  ),
  refusal(3, 'AccessDeniedException without a reason: denied by IAM', () => accessDenied()),
  ...CONFLICTS.map(([n, reason, see]) =>
    refusal(n, `ConflictException, ${reason}: ${see}`, () => conflict(reason)),
  ),
  refusal(201, 'ResourceNotFoundException, phone-number', () => notFound('phone-number', 'unknown')),
  refusal(202, 'ResourceNotFoundException, configuration-set', () =>
    notFound('configuration-set', 'unknown'),
  ),
  refusal(301, 'ServiceQuotaExceededException, MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA', () =>
    quotaExceeded('MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA'),
  ),
  refusal(401, 'ThrottlingException', throttled),
  ...INVALIDS.map(([n, reason, see]) =>
    refusal(n, `ValidationException, ${reason}: ${see}`, () => invalid(reason)),
  ),
  refusal(601, 'InternalServerException (500), not accepted', internalError),
  refusal(701, 'UnrecognizedClientException: unknown access key', () =>
    awsError('UnrecognizedClientException', 'The security token included in the request is invalid.'),
  ),
  refusal(702, 'InvalidSignatureException: wrong secret', () =>
    awsError('InvalidSignatureException', 'The request signature we calculated does not match.'),
  ),
  refusal(703, 'ExpiredTokenException: session over', () =>
    awsError('ExpiredTokenException', 'The security token included in the request is expired'),
  ),
]

const ENDINGS: readonly NumberRow<Behaviour>[] = (
  [
    [1, 'MEDIA_INVALID', 'number is not valid'],
    [2, 'MEDIA_INVALID_MESSAGE', 'content is not valid'],
    [3, 'MEDIA_UNREACHABLE', 'phone off or out of reach'],
    [4, 'MEDIA_CARRIER_UNREACHABLE', 'carrier problem'],
    [5, 'MEDIA_BLOCKED', 'phone blocks messages'],
    [6, 'MEDIA_CARRIER_BLOCKED', 'blocked by the carrier'],
    [7, 'MEDIA_SPAM', 'filtered as spam'],
    [8, 'MEDIA_FILE_INACCESSIBLE', 'media cannot be read'],
    [9, 'MEDIA_FILE_SIZE_EXCEEDED', 'media too large'],
    [10, 'MEDIA_FILE_TYPE_UNSUPPORTED', 'media type'],
    [11, 'MEDIA_TTL_EXPIRED', 'time to live over'],
    [12, 'MEDIA_UNKNOWN', 'nobody knows'],
  ] as const
).map(([n, event, see]) => ({
  number: `+1500556${pad(n)}`,
  see: `${event}: ${see}`,
  behaviour: { kind: 'fails', event },
}))

const RECOVERS: NumberRow<Behaviour> = {
  number: '+15005560103',
  see: 'MEDIA_UNREACHABLE with isFinal false, then delivered',
  behaviour: { kind: 'recovers', event: 'MEDIA_UNREACHABLE' },
}

const SEES: Readonly<Record<string, string>> = {
  '+15005552429': 'ThrottlingException, not accepted',
  '+15005552430': 'ThrottlingException with a Retry-After: 1 that AWS itself does not send, not accepted',
  '+15005552431': 'ThrottlingException on every other send, delivered on the next',
  '+15005552503': '503 with an HTML page, not accepted',
  '+15005552512': 'connection reset, accepted, no events: nothing can prove it',
  '+15005552513': 'as 2512',
  '+15005553006': 'delivered, like every number not in this table',
}

/** Every listed recipient. */
export const RECIPIENT_NUMBERS: readonly NumberRow<Behaviour>[] = [
  ...lifeNumbers({
    queued: 'MEDIA_QUEUED until its time to live is over',
    sending: 'MEDIA_PENDING until its time to live is over',
    sent: 'MEDIA_SUCCESSFUL',
    delivered: 'delivered',
    undelivered: 'MEDIA_CARRIER_UNREACHABLE',
  }),
  ...REFUSALS,
  ...ENDINGS,
  RECOVERS,
  ...requestFaultNumbers({
    created: '200',
    authRejected: 'UnrecognizedClientException',
    suspended: 'AccessDeniedException, ACCOUNT_DISABLED',
    delivered: 'delivered',
  }),
  ...callbackFaultNumbers({ delivered: 'delivered', failed: 'MEDIA_INVALID_MESSAGE' }),
].map((row) => ({ ...row, see: SEES[row.number] ?? row.see }))

const BY_NUMBER = new Map(RECIPIENT_NUMBERS.map(({ number, behaviour }) => [number, behaviour]))
const ORDINARY: Behaviour = { kind: 'ordinary' }

/** What a recipient's number brings about. */
export function behaviourOf(to: string): Behaviour {
  return BY_NUMBER.get(to) ?? ORDINARY
}

function refusal(n: number, see: string, error: () => AwsError): NumberRow<Behaviour> {
  return { number: `+1500554${pad(n)}`, see, behaviour: { kind: 'refused', error } }
}

function pad(n: number): string {
  return String(n).padStart(4, '0')
}
