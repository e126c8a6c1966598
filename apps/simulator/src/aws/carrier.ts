import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { isOneOf, readBasic } from '../core/basic-auth.ts'
import type { Carrier, CarrierCore, CarrierOptions } from '../core/carrier.ts'
import { createSettingsBox } from '../core/settings-box.ts'
import { type Aws, buildAws, clearAws } from './account.ts'
import { receiveInbound } from './inbound.ts'
import { jsonDoor } from './json-door.ts'
import { RECIPIENT_NUMBERS, SENDER_NUMBERS } from './numbers.ts'
import { S3_PATH, s3Door } from './s3/door.ts'
import { mergeSettings, type Settings, settingsPatchSchema, topicArn } from './settings.ts'
import { FIRST_SENDER, settingsFromEnvironment } from './settings-from-environment.ts'
import { snsDoor } from './sns/door.ts'
import { createSnsUrl } from './sns/sns-url.ts'
import { subscribeDoor } from './subscribe-door.ts'

/** Makes an AWS account; credentials that the environment lacks are made up. Throws when its settings are invalid. */
export function buildAwsCarrier(core: CarrierCore, options: CarrierOptions): Carrier {
  const box = createSettingsBox({
    defaults: settingsFromEnvironment(options),
    patchSchema: settingsPatchSchema,
    merge: mergeSettings,
    secrets: ['secretAccessKey', 'sessionToken'],
    first: options.settings,
  })
  const settings = box.get
  const isAuthorized = (header: string | undefined): boolean => {
    const given = readBasic(header)
    return given?.username === settings().accessKeyId && isOneOf(given.password, [settings().secretAccessKey])
  }
  const snsUrl = createSnsUrl(() => settings().publicUrl)
  const { maxMessages, maxMediaBytes } = options
  const aws = buildAws(core, { settings, snsUrl, maxMessages, maxMediaBytes })
  return {
    name: 'aws',
    door: (app) => {
      snsUrl.listensAt(() => addressOf(app))
      return openDoors(app, aws, isAuthorized)
    },
    settings: box.control,
    numbers: () => ({
      senders: SENDER_NUMBERS.map(({ number, see }) => ({ number, see })),
      recipients: RECIPIENT_NUMBERS.map(({ number, see }) => ({ number, see })),
    }),
    receive: (inbound) => receiveInbound(aws, inbound),
    clear: () => clearAws(aws),
    stop: () => aws.lives.stopAll(),
    isAuthorized,
    about: (url) => about(url, settings(), options.env['AWS_SECRET_ACCESS_KEY'] !== undefined),
    environment: (url) => environment(url, settings()),
  }
}

async function openDoors(
  app: FastifyInstance,
  aws: Aws,
  isAuthorized: Carrier['isAuthorized'],
): Promise<void> {
  // Whoever listens on another address than loopback can be reached from other machines.
  const access = () => ({ isExposed: !isLoopback(addressOf(app)?.address), isAuthorized })
  await app.register((scope, _options, done) => {
    jsonDoor(scope, aws)
    done()
  })
  await app.register((scope, _options, done) => {
    s3Door(scope, aws)
    done()
  })
  snsDoor(app, aws.subscriptions)
  subscribeDoor(app, aws, access)
}

function addressOf(app: FastifyInstance): AddressInfo | undefined {
  const address = app.server.address()
  return typeof address === 'object' && address !== null ? address : undefined
}

function isLoopback(address: string | undefined): boolean {
  return address === undefined || address.startsWith('127.') || address === '::1'
}

function about(url: string, settings: Settings, isSecretGiven: boolean): { label: string; value: string }[] {
  const { accessKeyId, secretAccessKey, originationIdentities, buckets, region } = settings
  const senders = originationIdentities.map((one) => (one === '*' ? 'any number' : one))
  return [
    { label: 'sms-voice', value: `${url} (${region})` },
    { label: 'S3', value: `${url}${S3_PATH} with path style, bucket ${buckets.join(', ')}` },
    { label: 'Access key', value: accessKeyId },
    { label: 'Secret', value: isSecretGiven ? '(your AWS_SECRET_ACCESS_KEY)' : secretAccessKey },
    { label: 'Topics', value: topics(settings).join(', ') },
    { label: 'From', value: senders.join(', ') },
  ]
}

function environment(url: string, settings: Settings): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: settings.accessKeyId,
    AWS_SECRET_ACCESS_KEY: settings.secretAccessKey,
    ...(settings.sessionToken === null ? {} : { AWS_SESSION_TOKEN: settings.sessionToken }),
    AWS_REGION: settings.region,
    AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: url,
    AWS_ENDPOINT_URL_S3: `${url}${S3_PATH}`,
    SNS_ORIGINATION_NUMBER: FIRST_SENDER,
    S3_BUCKET_NAME: settings.buckets[0] ?? '',
    AWS_CONFIGURATION_SET_NAME: settings.configurationSets.find((name) => name !== '*') ?? 'heliograph',
    AWS_SNS_TOPIC_ARNS: [...new Set(topics(settings))].join(','),
  }
}

function topics(settings: Settings): string[] {
  return [topicArn(settings, settings.eventsTopic), topicArn(settings, settings.inboundTopic)]
}
