import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  PinpointSMSVoiceV2Client,
  SendMediaMessageCommand,
  type SendMediaMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { onTestFinished } from 'vitest'
import type { SettingsPatch } from '../src/aws/settings.ts'
import type { Envelope } from '../src/aws/sns/sign-envelope.ts'
import type { LedgerEntry } from '../src/core/ledger.ts'
import { buildSimulator, type SimulatorOptions } from '../src/simulator.ts'

export const FROM = '+15005550006'
export const TO = '+15558675310'
export const BUCKET = 'acme-mms-media'
export const CREDENTIALS = { accessKeyId: 'AKIASIMULATOR', secretAccessKey: 'not a secret' }
export const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

const FAST: SettingsPatch = {
  delays: { acceptedMs: 10, queuedMs: 10, pendingMs: 10, successfulMs: 10 },
  notifications: { confirmWithinMs: 2_000, retryDelayMs: 10 },
}

export type AwsSimulatorOptions = Omit<SimulatorOptions, 'settings'> & { settings?: SettingsPatch }

/** A running simulator that speaks AWS alone, and the vendor's SDKs that talk to it. */
export async function startAws({ settings = {}, ...options }: AwsSimulatorOptions = {}) {
  const simulator = buildSimulator({
    carriers: ['aws'],
    env: {
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      S3_BUCKET_NAME: BUCKET,
    },
    ...options,
    settings: {
      aws: { ...FAST, ...settings, notifications: { ...FAST.notifications, ...settings.notifications } },
    },
  })
  const url = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => simulator.app.close())
  const sms = smsClient(url)
  const s3 = s3Client(url)
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}/__sim/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  return {
    ...simulator,
    url,
    sms,
    s3,
    control,
    send: (input: Partial<SendMediaMessageCommandInput> = {}) => sms.send(sendCommand(input)),
    put: (Key: string, Body = PNG, ContentType = 'image/png') =>
      s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ContentType })),
    ledger: async (): Promise<LedgerEntry[]> => (await control('GET', 'ledger')).body.creates,
  }
}

export type RunningAws = Awaited<ReturnType<typeof startAws>>

export function sendCommand(input: Partial<SendMediaMessageCommandInput> = {}): SendMediaMessageCommand {
  return new SendMediaMessageCommand({
    DestinationPhoneNumber: TO,
    OriginationIdentity: FROM,
    MessageBody: 'Hello',
    ConfigurationSetName: 'heliograph',
    ...input,
  })
}

export function smsClient(
  endpoint: string,
  options: {
    region?: string
    credentials?: typeof CREDENTIALS & { sessionToken?: string }
    maxAttempts?: number
  } = {},
) {
  const client = new PinpointSMSVoiceV2Client({
    region: 'us-east-1',
    endpoint,
    maxAttempts: 1,
    credentials: CREDENTIALS,
    requestHandler: { requestTimeout: 500, throwOnRequestTimeout: true },
    ...options,
  })
  onTestFinished(() => client.destroy())
  return client
}

export function s3Client(
  url: string,
  options: { region?: string; credentials?: typeof CREDENTIALS & { sessionToken?: string } } = {},
) {
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: `${url}/__s3`,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: CREDENTIALS,
    ...options,
  })
  onTestFinished(() => client.destroy())
  return client
}

/** The error of a promise that must reject. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  const failure: unknown = await promise.then(
    () => new Error('did not fail'),
    (error: unknown) => error,
  )
  if (!(failure instanceof Error)) throw new Error('rejected with something else than an error')
  return Object.assign(failure)
}

export type Posted = { headers: IncomingHttpHeaders; raw: string; envelope: Envelope; atMs: number }

/** An endpoint that is subscribed to topics: confirms what asks for it unless told otherwise, and keeps everything. */
export async function startEndpoint(
  options: { confirms?: boolean; answer?: (posted: Posted, count: number) => number | Promise<number> } = {},
) {
  const { confirms = true, answer = () => 204 } = options
  const posted: Posted[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const raw = Buffer.concat(chunks).toString('utf8')
      const one = { headers: request.headers, raw, envelope: JSON.parse(raw), atMs: performance.now() }
      posted.push(one)
      const status = await answer(one, posted.length)
      const { Type, SubscribeURL } = one.envelope
      if (confirms && Type === 'SubscriptionConfirmation') await fetch(SubscribeURL)
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // A server that listens on TCP has an address and a port.
  const { port } = server.address() as AddressInfo
  const notifications = (): Posted[] => posted.filter(({ envelope }) => envelope.Type === 'Notification')
  return {
    url: `http://127.0.0.1:${port}/webhooks/aws/events`,
    posted,
    notifications,
    events: () => notifications().map(({ envelope }) => JSON.parse(envelope.Message)),
    types: (): string[] => notifications().map(({ envelope }) => JSON.parse(envelope.Message).eventType),
  }
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on TCP has an address and a port.
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export type RawAnswer = { status: number; headers: IncomingHttpHeaders; text: string }

/** One request over a fresh socket, without any library in between. Rejects as the socket does. */
export function rawRequest(
  url: string,
  { body = '', ...options }: { method: string; headers?: Record<string, string>; body?: string },
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { ...options, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}
