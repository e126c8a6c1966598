import type { HttpTimeouts } from '../http/timeouts.ts'

/** Everything one Twilio account needs. Secrets come from the environment and are never stored. */
export type TwilioSettings = {
  readonly accountSid: string
  /** Primary Auth Token: signs callbacks, and requests when no API key is given. */
  readonly authToken: string
  /** Token that was primary before a rotation: its signatures are still accepted. */
  readonly previousAuthToken?: string
  /** API key used for requests instead of the Auth Token. */
  readonly apiKey?: { readonly sid: string; readonly secret: string }
  /** Where the API is reached: another region's host, or a simulator. Default `https://api.twilio.com`. */
  readonly baseUrl?: string
  readonly timeouts?: HttpTimeouts
  /** Connections held open at most, and with it requests in flight. */
  readonly maxConnections?: number
}

/** Address of Twilio's API in its home region. */
export const defaultBaseUrl = 'https://api.twilio.com'
