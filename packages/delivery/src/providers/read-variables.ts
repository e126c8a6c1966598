import { z } from 'zod'
import type { PresentEnv } from './definition.ts'

/** A comma list in one variable; blanks around the items do not count. */
export function listOf<T>(item: z.ZodType<T, string>): z.ZodType<T[], string> {
  return z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item))
}

/** An absolute http or https address, without a trailing slash. */
export const webAddress = z
  .url({ protocol: /^https?$/, error: 'is not an absolute http or https URL' })
  .transform((text) => text.replace(/\/+$/, ''))

/** True when at least one of the variables is set. */
export function someSet(env: PresentEnv, names: readonly string[]): boolean {
  return names.some((name) => env[name] !== undefined)
}

/** One line for every wrong or missing variable, its name first. */
export function describeProblems(
  error: z.ZodError,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  return error.issues.map((issue) => {
    const name = String(issue.path[0] ?? 'settings')
    return env[name] === undefined && issue.code !== 'custom'
      ? `${name} is missing`
      : `${name} ${issue.message}`
  })
}
