import { refuseBeyond } from '../check-capabilities.ts'
import type { Provider } from '../provider.ts'
import { plivoCapabilities } from './capabilities.ts'
import { classifySend } from './classify-send.ts'
import { createBody } from './create-body.ts'
import { explainCode } from './error-catalogue.ts'
import { listMessages } from './list-messages.ts'
import { lookUp } from './look-up.ts'
import { openPlivoApi } from './plivo-api.ts'
import { readCallback } from './read-callback.ts'
import { readInbound } from './read-inbound.ts'
import type { PlivoSettings } from './settings.ts'

const maxResponseBytes = 64 * 1024

/** Opens one Plivo account. Makes no connection before the first call. Throws at once on a malformed base URL. */
export function openPlivo(settings: PlivoSettings): Provider {
  const api = openPlivoApi(settings)
  return {
    name: 'plivo',
    capabilities: plivoCapabilities,
    async send(request, signal) {
      const refused = refuseBeyond(plivoCapabilities, request)
      if (refused !== undefined) return { kind: 'rejected', fault: refused }
      const { startBefore } = request
      const result = await api.create(createBody(request), { signal, maxResponseBytes, startBefore })
      return classifySend(result, Date.now())
    },
    lookUp: (providerId, signal) => lookUp(api, providerId, signal),
    list: (query, signal) => listMessages(api, query, signal),
    // Plivo takes nothing back; only message_expiry bounds how long it waits.
    cancel: () => Promise.resolve({ kind: 'unsupported' }),
    readCallback: (request) => readCallback(settings, request),
    readInbound: (request) => readInbound(settings, request),
    explain: explainCode,
    close: () => api.close(),
  }
}
