import { describe, expect, test } from 'vitest'
import { checkCapabilities } from './check-capabilities.ts'
import { definitionOf } from './registry.ts'

const to = '+14155550101'
const image = 'https://media.example.com/a.png'

const rulesOf = (
  provider: Parameters<typeof definitionOf>[0],
  message: { to?: string; body?: string; mediaUrls?: string[] },
) =>
  checkCapabilities(definitionOf(provider).capabilities, { to, mediaUrls: [], ...message }).map(
    ({ field, rule }) => `${field} ${rule}`,
  )

describe('what a provider does not take', () => {
  test('is nothing, where the message fits', () => {
    expect(rulesOf('twilio', { mediaUrls: Array<string>(10).fill(image) })).toEqual([])
    expect(rulesOf('sinch', { mediaUrls: [image] })).toEqual([])
  })

  test.each([
    ['sinch', { body: 'x' }, ['mediaUrls provider_media_count']],
    ['sinch', { mediaUrls: [image, image] }, ['mediaUrls provider_media_count']],
    ['aws', { mediaUrls: [image, image] }, ['mediaUrls provider_media_count']],
    ['plivo', { mediaUrls: ['s3://bucket/key'] }, ['mediaUrls[0] provider_media_source']],
    ['aws', { mediaUrls: ['s3://bucket/key'] }, []],
    ['plivo', { to: '+4915112345678', body: 'x' }, ['to provider_country']],
    ['plivo', { to: '+16135550101', body: 'x' }, []],
    ['twilio', { to: '+4915112345678', body: 'x' }, []],
    ['plivo', { body: 'x'.repeat(1_601) }, ['body provider_body_length']],
  ] as const)('at %s: %o', (provider, message, expected) => {
    expect(rulesOf(provider, { ...message } as Parameters<typeof rulesOf>[1])).toEqual(expected)
  })

  test('names the provider, what it takes and what to do', () => {
    const [problem] = checkCapabilities(definitionOf('sinch').capabilities, { to, mediaUrls: [] })
    expect(problem?.message).toBe(
      'is empty, but sinch sends no MMS of text alone; add a media URL or choose another provider',
    )
  })

  test('says nothing of an address that no provider would take: that is said once, elsewhere', () => {
    expect(rulesOf('twilio', { mediaUrls: ['ftp://host/a', 'nonsense'] })).toEqual([])
  })
})
