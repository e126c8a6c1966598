import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openHttpStub, reply } from '../http-stub.ts'
import { accepted, answerHeaders, sendOnce, settingsFor } from './aws-fixture.ts'

const sources = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_ENDPOINT_URL_STS',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
]

/** A machine without any credentials: no variable, no file, no instance. */
beforeEach(() => {
  for (const name of sources) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials')
})
afterEach(() => vi.unstubAllEnvs())

function withoutKeys(baseUrl: string, overrides = {}) {
  const { credentials: _credentials, ...settings } = settingsFor(baseUrl, overrides)
  return settings
}

const missing = {
  kind: 'not_sent',
  hold: 'account',
  usesAttempt: false,
  fault: { code: 'credentials_unavailable', class: 'account' },
}

test('without credentials nothing is sent, and the account is held', async () => {
  await using carrier = await openHttpStub((socket) => reply(socket, 200, accepted, answerHeaders))
  expect(await sendOnce(withoutKeys(carrier.baseUrl))).toMatchObject(missing)
  expect(carrier.connections).toBe(0)
})

test('a role that gives no credentials in time leaves the message unsent', async () => {
  await using role = await openHttpStub(() => undefined)
  await using carrier = await openHttpStub((socket) => reply(socket, 200, accepted, answerHeaders))
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${role.baseUrl}/role`)
  const quick = { timeouts: { connectMs: 200, headersMs: 500, totalMs: 500 } }
  expect(await sendOnce(withoutKeys(carrier.baseUrl, quick))).toMatchObject(missing)
  expect(carrier.connections).toBe(0)
})

test('credentials of a role sign the request, session token included', async () => {
  const session = {
    AccessKeyId: 'ASIAROLE',
    SecretAccessKey: 'role secret',
    Token: 'role-session',
    Expiration: new Date(Date.now() + 3_600_000).toISOString(),
  }
  await using role = await openHttpStub((socket) => reply(socket, 200, session))
  await using carrier = await openHttpStub((socket) => reply(socket, 200, accepted, answerHeaders))
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${role.baseUrl}/role`)
  expect(await sendOnce(withoutKeys(carrier.baseUrl))).toMatchObject({ kind: 'accepted' })
  expect(carrier.requests[0]?.headers).toMatchObject({
    authorization: expect.stringContaining('Credential=ASIAROLE/'),
    'x-amz-security-token': 'role-session',
  })
})

test('a role that is taken on with a web identity, as in Kubernetes, does not use up the one request', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heliograph-token-'))
  const expiration = new Date(Date.now() + 3_600_000).toISOString()
  const answer = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
    <AssumeRoleWithWebIdentityResult><Credentials>
      <AccessKeyId>ASIAWEB</AccessKeyId><SecretAccessKey>web secret</SecretAccessKey>
      <SessionToken>web-session</SessionToken><Expiration>${expiration}</Expiration>
    </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`
  try {
    await writeFile(join(folder, 'token'), 'a.web.token')
    await using sts = await openHttpStub((socket) =>
      reply(socket, 200, answer, { 'Content-Type': 'text/xml' }),
    )
    await using carrier = await openHttpStub((socket) => reply(socket, 200, accepted, answerHeaders))
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', join(folder, 'token'))
    vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::123456789012:role/heliograph')
    vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.baseUrl)
    expect(await sendOnce(withoutKeys(carrier.baseUrl))).toMatchObject({ kind: 'accepted' })
    expect([sts.posts, carrier.posts]).toEqual([1, 1])
    expect(carrier.requests[0]?.headers).toMatchObject({ 'x-amz-security-token': 'web-session' })
  } finally {
    await rm(folder, { recursive: true })
  }
})
