/** The guides that an application may come from; each has names of its own for the same three things. */
export const dialects = {
  twilio: { to: 'to', body: 'body' },
  plivo: { to: 'to', body: 'text' },
  sinch: { to: 'to', body: 'message' },
  aws: { to: 'destinationPhoneNumber', body: 'messageBody' },
} as const satisfies Record<string, { readonly to: string; readonly body: string }>

/** One of `dialects`. */
export type Dialect = keyof typeof dialects

/** Fields of a request body, whatever they hold. */
export type Fields = Readonly<Record<string, unknown>>

/** Which guide a body is written by: a field name that only one of them has tells; Twilio's otherwise. */
export function detectDialect(body: Fields): Dialect {
  if ('destinationPhoneNumber' in body || 'messageBody' in body) return 'aws'
  if ('text' in body) return 'plivo'
  return 'message' in body ? 'sinch' : 'twilio'
}

/**
 * The same request as a body of `POST /v1/messages`. `mediaUrl` may be one URL or a list. Fields that no guide has
 * are kept as they are: those of `POST /v1/messages` work, and all others are refused there.
 */
export function translateBody(dialect: Dialect, given: Fields): Fields {
  const names = dialects[dialect]
  const { [names.to]: to, [names.body]: body, mediaUrl, ...others } = given
  return {
    ...others,
    ...(to === undefined ? {} : { to }),
    // The guides' forms send an empty text along with a picture.
    ...(isNothing(body) ? {} : { body }),
    ...(isNothing(mediaUrl) ? {} : { mediaUrls: Array.isArray(mediaUrl) ? mediaUrl : [mediaUrl] }),
  }
}

/** A field of `POST /v1/messages` under the name that the caller used for it. */
export function translateField(dialect: Dialect, field: string): string {
  const names = dialects[dialect]
  if (field === 'to' || field === 'body') return names[field]
  return field.replace(/^mediaUrls(\[\d+\])?/, 'mediaUrl$1')
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
