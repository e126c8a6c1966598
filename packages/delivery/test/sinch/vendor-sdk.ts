// Sinch's own package reads the version of `@sinch/sdk-core`, which it neither needs otherwise nor installs.
import { createRequire, registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const entry = createRequire(import.meta.url).resolve('@sinch/sms')
const stand = pathToFileURL(join(dirname(entry), '../package.json')).href

/** Loads Sinch's own package, for comparison with ours. */
export async function loadSinchSdk(): Promise<typeof import('@sinch/sms')> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '@sinch/sdk-core/package.json'
        ? { url: stand, format: 'json', shortCircuit: true }
        : next(specifier, context),
  })
  try {
    return await import('@sinch/sms')
  } finally {
    hooks.deregister()
  }
}
