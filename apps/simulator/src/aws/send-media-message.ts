import { randomUUID } from 'node:crypto'
import type { Answer } from '../core/ending.ts'
import type { LedgerEntry } from '../core/ledger.ts'
import type { Aws } from './account.ts'
import { type AwsError, jsonAnswer, throttled } from './aws-error.ts'
import { findRefusal } from './find-refusal.ts'
import { lifeOf } from './life.ts'
import type { Message } from './message.ts'
import { costMicros } from './price.ts'
import { readSendInput, type SendInput } from './send-input.ts'
import type { Settings } from './settings.ts'

/** Accepts a message: 200 with its MessageId and nothing else. Or gives the exception. Events follow after the answer. */
export async function sendMediaMessage(
  aws: Aws,
  json: Readonly<Record<string, unknown>>,
  entry: LedgerEntry,
): Promise<Answer | AwsError> {
  const settings = aws.settings()
  if (!aws.rate.take(settings.messagesPerSecond, Date.now())) return throttled()
  const result = readSendInput(json)
  if (result.kind === 'refused') return result.error
  const { input } = result
  const refused = findRefusal(aws, input)
  if (refused) return refused
  if (input.isDryRun) return jsonAnswer(200, { MessageId: randomUUID() })
  const message = newMessage(aws, input, entry)
  const answer = jsonAnswer(200, { MessageId: message.id })
  aws.messages.set(message.id, message)
  aws.spending.micros += costMicros(message.price)
  entry.accepted = true
  entry.sid = message.id
  const isEarly = message.faults.early
  const firstEvent = aws.lives.start(message, lifeOf(aws, message), { isEarly })
  if (isEarly) await firstEvent
  return answer
}

function newMessage(aws: Aws, input: SendInput, entry: LedgerEntry): Message {
  const settings = aws.settings()
  return {
    id: randomUUID(),
    input,
    originationNumber: originationNumber(settings, input.identity),
    requestedAt: Date.now(),
    price: { ...settings.price },
    ledger: entry,
    faults: aws.faults.forMessage({
      operation: 'create',
      n: entry.n,
      to: entry.to,
      from: entry.from,
      numberRules: aws.numberFaults.of(input.to),
    }),
  }
}

// A pool, an id or an ARN picks one of the account's numbers.
function originationNumber({ originationIdentities }: Settings, identity: string): string {
  if (/^\+?\d+$/.test(identity)) return identity
  return originationIdentities.find((one) => /^\+\d+$/.test(one)) ?? '+15005550006'
}
