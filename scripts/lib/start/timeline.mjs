/**
 * One line about an event of a message's history: time since the first one, status, what happened, attempt, provider
 * id, and the error with its cause.
 */
export function eventLine(event, first) {
  const elapsedMs = Date.parse(event.at) - Date.parse(first.at)
  const parts = [
    `+${elapsedMs} ms`.padStart(12),
    event.status.padEnd(12),
    event.type.padEnd(20),
    event.attempt === null ? '' : `attempt ${event.attempt}`,
    event.providerId ?? '',
    event.error ? `${event.error.code} ${event.error.title}: ${event.error.cause}` : '',
  ]
  return `  ${parts.filter(Boolean).join('  ')}`.trimEnd()
}
