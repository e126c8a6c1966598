import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { ProviderMessage } from '@heliograph/shared/domain/send-outcome'
import { expect } from 'vitest'

const address = /^(\+[1-9]\d{6,14}|\d{3,8})$/

/** Holds the facts about a message to the form that all providers share, whatever the carrier writes. */
export function expectNormal(facts: ProviderMessage | Receipt): void {
  if (facts.from !== undefined) expect(facts.from).toMatch(address)
  if (facts.segments !== undefined) {
    expect(Number.isInteger(facts.segments)).toBe(true)
    expect(facts.segments).toBeGreaterThan(0)
  }
  if (facts.price !== undefined) {
    expect(facts.price).toMatch(/^\d+(\.\d+)?$/)
    expect(Number(facts.price)).toBeGreaterThan(0)
    expect(facts.priceUnit).toMatch(/^[A-Z]{3}$/)
  }
  if (facts.errorCode !== undefined) expect(facts.errorClass).toBeDefined()
}
