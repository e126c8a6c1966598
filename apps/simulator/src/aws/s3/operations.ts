// The few operations of S3 that staging media needs, path style.
import { createHash } from 'node:crypto'
import type { Answer } from '../../core/ending.ts'
import type { DENIABLE_ACTIONS, Settings } from '../settings.ts'
import type { ObjectStore, StoredObject } from './object-store.ts'
import { readUpload } from './read-upload.ts'
import { s3Error } from './s3-error.ts'

/** One request to a bucket. `key` is null when it is about the bucket itself. */
export type S3Request = {
  method: string
  bucket: string
  key: string | null
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Buffer
}

type Keyed = S3Request & { key: string }

/** What the operations work on. */
export type S3Deps = { settings: () => Settings; objects: ObjectStore }

/** Carries a signed request out: HeadBucket, PutObject, HeadObject, GetObject or DeleteObject. */
export function carryOut(deps: S3Deps, request: S3Request): Answer {
  const { key, bucket, method } = request
  const settings = deps.settings()
  const action = actionOf(request)
  if (action === undefined) return s3Error('MethodNotAllowed', { Method: method })
  if (settings.deniedActions.includes(action)) return s3Error('AccessDenied')
  if (!settings.buckets.includes(bucket)) return s3Error('NoSuchBucket', { BucketName: bucket })
  if (key === null) return success({ 'x-amz-bucket-region': settings.region })
  const keyed = { ...request, key }
  switch (method) {
    case 'PUT':
      return putObject(deps, keyed)
    case 'DELETE':
      deps.objects.remove(bucket, key)
      return { ...success({}), status: 204 }
    default:
      return getObject(deps, keyed)
  }
}

function actionOf({ method, key }: S3Request): (typeof DENIABLE_ACTIONS)[number] | undefined {
  if (key === null) return method === 'HEAD' ? 's3:ListBucket' : undefined
  if (method === 'PUT') return 's3:PutObject'
  if (method === 'DELETE') return 's3:DeleteObject'
  return method === 'GET' || method === 'HEAD' ? 's3:GetObject' : undefined
}

function putObject({ objects }: S3Deps, { bucket, key, headers, body }: Keyed): Answer {
  const condition = headers['if-none-match']
  if (condition !== undefined && condition !== '*')
    return s3Error('NotImplemented', { Header: 'If-None-Match' })
  if (condition === '*' && objects.find(bucket, key)) {
    return s3Error('PreconditionFailed', { Condition: 'If-None-Match' })
  }
  const upload = readUpload(body, headers)
  if (upload.kind === 'refused') return s3Error(upload.code)
  const { bytes, checksums } = upload
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
  const contentType = headers['content-type']
  objects.put(bucket, key, {
    bytes,
    checksums,
    etag,
    contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream',
    metadata: metadataOf(headers),
    modifiedAt: new Date(),
  })
  return success({ etag, ...checksums })
}

function getObject({ objects, settings }: S3Deps, { bucket, key, headers, method }: Keyed): Answer {
  const object = objects.find(bucket, key)
  // Without s3:ListBucket the caller may not learn that there is no such key.
  if (!object && settings().deniedActions.includes('s3:ListBucket')) return s3Error('AccessDenied')
  if (!object) return s3Error('NoSuchKey', { Key: key })
  const answer = success(headersOf(object, headers['x-amz-checksum-mode'] === 'ENABLED'))
  return method === 'GET' ? { ...answer, body: object.bytes } : answer
}

function headersOf(object: StoredObject, withChecksums: boolean): Record<string, string> {
  return {
    'content-type': object.contentType,
    'content-length': String(object.bytes.length),
    etag: object.etag,
    'last-modified': object.modifiedAt.toUTCString(),
    'accept-ranges': 'bytes',
    ...object.metadata,
    ...(withChecksums ? object.checksums : {}),
  }
}

function metadataOf(headers: S3Request['headers']): Record<string, string> {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('x-amz-meta-') && typeof value === 'string' ? [[name, value] as const] : [],
  )
  return Object.fromEntries(pairs)
}

function success(headers: Record<string, string>): Answer {
  return { status: 200, headers, body: Buffer.alloc(0), errorCode: null }
}
