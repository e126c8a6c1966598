import { refuseBeyond } from '../check-capabilities.ts'
import type { Provider } from '../provider.ts'
import { twilioCapabilities } from './capabilities.ts'
import { classifyCreate } from './classify-create.ts'
import { createParams } from './create-params.ts'
import { explainCode } from './error-catalogue.ts'
import { listMessages } from './list-messages.ts'
import { lookUp } from './look-up.ts'
import { readCallback } from './read-callback.ts'
import { readInbound } from './read-inbound.ts'
import type { TwilioSettings } from './settings.ts'
import type { TwilioApi } from './twilio-api.ts'

const maxResponseBytes = 256 * 1024

/**
 * Opens one Twilio account. Reading callbacks and explaining codes need no SDK and no connection; both
 * come up with the first call that asks Twilio. Throws at once on a malformed SID or base URL.
 */
export function openTwilio(settings: TwilioSettings): Provider {
  checkSettings(settings)
  const { accountSid } = settings
  let opening: Promise<TwilioApi> | undefined
  const openApi = (): Promise<TwilioApi> => {
    opening ??= import('./twilio-api.ts').then(({ openTwilioApi }) => openTwilioApi(settings))
    return opening
  }
  return {
    name: 'twilio',
    capabilities: twilioCapabilities,
    async send(request, signal) {
      const refused = refuseBeyond(twilioCapabilities, request)
      if (refused !== undefined) return { kind: 'rejected', fault: refused }
      const api = await openApi()
      const params = createParams(request)
      const result = await api.call((client) => client.messages.create(params), {
        signal,
        maxResponseBytes,
        startBefore: request.startBefore,
      })
      return classifyCreate(result, accountSid, Date.now())
    },
    async lookUp(providerId, signal) {
      return lookUp({ api: await openApi(), accountSid }, providerId, signal)
    },
    async list(query, signal) {
      return listMessages({ api: await openApi(), accountSid }, query, signal)
    },
    cancel: () => Promise.resolve({ kind: 'unsupported' }),
    readCallback: (request) => readCallback(settings, request),
    readInbound: (request) => readInbound(settings, request),
    explain: explainCode,
    async close() {
      await (await opening)?.close()
    },
  }
}

function checkSettings({ accountSid, authToken, apiKey, baseUrl }: TwilioSettings): void {
  if (!/^AC[0-9a-fA-F]{32}$/.test(accountSid)) {
    throw new Error('the Twilio Account SID must be AC and 32 hexadecimal digits')
  }
  if (authToken === '') {
    throw new Error('the Twilio Auth Token is empty')
  }
  if (apiKey && !/^SK[0-9a-fA-F]{32}$/.test(apiKey.sid)) {
    throw new Error('the Twilio API key SID must be SK and 32 hexadecimal digits')
  }
  if (baseUrl !== undefined && !/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? '')) {
    throw new Error('the Twilio base URL must be an absolute http or https address')
  }
}
