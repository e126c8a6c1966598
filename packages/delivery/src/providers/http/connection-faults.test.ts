import { expect, test } from 'vitest'
import { notStartedReason } from './connection-faults.ts'

test.for([
  ['UND_ERR_CONNECT_TIMEOUT', 'connect_timeout'],
  ['ETIMEDOUT', 'connect_timeout'],
  ['ECONNREFUSED', 'connect_refused'],
  ['ENOTFOUND', 'dns_failed'],
  ['EAI_AGAIN', 'dns_failed'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls_failed'],
  ['CERT_HAS_EXPIRED', 'tls_failed'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls_failed'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls_failed'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls_failed'],
  ['EPROTO', 'tls_failed'],
  ['EHOSTUNREACH', 'connect_failed'],
  ['ECONNRESET', 'connect_failed'],
] as const)('a connection error %s is called %s', ([code, reason]) => {
  expect(notStartedReason(Object.assign(new Error('x'), { code }))).toBe(reason)
})
