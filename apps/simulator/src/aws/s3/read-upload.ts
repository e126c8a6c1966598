import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { readChunked } from './read-chunked.ts'
import type { S3Code } from './s3-error.ts'

/** A body whose every checksum holds, or the code that refuses it. */
export type UploadResult =
  | { kind: 'upload'; bytes: Buffer; checksums: Record<string, string> }
  | { kind: 'refused'; code: S3Code }

type Headers = Readonly<Record<string, string | string[] | undefined>>

const UNSIGNED = 'UNSIGNED-PAYLOAD'
const UNSIGNED_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'
const CHECKSUM = /^x-amz-checksum-(?!algorithm$|type$|mode$)/

const CHECKSUM_OF: Readonly<Record<string, (bytes: Buffer) => string>> = {
  'x-amz-checksum-crc32': (bytes) => {
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(bytes))
    return sum.toString('base64')
  },
  'x-amz-checksum-sha1': (bytes) => digest('sha1', bytes),
  'x-amz-checksum-sha256': (bytes) => digest('sha256', bytes),
}

/** Gives the object's bytes out of the body of a PUT, plain or `aws-chunked`, and checks what is promised of them. */
export function readUpload(body: Buffer, headers: Headers): UploadResult {
  const content = readContent(body, headers)
  if (content.kind === 'refused') return content
  const { bytes } = content
  const md5 = textOf(headers['content-md5'])
  if (md5 !== undefined && md5 !== digest('md5', bytes)) return refuse('BadDigest')
  for (const [name, value] of Object.entries(content.checksums)) {
    const compute = CHECKSUM_OF[name]
    if (!compute) return refuse('NotImplemented')
    const expected = compute(bytes)
    if (Buffer.from(value, 'base64').length !== Buffer.from(expected, 'base64').length) {
      return refuse('InvalidRequest')
    }
    if (value !== expected) return refuse('BadDigest')
  }
  return content
}

// Signed chunks (STREAMING-AWS4-HMAC-SHA256-PAYLOAD) are not supported: the SDK for JavaScript does not send them.
function readContent(body: Buffer, headers: Headers): UploadResult {
  const hash = textOf(headers['x-amz-content-sha256']) ?? UNSIGNED
  const checksums = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      CHECKSUM.test(name) ? [[name, textOf(value) ?? '']] : [],
    ),
  )
  if (hash === UNSIGNED) return { kind: 'upload', bytes: body, checksums }
  if (hash === UNSIGNED_TRAILER) return readStream(body, headers, checksums)
  if (hash.startsWith('STREAMING-')) return refuse('NotImplemented')
  const actual = createHash('sha256').update(body).digest('hex')
  return hash === actual ? { kind: 'upload', bytes: body, checksums } : refuse('XAmzContentSHA256Mismatch')
}

function readStream(body: Buffer, headers: Headers, checksums: Record<string, string>): UploadResult {
  const chunked = readChunked(body)
  const length = textOf(headers['x-amz-decoded-content-length'])
  if (!chunked || length !== String(chunked.bytes.length)) return refuse('IncompleteBody')
  const announced = textOf(headers['x-amz-trailer'])
  const trailer = announced === undefined ? undefined : chunked.trailers[announced]
  if (announced !== undefined && trailer === undefined) return refuse('IncompleteBody')
  const all =
    announced === undefined || trailer === undefined ? checksums : { ...checksums, [announced]: trailer }
  return { kind: 'upload', bytes: chunked.bytes, checksums: all }
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value
}

function digest(algorithm: string, bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('base64')
}

function refuse(code: S3Code): UploadResult {
  return { kind: 'refused', code }
}
