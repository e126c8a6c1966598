import { errorEntry, errorList } from '@heliograph/shared/contracts/errors'
import { errorClasses } from '@heliograph/shared/domain/error-class'
import { expect, test } from 'vitest'
import { openApiFixture } from './api-fixture.ts'

const api = await openApiFixture()

const list = async (query = '') => errorList.parse((await api.get(`/v1/errors${query}`)).json()).data

test('every code of a provider is listed once, in words for people, with what Heliograph does about it', async () => {
  const entries = await list()
  expect(entries.length).toBeGreaterThan(250)
  expect(new Set(entries.map(({ provider, code }) => `${provider} ${code}`)).size).toBe(entries.length)
  for (const entry of entries) {
    expect(errorEntry.strict().parse(entry)).toEqual(entry)
    for (const words of [entry.title, entry.cause, entry.remedy]) expect(words).toMatch(/^\S.{2,}/)
  }
})

test('each one is answered by itself as it is in the list', async () => {
  for (const entry of (await list()).filter((_, index) => index % 20 === 0)) {
    const path = `/v1/errors/${entry.code}?provider=${entry.provider}`
    expect((await api.get(path)).json()).toEqual(entry)
  }
})

test('21610 is an opt-out, and the mistake about media is set right', async () => {
  const entry = (await api.get('/v1/errors/21610')).json()
  expect(entry).toMatchObject({
    provider: 'twilio',
    class: 'opt_out',
    handling: 'final',
    holds: null,
    documentationUrl: 'https://www.twilio.com/docs/errors/21610',
  })
  expect(entry.cause).toMatch(/STOP.*media URL that cannot be reached.*mistake/)
  for (const code of entry.cause.match(/\d{5}/g)) {
    expect((await api.get(`/v1/errors/${code}`)).json().class).not.toBe('opt_out')
  }
})

test.each([
  ['20003', { handling: 'tried_again', holds: 'account', usesAttempt: false }],
  ['21606', { handling: 'tried_again', holds: 'sender', usesAttempt: false }],
  ['20429', { handling: 'tried_again', holds: null, usesAttempt: false }],
  ['20500', { handling: 'proven', holds: null }],
  ['21211', { handling: 'final', holds: null }],
  ['connect_refused', { handling: 'tried_again', provider: 'heliograph', documentationUrl: null }],
  ['connection_lost', { handling: 'proven' }],
  ['http_503', { handling: 'proven' }],
  ['retries_exhausted', { handling: 'final', provider: 'heliograph' }],
  ['lost_answer', { handling: 'proven' }],
  ['account_not_configured', { handling: 'tried_again', holds: 'account' }],
])('%s says what happens then', async (code, expected) => {
  expect((await api.get(`/v1/errors/${code}`)).json()).toMatchObject({ code, ...expected })
})

test('the list is cut by class and by provider', async () => {
  for (const name of errorClasses) {
    expect((await list(`?class=${name}`)).every((entry) => entry.class === name)).toBe(true)
  }
  expect((await list('?class=opt_out&provider=twilio')).map(({ code }) => code)).toEqual(
    expect.arrayContaining(['21610', '30004']),
  )
  expect((await list('?provider=heliograph')).map(({ code }) => code)).toContain('expired')
  for (const name of ['twilio', 'plivo', 'sinch', 'aws']) {
    const entries = await list(`?provider=${name}`)
    expect(entries.length, name).toBeGreaterThan(20)
    expect(entries.every(({ provider }) => provider === name)).toBe(true)
  }
})

test('a code that several providers use is told apart by the provider', async () => {
  for (const name of ['plivo', 'sinch']) {
    const entry = (await api.get(`/v1/errors/http_401?provider=${name}`)).json()
    expect(entry).toMatchObject({ code: 'http_401', provider: name, holds: 'account' })
  }
  const opted = (await api.get('/v1/errors/200?provider=plivo')).json()
  expect(opted).toMatchObject({ provider: 'plivo', class: 'opt_out' })
})

test.each(['99999', 'nonsense', 'http_999', '%00', "'%20or%201=1", '__proto__', 'constructor'])(
  'the code %s is unknown and says where the known ones are',
  async (code) => {
    const answer = await api.get(`/v1/errors/${code}`)
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ code: 'error_code_not_found' })
  },
)

test.each(['class=bad', 'provider=nobody', 'code=1'])('%s is refused', async (query) => {
  expect((await api.get(`/v1/errors?${query}`)).json()).toMatchObject({ code: 'invalid_request' })
})

test('answers may be kept by their reader for a while, refusals not', async () => {
  expect((await api.get('/v1/errors')).headers['cache-control']).toBe('private, max-age=3600')
  expect((await api.get('/v1/errors/21610')).headers['cache-control']).toBe('private, max-age=3600')
  expect((await api.get('/v1/errors/99999')).headers['cache-control']).toBe('no-store')
})
