import type { Report, Reports } from '../core/reports.ts'
import { callbackParams, forgedParams } from './callback-params.ts'
import type { Message } from './message.ts'
import type { Settings } from './settings.ts'
import { forgedRequest, signedRequest, webhookPolicy } from './webhook.ts'

/** Reports a message's present state to its URL. */
export type Callbacks = {
  /** Resolves when the callback is over, or at once when there is none to send. `isLast` releases reordered ones. */
  emit(message: Message, mark: { isLast: boolean }): Promise<void>
}

/** Makes the sender of callbacks. */
export function createCallbacks(deps: { reports: Reports<Message>; settings: () => Settings }): Callbacks {
  const { reports, settings } = deps
  return {
    emit: (message, mark) => {
      if (message.callback === null) return Promise.resolve()
      const report = reportOf(message, message.callback, settings)
      message.sequence += 1
      return reports.emit(message, report, mark)
    },
  }
}

function reportOf(
  message: Message,
  callback: { url: string; method: 'GET' | 'POST' },
  settings: () => Settings,
): Report {
  const params = callbackParams(message)
  return {
    status: message.state,
    request: () => signedRequest({ ...callback, params }, settings()),
    forged: () => forgedRequest({ ...callback, params: forgedParams(params) }, settings()),
    policy: webhookPolicy(settings()),
  }
}
