import type { ErrorClass, ErrorExplanation } from '@heliograph/shared/domain/error-class'

/** Why a request certainly never went out. */
export type NotStartedReason =
  | 'connect_timeout'
  | 'connect_refused'
  | 'dns_failed'
  | 'tls_failed'
  | 'connect_failed'
  | 'aborted_before_start'
  | 'deadline_before_start'

/** Why the answer to a request that went out is missing or cannot be believed. */
export type BrokenReason =
  | 'connection_lost'
  | 'headers_timeout'
  | 'response_truncated'
  | 'response_malformed'
  | 'response_too_large'
  | 'aborted_after_start'
  | 'deadline_after_start'

/** Our word for an error that came before a connection was ready. */
export function notStartedReason(error: unknown): NotStartedReason {
  const code = codeOf(error)
  const known = connectCodes.get(code)
  if (known) {
    return known
  }
  return tlsCode.test(code) || tlsText.test(messageOf(error)) ? 'tls_failed' : 'connect_failed'
}

/** Our word for an error that came after the request was started on a ready connection. */
export function brokenReason(error: unknown, hasHeaders: boolean): BrokenReason {
  if (error instanceof Error && error.name === 'HTTPParserError') {
    return 'response_malformed'
  }
  return hasHeaders ? 'response_truncated' : 'connection_lost'
}

/** Plain words for every reason above. */
export function listConnectionFaults(): ErrorExplanation[] {
  return [...explanations.values()]
}

/** Plain words for the reasons above; undefined for any other code. */
export function explainConnectionFault(code: string): ErrorExplanation | undefined {
  return explanations.get(code)
}

const connectCodes: ReadonlyMap<string, NotStartedReason> = new Map([
  ['UND_ERR_CONNECT_TIMEOUT', 'connect_timeout'],
  ['ETIMEDOUT', 'connect_timeout'],
  ['ECONNREFUSED', 'connect_refused'],
  ['ENOTFOUND', 'dns_failed'],
  ['EAI_AGAIN', 'dns_failed'],
  ['EAI_FAIL', 'dns_failed'],
  ['EAI_NODATA', 'dns_failed'],
])

// Node reports certificate faults under OpenSSL's names, handshake faults as ERR_SSL_* or EPROTO.
const tlsCode = /^(ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH$|EPROTO$)/
const tlsText = /before secure TLS connection/

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}

const tryAgain = 'Nothing was sent, so the message is tried again by itself.'
const proven =
  'The message may have been taken. It is looked up at the provider before anything else happens.'

type Words = readonly [title: string, cause: string, hint: string]

const notStarted: Record<NotStartedReason, Words> = {
  connect_timeout: [
    'No connection in time',
    'The provider did not answer the attempt to connect.',
    "If it lasts, check the firewall and the provider's status page.",
  ],
  connect_refused: [
    'Connection refused',
    'Nothing accepts connections at the provider address.',
    'If it lasts, check the configured base URL.',
  ],
  dns_failed: [
    'Host name not found',
    'The name of the provider host could not be resolved.',
    "If it lasts, check this machine's DNS and the configured base URL.",
  ],
  tls_failed: [
    'No secure connection',
    'The TLS handshake failed or the certificate is not trusted.',
    'If it lasts, check the clock, the trusted certificates and any proxy in between.',
  ],
  connect_failed: [
    'Connection failed',
    'The connection broke before it was ready.',
    'If it lasts, check the network of this machine.',
  ],
  aborted_before_start: [
    'Stopped before sending',
    'The worker was stopped or the time was up before the request began.',
    'Nothing needs to be done.',
  ],
  deadline_before_start: [
    'No free connection in time',
    'All connections to the provider were busy until the time was up.',
    'If it lasts, lower the sending rate.',
  ],
}

const broken: Record<BrokenReason, Words> = {
  connection_lost: [
    'Connection lost',
    'The connection broke after the request had begun and before an answer came.',
    'If it lasts, check the network of this machine.',
  ],
  headers_timeout: [
    'No answer in time',
    'The provider took the request and did not answer in time.',
    "If it lasts, check the provider's status page.",
  ],
  response_truncated: [
    'Answer cut off',
    'The connection broke in the middle of the answer.',
    'If it lasts, check the network of this machine.',
  ],
  response_malformed: [
    'Answer is not HTTP',
    'What came back does not follow the HTTP protocol.',
    'If it lasts, check the base URL and any proxy in between.',
  ],
  response_too_large: [
    'Answer too large',
    'The answer is larger than any answer the provider gives.',
    'If it lasts, check the base URL and any proxy in between.',
  ],
  aborted_after_start: [
    'Stopped while sending',
    'The worker was stopped or the time was up while the request was on its way.',
    'Nothing needs to be done.',
  ],
  deadline_after_start: [
    'Out of time while sending',
    'The answer was not complete when the time was up.',
    "If it lasts, check the provider's status page.",
  ],
}

const explanations: ReadonlyMap<string, ErrorExplanation> = new Map([
  ...Object.entries(notStarted).map((entry) => explain(entry, 'network', tryAgain)),
  ...Object.entries(broken).map((entry) => explain(entry, 'ambiguous', proven)),
])

function explain(
  [code, [title, cause, hint]]: [string, Words],
  errorClass: ErrorClass,
  assurance: string,
): [string, ErrorExplanation] {
  return [code, { code, class: errorClass, title, cause, remedy: `${assurance} ${hint}` }]
}
