import { describe, expect, test } from 'vitest'
import { isOwnMedia, mediaKey, mediaUrl } from './media-key.ts'

const place = { bucket: 'acme-mms-media', mediaPrefix: 'mms/media' }
const tenant = '01990000-0000-7000-8000-00000000000a'
const home = `s3://acme-mms-media/mms/media/${tenant}`

test('a key names tenant, bytes and type, and is its own tenant’s', () => {
  const png = { sha256: 'a'.repeat(64), contentType: 'image/png' }
  const key = mediaKey(place, tenant, png)
  expect(key).toBe(`mms/media/${tenant}/${'a'.repeat(64)}.image.png`)
  expect(mediaKey(place, tenant, { ...png, contentType: 'audio/mp4' })).not.toBe(key)
  expect(isOwnMedia(place, tenant, mediaUrl(place, key))).toBe(true)
})

describe('an address in S3 is the tenant’s own', () => {
  test.for([`${home}/a.png`, `${home}/2026/11/a_(1).png`, `${home}/..a`])('%s', (url) => {
    expect(isOwnMedia(place, tenant, url)).toBe(true)
  })
})

describe('an address in S3 is somebody else’s', () => {
  test.for([
    's3://acme-mms-media/a.png',
    's3://other-bucket/mms/media/a.png',
    `s3://acme-mms-media.evil/mms/media/${tenant}/a.png`,
    `S3://acme-mms-media/mms/media/${tenant}/a.png`,
    `s3://user@acme-mms-media/mms/media/${tenant}/a.png`,
    `s3://ACME-MMS-MEDIA/mms/media/${tenant}/a.png`,
    `s3:/acme-mms-media/mms/media/${tenant}/a.png`,
    `s3://acme-mms-media//mms/media/${tenant}/a.png`,
    's3://acme-mms-media/mms/media/01990000-0000-7000-8000-00000000000b/a.png',
    `s3://acme-mms-media/mms/media/${tenant}x/a.png`,
    home,
    `${home}/`,
    `${home}//a.png`,
    `${home}/./a.png`,
    `${home}/../x/a.png`,
    `${home}/a/../../x/a.png`,
    `${home}/%2e%2e/x/a.png`,
    `${home}/..%2fx/a.png`,
    `${home}/a\\..\\x.png`,
    `${home}/a.png?versionId=1`,
    `${home}/a.png#x`,
    `${home}/a b.png`,
    `${home}/a+b.png`,
    `${home}/a.png\n`,
    `${home}/ä.png`,
    `${home}/a\u0000.png`,
    `${home}/${'a'.repeat(2_048)}`,
    `https://acme-mms-media.s3.amazonaws.com/mms/media/${tenant}/a.png`,
  ])('%j', (url) => {
    expect(isOwnMedia(place, tenant, url)).toBe(false)
  })
})
