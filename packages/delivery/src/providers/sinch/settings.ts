import type { HttpTimeouts } from '../http/timeouts.ts'

/** Where a service plan can live; each region has its own host. */
export const sinchRegions = ['us', 'eu', 'br', 'ca', 'au'] as const

/** A region by its name in the host. */
export type SinchRegion = (typeof sinchRegions)[number]

/** Address of the SMS API in a region. */
export function regionUrl(region: SinchRegion): string {
  return `https://${region}.sms.api.sinch.com`
}

/**
 * How Sinch proves that a webhook is its own, as agreed with its account manager. `hmac`: the secret of the service plan,
 * and the one before a rotation. `none`: nothing proves it, so nothing in a webhook is believed.
 */
export type WebhookProof =
  | { readonly kind: 'hmac'; readonly secrets: readonly string[] }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'none' }

/** Everything one service plan needs. Secrets come from the environment and are never stored. */
export type SinchSettings = {
  readonly servicePlanId: string
  readonly apiToken: string
  /** Where the API is reached, before `/xms/v1`: a region's host, or a simulator. */
  readonly baseUrl: string
  readonly webhooks: WebhookProof
  readonly timeouts?: HttpTimeouts
  /** Connections held open at most, and with it requests in flight. */
  readonly maxConnections?: number
}

/** A service plan id as it may stand in a path. */
export const servicePlanPattern = /^[A-Za-z0-9_-]{1,64}$/

/** What a header can carry as a bearer token. */
export const apiTokenPattern = /^[\x21-\x7e]{1,512}$/
