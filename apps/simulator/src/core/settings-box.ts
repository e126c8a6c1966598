import type { z } from 'zod'
import type { CarrierSettings } from './carrier.ts'
import { problemsOf } from './problems.ts'

/** A carrier's settings in force, for itself and for the control endpoints. */
export type SettingsBox<S extends object> = { get(): S; control: CarrierSettings }

/** What makes up a box. */
export type SettingsBoxOptions<S extends object, P> = {
  defaults: S
  /** Checks a change; unknown fields must be refused, so that a typing mistake is not a silent no-change. */
  patchSchema: z.ZodType<P>
  /** Gives new settings and leaves the old ones as they were. */
  merge(settings: S, patch: P): S
  /** Fields that are shown as `[secret]`, or null when they are null. */
  secrets: readonly (keyof S & string)[]
  /** A patch of the defaults; a reset comes back to the result. */
  first: unknown
}

/** Makes a box with the first settings in force. Throws when they are invalid. */
export function createSettingsBox<S extends object, P>(options: SettingsBoxOptions<S, P>): SettingsBox<S> {
  const { patchSchema, merge, secrets } = options
  const first = merge(options.defaults, patchSchema.parse(options.first ?? {}))
  let settings = first
  const show = (): object => {
    const masked = secrets.map((name) => [name, settings[name] === null ? null : '[secret]'])
    return { ...settings, ...Object.fromEntries(masked) }
  }
  return {
    get: () => settings,
    control: {
      show,
      change: (given) => {
        const patch = patchSchema.safeParse(given)
        if (!patch.success) return { kind: 'invalid', problems: problemsOf(patch.error) }
        settings = merge(settings, patch.data)
        return { kind: 'changed', settings: show() }
      },
      reset: () => {
        settings = first
      },
    },
  }
}
