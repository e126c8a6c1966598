// A minimal S3 below `/__s3`, for SDKs with `endpoint: http://host:port/__s3` and `forcePathStyle: true`.
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CarrierCore } from '../../core/carrier.ts'
import { type Answer, type Ending, sendEnding } from '../../core/ending.ts'
import { answerUnderFaults, type Refusal } from '../../core/request-faults.ts'
import { findSignatureFault } from '../sigv4.ts'
import { carryOut, type S3Deps, type S3Request } from './operations.ts'
import { type S3Code, s3Error, s3SignatureError } from './s3-error.ts'

/** What the door needs. */
export type S3DoorDeps = S3Deps & CarrierCore

/** Path under which the buckets are. */
export const S3_PATH = '/__s3'

const MAX_OBJECT_BYTES = 16_000_000
const REFUSALS: Readonly<Record<Refusal, S3Code>> = {
  rate_limited: 'SlowDown',
  server_error: 'InternalError',
  unavailable: 'ServiceUnavailable',
  reject_auth: 'InvalidAccessKeyId',
  account_suspended: 'AccessDenied',
}

/** Registers the buckets. Faults strike their requests as operation `media`. */
export function s3Door(app: FastifyInstance, deps: S3DoorDeps): void {
  let count = 0
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_OBJECT_BYTES }, (_request, body, done) =>
    done(null, body),
  )
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const code = error.statusCode === 413 ? 'EntityTooLarge' : 'InternalError'
    return sendEnding(reply, { kind: 'answer', answer: s3Error(code) })
  })
  app.route({
    method: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
    url: `${S3_PATH}/*`,
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      count += 1
      const candidate = { operation: 'media' as const, n: count, to: null, from: null, numberRules: [] }
      const ending = await answerUnderFaults(deps, {
        candidate,
        entry: undefined,
        refuse: (refusal) => s3Error(REFUSALS[refusal]),
        admit: () => admit(deps, request),
      })
      return send(reply, request.method, ending)
    },
  })
}

function admit(deps: S3DoorDeps, request: FastifyRequest): Answer {
  const { region, ...credentials } = deps.settings()
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const { headers, method } = request
  const url = request.raw.url ?? '/'
  const announced = headers['x-amz-content-sha256']
  const payloadHash =
    typeof announced === 'string' ? announced : createHash('sha256').update(body).digest('hex')
  const fault = findSignatureFault(
    { method, url, headers, payloadHash },
    { ...credentials, region, service: 's3' },
    Date.now(),
  )
  if (fault) return s3SignatureError(fault, region)
  const target = readTarget(url)
  return target ? carryOut(deps, { ...target, method, headers, body }) : s3Error('InvalidURI')
}

function readTarget(url: string): Pick<S3Request, 'bucket' | 'key'> | undefined {
  const [path = ''] = url.split('?', 1)
  const [, bucket = '', key = ''] = /^\/__s3\/([^/]*)\/?(.*)$/.exec(path) ?? []
  try {
    return { bucket: decodeURIComponent(bucket), key: key === '' ? null : decodeURIComponent(key) }
  } catch {
    return undefined
  }
}

// An answer to HEAD has the length of the body that GET would give, and no body.
function send(reply: FastifyReply, method: string, ending: Ending): FastifyReply | Promise<FastifyReply> {
  if (method !== 'HEAD' || ending.kind !== 'answer') return sendEnding(reply, ending)
  const { status, headers } = ending.answer
  reply.hijack()
  reply.raw.writeHead(status, headers).end()
  return reply
}
