import type { Provider } from './provider.ts'
import { openTwilio } from './twilio/open-twilio.ts'
import type { TwilioSettings } from './twilio/settings.ts'

/** Settings of one provider account; `provider` says which carrier API it belongs to. */
export type ProviderSettings = { readonly provider: 'twilio' } & TwilioSettings

/** Opens one provider account. The only place that knows every provider. Throws on malformed settings. */
export function openProvider(settings: ProviderSettings): Provider {
  switch (settings.provider) {
    case 'twilio':
      return openTwilio(settings)
  }
}
