import { writeAttemptReference } from '../attempt-reference.ts'
import { refuseBeyond } from '../check-capabilities.ts'
import type { Provider } from '../provider.ts'
import { cancelBatch } from './cancel.ts'
import { sinchCapabilities } from './capabilities.ts'
import { classifySend } from './classify-send.ts'
import { createBody } from './create-body.ts'
import { explainCode } from './error-catalogue.ts'
import { listBatches } from './list-batches.ts'
import { lookUp } from './look-up.ts'
import { readCallback } from './read-callback.ts'
import { readInbound } from './read-inbound.ts'
import { apiTokenPattern, type SinchSettings, servicePlanPattern } from './settings.ts'
import { openSinchApi } from './sinch-api.ts'

const maxResponseBytes = 256 * 1024

/** Opens one service plan at Sinch. Makes no connection. Throws at once on settings that no request can carry. */
export function openSinch(settings: SinchSettings): Provider {
  checkSettings(settings)
  const { webhooks } = settings
  const api = openSinchApi(settings)
  return {
    name: 'sinch',
    capabilities: sinchCapabilities,
    async send(request, signal) {
      const refused = refuseBeyond(sinchCapabilities, request)
      if (refused !== undefined) return { kind: 'rejected', fault: refused }
      const body = createBody(request, Date.now())
      const { startBefore } = request
      const call = { method: 'POST', path: '/batches', body, maxResponseBytes, startBefore } as const
      const result = await api.call(call, signal)
      return classifySend(result, writeAttemptReference(request), Date.now())
    },
    lookUp: (providerId, signal) => lookUp(api, providerId, signal),
    list: (query, signal) => listBatches(api, query, signal),
    cancel: (providerId, signal) => cancelBatch(api, providerId, signal),
    readCallback: (request) => readCallback(webhooks, request, Date.now()),
    readInbound: (request) => readInbound(webhooks, request, Date.now()),
    explain: explainCode,
    close: () => api.close(),
  }
}

function checkSettings({ servicePlanId, apiToken, baseUrl }: SinchSettings): void {
  if (!servicePlanPattern.test(servicePlanId)) {
    throw new Error('the Sinch service plan id must be letters, digits, - and _')
  }
  if (!apiTokenPattern.test(apiToken)) {
    throw new Error('the Sinch API token must be printable characters without blanks')
  }
  if (!/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? '')) {
    throw new Error('the Sinch base URL must be an absolute http or https address')
  }
}
