import type { HttpTimeouts } from '../http/timeouts.ts'

/** Everything one Plivo account needs. Secrets come from the environment and are never stored. */
export type PlivoSettings = {
  /** Auth ID of the account (MA…) or of a subaccount (SA…). */
  readonly authId: string
  /** Auth Token: for requests, and the key of the signatures of callbacks. */
  readonly authToken: string
  /** Token before a rotation: its signatures are still accepted. */
  readonly previousAuthToken?: string
  /** Where the API is reached: a proxy or a simulator. Default `https://api.plivo.com`. */
  readonly baseUrl?: string
  readonly timeouts?: HttpTimeouts
  /** Connections held open at most, and with it requests in flight. Plivo allows 100 for an account. */
  readonly maxConnections?: number
}

/** Address of Plivo's API; there are no regions. */
export const defaultBaseUrl = 'https://api.plivo.com'
