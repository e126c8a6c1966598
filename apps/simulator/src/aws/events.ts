import { randomUUID } from 'node:crypto'
import { createReports } from '../core/reports.ts'
import { eventJson, eventName, type Moment } from './event.ts'
import type { EventType } from './event-types.ts'
import type { Message } from './message.ts'
import { type Settings, topicArn } from './settings.ts'
import { deliveryPolicy, forgedNotification, notification, type Target } from './sns/publish.ts'
import type { SubscriptionDeps, Subscriptions } from './sns/subscriptions.ts'

/** Publishes delivery events to the topic of events. */
export type Events = {
  /** Resolves when the delivery is over; undefined when nobody is told. `isLast` releases reordered events. */
  emit(message: Message, moment: Omit<Moment, 'atMs'>, mark: { isLast: boolean }): Promise<void> | undefined
}

/** What publishing needs. */
export type EventDeps = SubscriptionDeps & {
  subscriptions: Subscriptions
  /** False for a message that was forgotten; nothing is reported of it any more. */
  isKept: (message: Message) => boolean
}

/** Makes the publisher. */
export function createEvents(deps: EventDeps): Events {
  const reports = createReports<Message>(deps)

  const emit: Events['emit'] = (message, moment, mark) => {
    const settings = deps.settings()
    const { eventsUrl, eventsTopic } = settings
    // Without a configuration set AWS does not know where events go.
    if (message.input.configurationSet === null || eventsUrl === null) return undefined
    const happened = { ...moment, atMs: Date.now() }
    const arn = topicArn(settings, eventsTopic)
    return deps.subscriptions.confirmed(arn, eventsUrl).then((target) => {
      if (!target) return noteUnconfirmed(message, happened)
      return reports.emit(message, reportOf(deps, settings, { message, moment: happened, target }), mark)
    })
  }
  return { emit }
}

function reportOf(
  deps: EventDeps,
  settings: Settings,
  { message, moment, target }: { message: Message; moment: Moment; target: Target },
): Parameters<ReturnType<typeof createReports>['emit']>[1] {
  const nameOf = (type: EventType): string => eventName(message, type, settings.textOnlyEvents)
  const json = eventJson(message, nameOf(moment.type), moment)
  const notice = { target, message: json, messageId: randomUUID() }
  const request = notification(settings, deps.snsUrl(), notice)
  const lie = { ...moment, type: 'MEDIA_INVALID_MESSAGE', isFinal: true } as const
  return {
    status: nameOf(moment.type),
    request: () => request,
    forged: () =>
      forgedNotification(settings, deps.snsUrl(), {
        target,
        message: eventJson(message, nameOf(lie.type), lie),
        messageId: randomUUID(),
      }),
    policy: deliveryPolicy(settings),
  }
}

function noteUnconfirmed(message: Message, moment: Moment): void {
  message.ledger.callbacks.push({
    status: moment.type,
    at: new Date(moment.atMs).toISOString(),
    faults: ['unconfirmed'],
    idempotencyToken: '',
    answers: [],
    durationMs: 0,
  })
}
