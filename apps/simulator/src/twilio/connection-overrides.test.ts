import { expect, test } from 'vitest'
import { DEFAULT_POLICY, readOverrides } from './connection-overrides.ts'

const URL = 'https://gw.example.com/hook'

test('without a fragment Twilio’s defaults hold', () => {
  expect(readOverrides(URL)).toEqual(DEFAULT_POLICY)
})

test('every override is read', () => {
  expect(readOverrides(`${URL}#rc=5&rp=4xx,5xx&ct=200&rt=300&tt=400`)).toEqual({
    connectTimeoutMs: 200,
    readTimeoutMs: 300,
    totalTimeoutMs: 400,
    retries: 5,
    retryOn: new Set(['4xx', '5xx']),
  })
  expect(readOverrides(`${URL}#rp=all`).retryOn).toEqual(new Set(['ct', 'rt', '4xx', '5xx']))
})

test.each(['rc=6', 'rc=x', 'ct=99', 'ct=10001', 'rt=15001', 'tt=99', 'rp=6xx', 'rp=', 'zz=1'])(
  'an override out of range (%s) leaves the default',
  (fragment) => {
    expect(readOverrides(`${URL}#${fragment}`)).toEqual(DEFAULT_POLICY)
  },
)
