import { describe, expect, test } from 'vitest'
import type { AccountContext, PresentEnv } from '../definition.ts'
import { awsDefinition } from './aws-definition.ts'

const env = {
  AWS_REGION: 'us-east-1',
  SNS_ORIGINATION_NUMBER: '+14155550100',
  S3_BUCKET_NAME: 'acme-mms-media',
  AWS_CONFIGURATION_SET_NAME: 'mms-events',
  AWS_SNS_TOPIC_ARNS: 'arn:aws:sns:us-east-1:123456789012:mms-events',
}

function read(given: PresentEnv, context: Partial<AccountContext> = {}) {
  return awsDefinition.readAccount(given, { requireHttpsMedia: false, ...context })
}

function problemsOf(change: Readonly<Record<string, string | undefined>>): readonly string[] {
  const given = Object.entries({ ...env, ...change }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  const reading = read(Object.fromEntries(given))
  return reading.kind === 'invalid' ? reading.problems : [reading.kind]
}

describe('an account', () => {
  test('is its region, with the first sender as the default', () => {
    const pool = 'arn:aws:sms-voice:us-east-1:123456789012:pool/pool-0123abcd'
    const reading = read({ ...env, SNS_ORIGINATION_NUMBER: `+14155550100, 12345, pool-0123abcd,${pool}` })
    expect(reading).toMatchObject({
      kind: 'account',
      account: {
        provider: 'aws',
        externalId: 'us-east-1',
        credentialRef: 'aws:credentials-chain',
        simulated: false,
        senders: [
          { address: '+14155550100', kind: 'number', isDefault: true },
          { address: '12345', kind: 'number', isDefault: false },
          { address: 'pool-0123abcd', kind: 'messaging_service', isDefault: false },
          { address: pool, kind: 'messaging_service', isDefault: false },
        ],
      },
    })
  })

  test('names its keys without holding them where the database can see', () => {
    const reading = read({ ...env, AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'very secret' })
    expect(reading).toMatchObject({ account: { credentialRef: 'env:AWS_SECRET_ACCESS_KEY' } })
    expect(JSON.stringify(reading)).not.toContain('very secret')
  })

  test('leaves keys in the environment alone where a profile is named, as the SDK does', () => {
    const keys = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'x', AWS_PROFILE: 'mms' }
    expect(read({ ...env, ...keys })).toMatchObject({ account: { credentialRef: 'aws:credentials-chain' } })
  })

  test('is simulated with a simulator, which is never shown credentials of a role', () => {
    expect(read(env, { simulatorUrl: 'http://127.0.0.1:3001' })).toMatchObject({
      account: { simulated: true, credentialRef: 'env:AWS_SECRET_ACCESS_KEY' },
    })
  })

  test('opens and closes without any connection', async () => {
    const reading = read(env)
    if (reading.kind !== 'account') throw new Error(reading.kind)
    const provider = reading.account.open()
    expect(provider.name).toBe('aws')
    await provider.close()
  })
})

describe('no account', () => {
  test.for([
    [{}],
    [
      {
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'AKID',
        AWS_SECRET_ACCESS_KEY: 'x',
        S3_BUCKET_NAME: 'backups',
      },
    ],
  ])('with nothing but what other programs set: %j', ([given = {}]) => {
    expect(read(given)).toEqual({ kind: 'absent' })
  })
})

describe('a wrong or missing variable is one line that names it', () => {
  test.for([
    [{ AWS_REGION: undefined }, 'AWS_REGION is missing'],
    [{ AWS_REGION: 'Virginia' }, 'AWS_REGION is not a region such as us-east-1'],
    [{ SNS_ORIGINATION_NUMBER: undefined }, 'SNS_ORIGINATION_NUMBER is missing'],
    [{ SNS_ORIGINATION_NUMBER: '0155' + '5550100x' }, /^SNS_ORIGINATION_NUMBER is not a number/],
    [{ S3_BUCKET_NAME: undefined }, 'S3_BUCKET_NAME is missing'],
    [{ S3_BUCKET_NAME: 's3://acme' }, /^S3_BUCKET_NAME is not the bare name of a bucket/],
    [{ AWS_CONFIGURATION_SET_NAME: undefined }, 'AWS_CONFIGURATION_SET_NAME is missing'],
    [{ AWS_CONFIGURATION_SET_NAME: 'a b' }, /^AWS_CONFIGURATION_SET_NAME is not the name or ARN/],
    [{ AWS_SNS_TOPIC_ARNS: undefined }, 'AWS_SNS_TOPIC_ARNS is missing'],
    [{ AWS_SNS_TOPIC_ARNS: 'mms-events' }, /^AWS_SNS_TOPIC_ARNS is not the ARN of a topic/],
    [{ AWS_MEDIA_PREFIX: '/mms' }, /^AWS_MEDIA_PREFIX is not a key prefix/],
    [{ AWS_SNS_SIGNATURE_V1: 'maybe' }, 'AWS_SNS_SIGNATURE_V1 is neither true nor false'],
    [{ AWS_ENDPOINT_URL_S3: 'localhost' }, /^AWS_ENDPOINT_URL_S3 is not an absolute/],
    [
      { AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: 'ftp://x' },
      /^AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2 is not an absolute/,
    ],
    [{ AWS_ACCESS_KEY_ID: 'AKID' }, /^AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together/],
    [{ AWS_REGION: 'us-west-2' }, /^AWS_SNS_TOPIC_ARNS names us-east-1, but AWS_REGION is us-west-2/],
    [
      { SNS_ORIGINATION_NUMBER: 'arn:aws:sms-voice:ca-central-1:123456789012:pool/pool-1' },
      /^SNS_ORIGINATION_NUMBER names ca-central-1, but AWS_REGION is us-east-1/,
    ],
  ] as [Record<string, string | undefined>, string | RegExp][])('%j', ([change, line]) => {
    expect(problemsOf(change)).toEqual([typeof line === 'string' ? line : expect.stringMatching(line)])
  })

  test('and all are said at once', () => {
    const reading = read({ SNS_ORIGINATION_NUMBER: 'x,y', AWS_REGION: '?' })
    expect(reading.kind === 'invalid' && reading.problems.map((line) => line.split(' ', 1)[0])).toEqual([
      'AWS_REGION',
      'SNS_ORIGINATION_NUMBER',
      'S3_BUCKET_NAME',
      'AWS_CONFIGURATION_SET_NAME',
      'AWS_SNS_TOPIC_ARNS',
    ])
  })
})

test('the variables that must be set come first', () => {
  expect(awsDefinition.variables.slice(0, awsDefinition.requiredVariables)).toEqual(Object.keys(env))
})
