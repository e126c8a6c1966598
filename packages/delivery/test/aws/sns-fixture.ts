import { openCertificateStore } from '../../src/providers/aws/sns/certificate-store.ts'
import { type EventDeps, readEvent } from '../../src/providers/aws/sns/read-event.ts'
import type { HttpResult } from '../../src/providers/http/http-client.ts'
import type { CallbackRequest } from '../../src/providers/provider.ts'
import { topicArn } from '../../testing/sns-envelopes.ts'
import { certificate } from '../../testing/sns-vectors.ts'

export const messageId = '0f1e2d3c-aaaa-bbbb-cccc-000000000001'

/** A moment shortly after the vectors were made. */
export const vectorTimeMs = Date.parse('2026-01-02T03:10:00Z')

/** The request that SNS posts: text/plain, whatever it holds. */
export function snsRequest(envelope: unknown): CallbackRequest {
  return {
    method: 'POST',
    signedUrl: 'https://mms.example.com/webhooks/aws/events',
    headers: { 'content-type': 'text/plain; charset=UTF-8' },
    rawBody: Buffer.from(typeof envelope === 'string' ? envelope : JSON.stringify(envelope)),
  }
}

/** A store whose certificates come from here instead of the network, with the addresses that were asked for. */
export function aCertificateStore(answer: HttpResult = pemAnswer(certificate)) {
  const asked: string[] = []
  const store = openCertificateStore((url) => {
    asked.push(url)
    return Promise.resolve(answer)
  })
  return { store, asked }
}

/** A whole answer with this text. */
export function pemAnswer(body: string, status = 200): HttpResult {
  return { kind: 'response', status, headers: {}, body }
}

/** What reading needs, with the one topic allowed and the certificate at hand. */
export function eventDeps(overrides: Partial<EventDeps> = {}): EventDeps {
  return {
    settings: { topics: [topicArn], allowSignatureV1: true },
    certificates: aCertificateStore().store,
    nowMs: () => Date.now(),
    ...overrides,
  }
}

/** Reads an envelope as if SNS had posted it. */
export function read(envelope: unknown, deps: EventDeps = eventDeps()) {
  return readEvent(deps, snsRequest(envelope), new AbortController().signal)
}
