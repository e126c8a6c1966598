import { describe, expect, test } from 'vitest'
import { definitionOf } from '../providers/registry.ts'
import { chooseRoute, homeNumberOf, type RoutedAccount, type Routing } from './routing.ts'

const account = (
  provider: RoutedAccount['provider'],
  senders: readonly [address: string, kind: 'number' | 'messaging_service'][],
): RoutedAccount => ({
  id: `account-${provider}`,
  provider,
  capabilities: definitionOf(provider).capabilities,
  simulated: false,
  senders: senders.map(([address, kind], index) => ({ id: address, address, kind, isDefault: index === 0 })),
})

const routing: Routing = [
  account('plivo', [
    ['uuid-of-a-powerpack', 'messaging_service'],
    ['+14155550100', 'number'],
  ]),
  account('twilio', [
    ['+15005550006', 'number'],
    ['+15005550007', 'number'],
  ]),
]

const wayOf = (wish: Parameters<typeof chooseRoute>[1]) => {
  const route = chooseRoute(routing, wish)
  return route.kind === 'ok' ? `${route.account.provider} ${route.sender.address}` : route.problem
}

describe('the way of a message', () => {
  test.each([
    ['nothing is named: the default account and its default sender', {}, 'plivo uuid-of-a-powerpack'],
    ['a provider: its default sender', { provider: 'twilio' }, 'twilio +15005550006'],
    ['a sender: its account, whichever it is', { from: '+15005550007' }, 'twilio +15005550007'],
    ['both', { provider: 'plivo', from: '+14155550100' }, 'plivo +14155550100'],
  ] as const)('when %s', (_, wish, way) => {
    expect(wayOf(wish)).toBe(way)
  })

  test('is refused where the provider is not configured, with those that are', () => {
    expect(wayOf({ provider: 'aws' })).toMatchObject({
      field: 'provider',
      rule: 'configured_provider',
      message: 'is not configured here; leave it out or choose one of plivo, twilio',
    })
  })

  test("is refused where the sender is another provider's, with those of the one that is named", () => {
    expect(wayOf({ provider: 'plivo', from: '+15005550006' })).toMatchObject({
      field: 'from',
      message: 'is not a configured sender; leave it out or choose one of uuid-of-a-powerpack, +14155550100',
    })
  })
})

test('home is the country of a number, not of a pool', () => {
  expect(homeNumberOf(routing)).toBe('+15005550006')
  expect(homeNumberOf([account('sinch', [])])).toBeUndefined()
})
