import type { CallbackRequest } from './provider.ts'

const maxParams = 100

/**
 * Names and values of a form as they were sent, in order, decoded. Undefined for a body that says it is something else or
 * that has more parameters than a carrier sends.
 */
export function readForm({ headers, rawBody }: CallbackRequest): URLSearchParams | undefined {
  const type = headers['content-type']
  if (typeof type !== 'string' || !/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return undefined
  const text = rawBody.toString('utf8')
  return text.split('&', maxParams + 1).length > maxParams ? undefined : new URLSearchParams(text)
}
