// Checks AWS Signature Version 4 in the Authorization header, for real: canonical request, derived key, comparison
// (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). Presigned URLs are not supported.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** The request as it came in. */
export type SignedRequest = {
  method: string
  /** Path and query exactly as sent. */
  url: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** Hash of the body in hexadecimal, or what stands for it. */
  payloadHash: string
}

/** Whose signature is expected, and for what. */
export type Credentials = {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string | null
  region: string
  service: string
}

/** Why a signature is not accepted. */
export type SignatureFault =
  | 'missing'
  | 'incomplete'
  | 'unknown_key'
  | 'unknown_token'
  | 'wrong_region'
  | 'wrong_service'
  | 'skewed'
  | 'mismatch'

type Authorization = {
  accessKeyId: string
  date: string
  region: string
  service: string
  signedHeaders: string[]
  signature: string
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;._-]+),\s*Signature=([0-9a-f]{64})$/
const MAX_SKEW_MS = 15 * 60_000

/** Finds what is wrong with a request's signature; undefined when it holds. */
export function findSignatureFault(
  request: SignedRequest,
  credentials: Credentials,
  nowMs: number,
): SignatureFault | undefined {
  const header = headerOf(request, 'authorization')
  if (header === undefined) return 'missing'
  const authorization = readAuthorization(header)
  const amzDate = headerOf(request, 'x-amz-date')
  const timeMs = amzDate === undefined ? Number.NaN : readAmzDate(amzDate)
  if (authorization === undefined || amzDate === undefined || Number.isNaN(timeMs)) return 'incomplete'
  const mustBeSigned = ['host', ...Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))]
  if (!mustBeSigned.every((name) => isSigned(name, authorization))) return 'incomplete'
  if (!amzDate.startsWith(authorization.date)) return 'incomplete'
  return (
    scopeFault(authorization, headerOf(request, 'x-amz-security-token'), credentials) ??
    (Math.abs(nowMs - timeMs) > MAX_SKEW_MS ? 'skewed' : undefined) ??
    (holds(request, authorization, { amzDate, credentials }) ? undefined : 'mismatch')
  )
}

// The hash of the body may be announced without being signed: the service computes its own.
function isSigned(name: string, { signedHeaders, service }: Authorization): boolean {
  if (name === 'x-amz-content-sha256' && service !== 's3') return true
  return signedHeaders.includes(name)
}

function scopeFault(
  authorization: Authorization,
  token: string | undefined,
  credentials: Credentials,
): SignatureFault | undefined {
  if (authorization.accessKeyId !== credentials.accessKeyId) return 'unknown_key'
  if ((token ?? null) !== credentials.sessionToken) return 'unknown_token'
  if (authorization.service !== credentials.service) return 'wrong_service'
  return authorization.region === credentials.region ? undefined : 'wrong_region'
}

function holds(
  request: SignedRequest,
  authorization: Authorization,
  { amzDate, credentials }: { amzDate: string; credentials: Credentials },
): boolean {
  const { date, region, service, signature } = authorization
  const canonical = createHash('sha256')
    .update(canonicalRequest(request, authorization.signedHeaders))
    .digest('hex')
  const text = `AWS4-HMAC-SHA256\n${amzDate}\n${date}/${region}/${service}/aws4_request\n${canonical}`
  let key: string | Buffer = `AWS4${credentials.secretAccessKey}`
  for (const part of [date, region, service, 'aws4_request']) key = hmac(key, part)
  return timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'))
}

function canonicalRequest(request: SignedRequest, signedHeaders: string[]): string {
  const [path = '/', query = ''] = splitOnce(request.url, '?')
  const headers = signedHeaders.map(
    (name) => `${name}:${(headerOf(request, name) ?? '').trim().replace(/ +/g, ' ')}\n`,
  )
  return [
    request.method,
    path.split('/').map(encode).join('/'),
    canonicalQuery(query),
    headers.join(''),
    signedHeaders.join(';'),
    request.payloadHash,
  ].join('\n')
}

function canonicalQuery(query: string): string {
  if (query === '') return ''
  const pairs = query.split('&').map((pair) => {
    const [name = '', value = ''] = splitOnce(pair, '=')
    return [encode(name), encode(value)] as const
  })
  return pairs
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='))
    .join('&')
}

// Decoded first, so that every spelling of the same text signs alike.
function encode(text: string): string {
  return encodeURIComponent(decode(text)).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function readAuthorization(header: string): Authorization | undefined {
  const [, accessKeyId, date, region, service, headers, signature] = AUTHORIZATION.exec(header.trim()) ?? []
  if (!accessKeyId || !date || !region || !service || !headers || !signature) return undefined
  return { accessKeyId, date, region, service, signedHeaders: headers.split(';'), signature }
}

function readAmzDate(text: string): number {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  return iso === text ? Number.NaN : Date.parse(iso)
}

function headerOf({ headers }: SignedRequest, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(',') : value
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest()
}
