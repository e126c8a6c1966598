import type { z } from 'zod'

/** Every problem of a refused value, as `field: what is wrong`. */
export function problemsOf(error: z.ZodError): string[] {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
}
