// @sinch/sms 1.4.0 reads its version from @sinch/sdk-core/package.json, a package of 37 others that it does not declare. Both
// have the same version, so its own manifest answers. Import this file before @sinch/sms.
import { registerHooks } from 'node:module'

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === '@sinch/sdk-core/package.json'
      ? {
          url: new URL('../package.json', import.meta.resolve('@sinch/sms')).href,
          format: 'json',
          shortCircuit: true,
        }
      : nextResolve(specifier, context),
})
