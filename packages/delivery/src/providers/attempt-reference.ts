import type { AttemptTarget } from './provider.ts'

const pattern = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(\d{1,6})$/

/** What a provider is told as our reference: `<message>.<attempt>`, unique for every attempt and free of personal data. */
export function writeAttemptReference({ messageId, attempt }: AttemptTarget): string {
  return `${messageId}.${attempt}`
}

/** Reads our reference back; undefined for anything that is none. It proves nothing by itself: check who says it. */
export function readAttemptReference(text: string | undefined): AttemptTarget | undefined {
  const [, messageId, attempt] = pattern.exec(text ?? '') ?? []
  return messageId === undefined || attempt === undefined
    ? undefined
    : { messageId, attempt: Number(attempt) }
}
