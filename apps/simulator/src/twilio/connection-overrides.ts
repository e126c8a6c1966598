import type { DeliveryPolicy, RetryReason } from '../core/deliver.ts'

/** Twilio's defaults: one retry, and only when no connection came about; everything within 15 s. */
export const DEFAULT_POLICY: DeliveryPolicy = {
  connectTimeoutMs: 5_000,
  readTimeoutMs: 15_000,
  totalTimeoutMs: 15_000,
  retries: 1,
  retryOn: new Set(['ct']),
}

const ALL_REASONS: readonly RetryReason[] = ['ct', 'rt', '4xx', '5xx']

/**
 * Reads the overrides in a callback URL's fragment, for example `#rc=3&rp=5xx,ct&rt=5000`. A value that is malformed or out of
 * range leaves its default in force (twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
 */
export function readOverrides(url: string): DeliveryPolicy {
  const hash = url.indexOf('#')
  if (hash === -1) return DEFAULT_POLICY
  const fragment = new URLSearchParams(url.slice(hash + 1))
  const read = (name: string, fallback: number, min: number, max: number): number => {
    const text = fragment.get(name)
    const value = text !== null && /^\d+$/.test(text) ? Number(text) : Number.NaN
    return value >= min && value <= max ? value : fallback
  }
  return {
    connectTimeoutMs: read('ct', DEFAULT_POLICY.connectTimeoutMs, 100, 10_000),
    readTimeoutMs: read('rt', DEFAULT_POLICY.readTimeoutMs, 100, 15_000),
    totalTimeoutMs: read('tt', DEFAULT_POLICY.totalTimeoutMs, 100, 15_000),
    retries: read('rc', DEFAULT_POLICY.retries, 0, 5),
    retryOn: readReasons(fragment.get('rp')) ?? DEFAULT_POLICY.retryOn,
  }
}

function readReasons(text: string | null): ReadonlySet<RetryReason> | undefined {
  if (text === null) return undefined
  const reasons = new Set<RetryReason>()
  for (const word of text.split(',')) {
    const known = ALL_REASONS.filter((reason) => reason === word || word === 'all')
    if (known.length === 0) return undefined
    for (const reason of known) reasons.add(reason)
  }
  return reasons
}
