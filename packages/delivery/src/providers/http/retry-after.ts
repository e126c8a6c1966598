const maxRetryAfterMs = 15 * 60_000

/**
 * Milliseconds to wait according to a Retry-After header (RFC 9110 section 10.2.3: seconds or a
 * date), at most 15 minutes. Undefined when the header is missing or unreadable.
 */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  const value = header?.trim() ?? ''
  const waitMs = /^\d{1,10}$/.test(value)
    ? Number(value) * 1_000
    : httpDate.test(value)
      ? Date.parse(value) - nowMs
      : Number.NaN
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), maxRetryAfterMs)
}

// Date.parse alone takes almost anything for a date, "1.5" included.
const httpDate = /^[A-Z][a-z]+, /
