/** A time as Plivo's API shows it, in UTC: `2026-01-02 03:04:05.678000+00:00`. */
export function toApiTime(timeMs: number): string {
  return `${toCallbackTime(timeMs)}+00:00`
}

/** The same as callbacks carry it, without the offset. */
export function toCallbackTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('T', ' ').replace('Z', '000')
}

/** Reads `YYYY-MM-DD HH:MM[:SS[.uuuuuu]]`, in UTC, to epoch milliseconds; undefined when it is no such time. */
export function readApiTime(text: string): number | undefined {
  const [, day, minute, seconds = '00', fraction = '0'] =
    /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?$/.exec(text) ?? []
  const timeMs = day === undefined ? Number.NaN : Date.parse(`${day}T${minute}:${seconds}Z`)
  return Number.isNaN(timeMs) ? undefined : timeMs + Number(`0.${fraction}`) * 1_000
}
