// Subscriptions of HTTP endpoints to topics. Nothing is published to an endpoint before it has fetched its SubscribeURL. An
// endpoint that did not confirm is asked again when the next message is published, so a late start heals by itself.
import { randomBytes, randomUUID } from 'node:crypto'
import { type DeliveryAnswers, deliver } from '../../core/deliver.ts'
import type { Outbound } from '../../core/outbound.ts'
import type { Timers } from '../../core/timers.ts'
import type { Settings } from '../settings.ts'
import { controlMessage, deliveryPolicy, type Target } from './publish.ts'

/** The state of one subscription. */
export type SubscriptionState = 'pending' | 'confirmed' | 'unsubscribed'

/** What asking for a confirmation led to. */
export type Asked = { target: Target; state: SubscriptionState; answers: DeliveryAnswers }

/** What a fetched SubscribeURL or UnsubscribeURL led to. */
export type Changed = { kind: 'changed'; subscriptionArn: string } | { kind: 'unknown' }

/** Every subscription of the account. */
export type Subscriptions = {
  /** The subscription of an endpoint once it is confirmed; undefined when it did not confirm in time. */
  confirmed(topicArn: string, url: string): Promise<Target | undefined>
  /** Asks for a confirmation unless there is one, and waits for it. */
  subscribe(topicArn: string, url: string): Promise<Asked>
  /** What a GET of SubscribeURL does; a second one changes nothing. */
  confirm(topicArn: string, token: string): Changed
  /** What a GET of UnsubscribeURL does; the endpoint is told. */
  unsubscribe(subscriptionArn: string): Changed
  clear(): void
}

/** What subscriptions need. */
export type SubscriptionDeps = {
  outbound: Outbound
  timers: Timers
  settings: () => Settings
  /** Where the simulator's SNS is, without a slash at the end. */
  snsUrl: () => string
}

type Subscription = {
  target: Target
  token: string
  state: SubscriptionState
  /** The confirmation under way, if any. */
  asking: Promise<Asked> | undefined
  onConfirm: () => void
}

/** Makes an account without subscriptions. */
export function createSubscriptions(deps: SubscriptionDeps): Subscriptions {
  const all = new Map<string, Subscription>()
  const find = (topicArn: string, url: string): Subscription => {
    const key = `${topicArn} ${url}`
    const found = all.get(key) ?? newSubscription(topicArn, url)
    all.set(key, found)
    return found
  }
  const subscribe = (topicArn: string, url: string): Promise<Asked> => {
    const subscription = find(topicArn, url)
    const isOver = subscription.asking === undefined && subscription.state === 'confirmed'
    if (isOver) return Promise.resolve(askedOf(subscription, []))
    subscription.asking ??= ask(deps, subscription).finally(() => {
      subscription.asking = undefined
    })
    return subscription.asking
  }
  const confirmed: Subscriptions['confirmed'] = async (topicArn, url) => {
    const subscription = find(topicArn, url)
    if (!deps.settings().notifications.confirm) subscription.state = 'confirmed'
    // Who has unsubscribed is not asked again by a message; only `subscribe` asks.
    if (subscription.state === 'unsubscribed') return undefined
    const { state, target } = await subscribe(topicArn, url)
    return state === 'confirmed' ? target : undefined
  }
  const confirm: Subscriptions['confirm'] = (topicArn, token) => {
    const subscription = [...all.values()].find(
      (one) => one.target.topicArn === topicArn && one.token === token,
    )
    if (!subscription) return { kind: 'unknown' }
    subscription.state = 'confirmed'
    subscription.onConfirm()
    return { kind: 'changed', subscriptionArn: subscription.target.subscriptionArn }
  }
  const unsubscribe: Subscriptions['unsubscribe'] = (subscriptionArn) => {
    const subscription = [...all.values()].find((one) => one.target.subscriptionArn === subscriptionArn)
    if (!subscription) return { kind: 'unknown' }
    if (subscription.state === 'confirmed') void farewell(deps, subscription)
    subscription.state = 'unsubscribed'
    return { kind: 'changed', subscriptionArn }
  }
  return { confirmed, subscribe, confirm, unsubscribe, clear: () => all.clear() }
}

function newSubscription(topicArn: string, url: string): Subscription {
  return {
    target: { topicArn, url, subscriptionArn: `${topicArn}:${randomUUID()}` },
    token: randomBytes(32).toString('hex'),
    state: 'pending',
    asking: undefined,
    onConfirm: () => undefined,
  }
}

async function ask(deps: SubscriptionDeps, subscription: Subscription): Promise<Asked> {
  const settings = deps.settings()
  const { target, token } = subscription
  const confirmation = Promise.withResolvers<void>()
  subscription.onConfirm = confirmation.resolve
  const request = await controlMessage(settings, deps.snsUrl(), {
    type: 'SubscriptionConfirmation',
    target,
    token,
  })
  const answers = await deliver(deps, request, deliveryPolicy(settings))
  const isTaken = answers.some((answer) => typeof answer === 'number' && answer < 300)
  const stop = new AbortController()
  if (isTaken) {
    const tooLate = deps.timers.sleep(settings.notifications.confirmWithinMs, stop.signal)
    await Promise.race([confirmation.promise, tooLate])
    stop.abort()
  }
  return askedOf(subscription, answers)
}

async function farewell(deps: SubscriptionDeps, { target, token }: Subscription): Promise<void> {
  const settings = deps.settings()
  const message = { type: 'UnsubscribeConfirmation' as const, target, token }
  await deliver(deps, await controlMessage(settings, deps.snsUrl(), message), deliveryPolicy(settings))
}

function askedOf({ target, state }: Subscription, answers: DeliveryAnswers): Asked {
  return { target, state, answers }
}
