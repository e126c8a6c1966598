import type { ProviderName } from '@heliograph/shared/domain/provider-name'

/** A callback as the simulator's ledger shows it. */
export type LedgerCallback = {
  readonly status: string
  readonly at: string
  readonly faults: readonly string[]
  readonly answers: readonly (number | string)[]
}

/** A create as the simulator's ledger shows it: what really arrived at the carrier. */
export type LedgerEntry = {
  readonly n: number
  readonly to: string | null
  readonly receivedAt: string
  readonly accepted: boolean
  readonly sid: string | null
  readonly faults: readonly string[]
  readonly answer: number | string | null
  readonly callbacks: readonly LedgerCallback[]
}

/** One rule of the simulator's faults; see apps/simulator/README.md. */
export type FaultRule = {
  readonly fault: string
  readonly probability?: number
  readonly times?: number
  readonly to?: string
  readonly on?: string
  readonly delayMs?: number
  readonly copies?: number
  readonly retryAfterSeconds?: number
}

/** The carrier's controls, past any proxy. The simulator is the witness: it is never killed. */
export type SimulatorControl = {
  readonly ledger: () => Promise<LedgerEntry[]>
  readonly setFaults: (seed: number, rules: readonly FaultRule[]) => Promise<void>
  readonly clearFaults: () => Promise<void>
  /** Changes settings of the account that messages leave through. */
  readonly settings: (patch: Readonly<Record<string, unknown>>) => Promise<void>
  /** Has AWS's events confirmed, as their subscription must be before the first one is sent. */
  readonly subscribe: () => Promise<void>
}

/** Builds the controls of the simulator at `url`, in the place of one carrier. */
export function buildSimulatorControl(url: string, carrier: ProviderName): SimulatorControl {
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${url}/__sim/${path}`, {
      method,
      signal: AbortSignal.timeout(20_000),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response
  }
  return {
    ledger: async () => {
      const { creates } = (await (await ask('GET', 'ledger')).json()) as { creates: LedgerEntry[] }
      return creates
    },
    setFaults: async (seed, rules) => void (await ask('PUT', 'faults', { seed, rules })),
    clearFaults: async () => void (await ask('DELETE', 'faults')),
    settings: async (patch) => void (await ask('PUT', `${carrier}/settings`, patch)),
    subscribe: async () => {
      const answer = await ask('POST', 'aws/subscribe')
      const { subscriptions } = (await answer.json()) as { subscriptions: { state: string }[] }
      if (subscriptions.some(({ state }) => state !== 'confirmed')) {
        throw new Error(`the subscription was not confirmed: ${JSON.stringify(subscriptions)}`)
      }
    },
  }
}

/**
 * The provider as it is on a bad day: about 14 % of creates disturbed, callbacks lost, doubled and
 * reversed, the list half a second late. A slow accept is over before the first look at the list.
 */
export const badDay: readonly FaultRule[] = [
  { fault: 'reset_after', probability: 0.03 },
  { fault: 'reset_before', probability: 0.02 },
  { fault: 'server_error_after', probability: 0.03 },
  { fault: 'unavailable', probability: 0.03 },
  { fault: 'rate_limited', probability: 0.03, retryAfterSeconds: 1 },
  { fault: 'slow_accept', probability: 0.02, delayMs: 1_500 },
  { fault: 'callbacks_lost', probability: 0.05 },
  { fault: 'callbacks_doubled', probability: 0.05 },
  { fault: 'callbacks_reordered', probability: 0.1 },
  { fault: 'list_lag', probability: 1, delayMs: 500 },
]
