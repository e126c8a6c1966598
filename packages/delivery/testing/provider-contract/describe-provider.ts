// One suite for every provider: what the engine relies on, seen from outside. A provider is opened through its definition
// and talks to its own simulator in a process of its own, so a case holds on real sockets and real signatures.
import { afterAll, beforeAll, describe } from 'vitest'
import { abortCases } from './abort-cases.ts'
import { ambiguousCases } from './ambiguous-cases.ts'
import { type Bench, type Cases, openBench } from './bench.ts'
import { callbackCases } from './callback-cases.ts'
import { cancelCases } from './cancel-cases.ts'
import { capabilityCases } from './capability-cases.ts'
import type { ProviderContract } from './contract.ts'
import { definitionCases } from './definition-cases.ts'
import { eventCases } from './event-cases.ts'
import { forgeryCases } from './forgery-cases.ts'
import { inboundCases } from './inbound-cases.ts'
import { limitCases } from './limit-cases.ts'
import { listCases } from './list-cases.ts'
import { lookUpCases } from './look-up-cases.ts'
import { notSentCases } from './not-sent-cases.ts'
import { refusalCases } from './refusal-cases.ts'
import { secretCases } from './secret-cases.ts'
import { sendCases } from './send-cases.ts'
import { settingCases } from './setting-cases.ts'

const themes: Readonly<Record<string, Cases>> = {
  settings: settingCases,
  capabilities: capabilityCases,
  definition: definitionCases,
  send: sendCases,
  refusals: refusalCases,
  'certainly not sent': notSentCases,
  ambiguous: ambiguousCases,
  abort: abortCases,
  callbacks: callbackCases,
  forgeries: forgeryCases,
  events: eventCases,
  inbound: inboundCases,
  'look-up': lookUpCases,
  'reconcile by the list': listCases,
  cancel: cancelCases,
  limits: limitCases,
  // Last: it looks at everything that was said before.
  secrets: secretCases,
}

/** Declares the whole suite for one provider. */
export function describeProvider(contract: ProviderContract): void {
  describe(`${contract.definition.title} keeps the contract of a provider`, () => {
    let open: Bench | undefined
    const bench = (): Bench => {
      if (open === undefined) throw new Error('the bench is open while cases run, and only then')
      return open
    }
    beforeAll(async () => {
      open = await openBench(contract)
    })
    afterAll(async () => {
      await open?.[Symbol.asyncDispose]()
    })
    for (const [theme, cases] of Object.entries(themes)) describe(theme, () => cases(contract, bench))
  })
}
