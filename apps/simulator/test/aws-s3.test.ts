import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { BUCKET, CREDENTIALS, failureOf, PNG, s3Client, startAws } from './aws-harness.ts'

const KEY = 'tenants/a b+c/ünicode (1).png'

test('an object comes back as it was put: bytes, type, metadata, checksum', async () => {
  const { s3 } = await startAws()
  const Metadata = { tenant: 'acme' }
  const put = await s3.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: KEY, Body: PNG, ContentType: 'image/png', Metadata }),
  )
  expect(put).toMatchObject({
    ETag: `"${createHash('md5').update(PNG).digest('hex')}"`,
    ChecksumCRC32: expect.any(String),
  })
  const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: KEY }))
  expect(head).toMatchObject({
    ContentType: 'image/png',
    ContentLength: PNG.length,
    ETag: put.ETag,
    Metadata,
  })
  const got = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEY }))
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(PNG)
  expect(got).toMatchObject({ ContentType: 'image/png', ChecksumCRC32: put.ChecksumCRC32 })
})

test('a stream arrives in chunks with its checksum behind it', async () => {
  const { s3 } = await startAws()
  const parts = [Buffer.alloc(70_000, 'a'), Buffer.alloc(5, 'b'), Buffer.alloc(65_536, 'c')]
  const whole = Buffer.concat(parts)
  const Body = Readable.from(parts)
  const put = await s3.send(
    new PutObjectCommand({
      Bucket: BUCKET,
      Key: 's',
      Body,
      ContentLength: whole.length,
      ContentType: 'video/mp4',
    }),
  )
  expect(put.ChecksumCRC32).toBeDefined()
  const got = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 's' }))
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(whole)).toBe(true)
  expect(got.ContentType).toBe('video/mp4')
})

test.each(['CRC32', 'SHA1', 'SHA256'] as const)('the checksum algorithm %s is checked', async (algorithm) => {
  const { s3 } = await startAws()
  const good = { Bucket: BUCKET, Key: 'k', Body: PNG, ChecksumAlgorithm: algorithm }
  await s3.send(new PutObjectCommand(good))
  const wrong = createHash('sha256')
    .update('something else')
    .digest()
    .subarray(0, { CRC32: 4, SHA1: 20, SHA256: 32 }[algorithm])
  const lie = { Bucket: BUCKET, Key: 'k2', Body: PNG, [`Checksum${algorithm}`]: wrong.toString('base64') }
  expect((await failureOf(s3.send(new PutObjectCommand(lie)))).name).toBe('BadDigest')
  expect((await failureOf(s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'k2' })))).name).toBe(
    'NotFound',
  )
})

test('an object is deleted once and for all, and deleting it again is no mistake', async () => {
  const simulator = await startAws()
  await simulator.put(KEY)
  const command = new DeleteObjectCommand({ Bucket: BUCKET, Key: KEY })
  expect((await simulator.s3.send(command)).$metadata.httpStatusCode).toBe(204)
  expect((await simulator.s3.send(command)).$metadata.httpStatusCode).toBe(204)
  const failure = await failureOf(simulator.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEY })))
  expect(failure).toMatchObject({ name: 'NoSuchKey', Key: KEY, $metadata: { httpStatusCode: 404 } })
})

test('If-None-Match keeps the first object', async () => {
  const { s3 } = await startAws()
  const command = (text: string) =>
    new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: text, IfNoneMatch: '*' })
  await s3.send(command('first'))
  expect(await failureOf(s3.send(command('second')))).toMatchObject({
    name: 'PreconditionFailed',
    $metadata: { httpStatusCode: 412 },
  })
  const got = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'k' }))
  expect(await got.Body?.transformToString()).toBe('first')
})

test('a foreign bucket, a missing right, and what is not simulated are answered as S3 answers', async () => {
  const { s3, control } = await startAws()
  const head = await s3.send(new HeadBucketCommand({ Bucket: BUCKET }))
  expect(head.BucketRegion).toBe('us-east-1')
  const foreign = new PutObjectCommand({ Bucket: 'somebody-else', Key: 'k', Body: PNG })
  expect(await failureOf(s3.send(foreign))).toMatchObject({
    name: 'NoSuchBucket',
    BucketName: 'somebody-else',
  })
  const list = await failureOf(s3.send(new ListObjectsV2Command({ Bucket: BUCKET })))
  expect(list).toMatchObject({ name: 'MethodNotAllowed' })
  await control('PUT', 'aws/settings', { deniedActions: ['s3:PutObject', 's3:ListBucket'] })
  const denied = await failureOf(s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: PNG })))
  expect(denied).toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } })
  // Whoever may not list is not told that there is no such object.
  const hidden = await failureOf(s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'no' })))
  expect(hidden.name).toBe('AccessDenied')
})

test.each([
  ['an unknown key', { credentials: { ...CREDENTIALS, accessKeyId: 'AKIAOTHER' } }, 'InvalidAccessKeyId'],
  ['a wrong secret', { credentials: { ...CREDENTIALS, secretAccessKey: 'x' } }, 'SignatureDoesNotMatch'],
  ['a strange session', { credentials: { ...CREDENTIALS, sessionToken: 't' } }, 'InvalidToken'],
  ['another region', { region: 'eu-west-1' }, 'AuthorizationHeaderMalformed'],
])('the SDK with %s is refused and stores nothing', async (_what, options, name) => {
  const simulator = await startAws()
  const put = new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: PNG })
  expect((await failureOf(s3Client(simulator.url, options).send(put))).name).toBe(name)
  const head = new HeadObjectCommand({ Bucket: BUCKET, Key: 'k' })
  expect((await failureOf(simulator.s3.send(head))).name).toBe('NotFound')
})

test.each([
  ['rate_limited', 503, 'SlowDown'],
  ['server_error_before', 500, 'InternalError'],
  ['unavailable', 503, 'ServiceUnavailable'],
  ['reject_auth', 403, 'InvalidAccessKeyId'],
])('fault %s on media answers %s %s', async (fault, status, name) => {
  const simulator = await startAws()
  await simulator.control('PUT', 'faults', { rules: [{ fault, on: 'media' }] })
  const failure = await failureOf(simulator.put('k'))
  expect(failure).toMatchObject({ name, $metadata: { httpStatusCode: status } })
})

test('a reset after the upload leaves the object there', async () => {
  const simulator = await startAws()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'reset_after', on: 'media', times: 1 }] })
  expect(await failureOf(simulator.put('k'))).toMatchObject({ code: 'ECONNRESET' })
  const head = await simulator.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'k' }))
  expect(head.ContentLength).toBe(PNG.length)
})

test('the longest stored object makes room for a new one', async () => {
  const simulator = await startAws({ maxMediaBytes: 100 })
  await simulator.put('first', Buffer.alloc(60))
  await simulator.put('second', Buffer.alloc(60))
  const head = (Key: string) => simulator.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key }))
  expect((await head('second')).ContentLength).toBe(60)
  expect((await failureOf(head('first'))).name).toBe('NotFound')
})
