import { expect, test } from 'vitest'
import type { Cases } from './bench.ts'

/** The table of capabilities fits together, and the provider shows the same one as its definition. */
export const capabilityCases: Cases = ({ definition, messagingService, maxListed }, bench) => {
  const { capabilities } = definition
  const { media, validity, countries, senders, search, lookUp, cancel } = capabilities

  test('the account shows the capabilities and the name of its definition', () => {
    expect(bench().provider.capabilities).toBe(capabilities)
    expect(bench().provider.name).toBe(definition.name)
    expect(capabilities.provider).toBe(definition.name)
  })

  test('media has bounds that leave something to send', () => {
    expect(media.min).toBeGreaterThanOrEqual(0)
    expect(media.max).toBeGreaterThanOrEqual(Math.max(media.min, 1))
    expect(media.sources).toContain('https')
    expect(new Set(media.sources).size).toBe(media.sources.length)
    expect(media.types.length).toBeGreaterThan(0)
    expect(capabilities.body.maxChars).toBeGreaterThan(0)
  })

  test('types of media fit into the whole message', () => {
    for (const { types, maxBytes } of media.types) {
      expect(types.length).toBeGreaterThan(0)
      for (const type of types) expect(type).toMatch(/^[a-z]+\/(\*|[a-z0-9.+-]+)$/)
      expect(maxBytes).toBeGreaterThan(0)
      expect(maxBytes).toBeLessThanOrEqual(media.maxTotalBytes)
    }
  })

  test('countries, senders and validity say something', () => {
    if (countries !== 'any') {
      expect(countries.length).toBeGreaterThan(0)
      for (const country of countries) expect(country).toMatch(/^[A-Z]{2}$/)
    }
    expect(senders).toContain('number')
    expect(validity.minSeconds).toBeGreaterThan(0)
    expect(validity.minSeconds).toBeLessThanOrEqual(validity.maxSeconds)
    expect(capabilities.signature).not.toBe('')
    expect(capabilities.optOut).not.toBe('')
  })

  test('what can be found can be asked for, and what is said to be possible is tried here', () => {
    if (search !== 'none' || cancel) expect(lookUp).toBe(true)
    expect(messagingService !== undefined).toBe(senders.includes('messaging_service'))
    expect(maxListed !== undefined).toBe(search !== 'none')
  })
}
