/** Longest wait that is granted. */
export const maxWaitSeconds = 15

const waitPreference = /(?:^|,)\s*wait\s*=\s*"?(\d{1,9})"?\s*(?=[,;]|$)/i

/**
 * Reads `wait=N` from a Prefer header (RFC 7240, section 4.3): seconds since the request came in, clipped to 15. A
 * preference is never an error: undefined when there is none or it cannot be read.
 */
export function readWaitSeconds(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header.join(', ') : header
  const seconds = Number(waitPreference.exec(text ?? '')?.[1] ?? 0)
  return seconds === 0 ? undefined : Math.min(seconds, maxWaitSeconds)
}
