/** How long one exchange may take, in its parts and as a whole. */
export type TwilioTimeouts = {
  /** Until the connection is ready, TLS included. Kept with a resolution of about half a second. */
  readonly connectMs: number
  /** From the start of the request until the response headers are there. */
  readonly headersMs: number
  /** The whole exchange, waiting for a free connection included. */
  readonly totalMs: number
}

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
  readonly timeouts?: TwilioTimeouts
  /** Connections held open at most, and with it requests in flight. */
  readonly maxConnections?: number
}

/** Address of Twilio's API in its home region. */
export const defaultBaseUrl = 'https://api.twilio.com'

/** Total stays below the lease of a claimed message with room to settle it. */
export const defaultTimeouts: TwilioTimeouts = { connectMs: 3_000, headersMs: 15_000, totalMs: 20_000 }

/** Twilio's own SDK opens 20 sockets to one host at most. */
export const defaultMaxConnections = 20
