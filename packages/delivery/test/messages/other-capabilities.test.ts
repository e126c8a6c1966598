import { defaultAmbiguitySettings } from '@heliograph/shared/domain/ambiguity-plan'
import type { Capabilities } from '@heliograph/shared/domain/capabilities'
import { beforeEach, describe, expect, test } from 'vitest'
import { cancelMessage } from '../../src/messages/cancel-message.ts'
import { reconcileAmbiguous } from '../../src/messages/reconcile-ambiguous.ts'
import { takeBack } from '../../src/messages/take-back.ts'
import { awsCapabilities } from '../../src/providers/aws/capabilities.ts'
import type { CancelOutcome, ListedMessage, Provider } from '../../src/providers/provider.ts'
import { sinchCapabilities } from '../../src/providers/sinch/capabilities.ts'
import { outcomes } from '../../testing/scripted-provider.ts'
import { openEngineFixture } from './engine-fixture.ts'

// What the engine does where a provider can do more, or less, than Twilio.

const engine = await openEngineFixture()
const { db, provider: scripted } = engine

beforeEach(async () => {
  await db.$executeRaw`DELETE FROM mms_log`
})

async function lose(changes: { to?: string; body?: string } = {}): Promise<string> {
  const id = await engine.accept({ policy: 'confirmed', ...changes })
  scripted.answerWith(outcomes.ambiguous())
  await engine.send(id)
  return id
}

/** Looks into every ambiguous message now, as if its answer had been lost `ageSeconds` ago. */
async function look(capabilities: Capabilities, ageSeconds: number): Promise<void> {
  await db.$executeRaw`UPDATE mms_log SET next_at = now() - interval '1 ms' WHERE status = 'ambiguous'`
  await db.$executeRaw`
    UPDATE mms_attempt SET finished_at = now() - make_interval(secs => ${ageSeconds}::float8),
      started_at = now() - make_interval(secs => ${ageSeconds + 1}::float8),
      checked_at = checked_at - interval '60 s'
    WHERE state = 'ambiguous'`
  const provider: Provider = { ...scripted, capabilities }
  const settings = defaultAmbiguitySettings
  const onReconciled = () => undefined
  const deps = { db, providerOf: () => provider, settings, nextLookMs: 60_000, limit: 50, onReconciled }
  await reconcileAmbiguous(deps, AbortSignal.timeout(10_000))
}

const shown = (changes: Partial<ListedMessage>): ListedMessage => ({
  providerId: 'P-1',
  status: 'submitted',
  to: '+15558675310',
  createdAt: new Date(Date.now() - 5_000),
  ...changes,
})
const lists = (...messages: ListedMessage[]) => scripted.lists({ kind: 'listed', messages, isComplete: true })

describe('a list that keeps our reference', () => {
  test('proves an attempt by it, whatever else the list shows', async () => {
    const id = await lose()
    const twin = await lose()
    lists(shown({ target: { messageId: twin, attempt: 1 }, body: 'another text' }))
    await look(sinchCapabilities, 5)
    expect(await engine.row(twin)).toMatchObject({ status: 'submitted', providerId: 'P-1' })
    expect(await engine.row(id)).toMatchObject({ status: 'ambiguous', providerId: null })
  })

  test('never gives an attempt the message of another one', async () => {
    const id = await lose()
    lists(shown({ target: { messageId: id, attempt: 2 }, body: 'hello' }))
    await look(sinchCapabilities, 5)
    expect(await engine.row(id)).toMatchObject({ status: 'ambiguous', providerId: null })
  })
})

describe('a list without texts', () => {
  test('gives one lost message what it shows', async () => {
    const id = await lose()
    lists(shown({ providerId: 'R-1' }))
    await look(sinchCapabilities, 5)
    expect(await engine.row(id)).toMatchObject({ status: 'submitted', providerId: 'R-1' })
  })

  test('gives two lost messages to one recipient one each, the older one first', async () => {
    const first = await lose({ body: 'one' })
    const second = await lose({ body: 'two' })
    const at = Date.now()
    lists(
      shown({ providerId: 'Q-2', createdAt: new Date(at - 3_000) }),
      shown({ providerId: 'Q-1', createdAt: new Date(at - 4_000) }),
    )
    await look(sinchCapabilities, 5)
    await look(sinchCapabilities, 6)
    const ids = [await engine.row(first), await engine.row(second)].map(({ providerId }) => providerId)
    expect(ids.toSorted()).toEqual(['Q-1', 'Q-2'])
  })
})

test('without any list `confirmed` never sends again: it ends as unknown, as at_most_once does', async () => {
  const id = await lose()
  scripted.lists({ kind: 'unsupported' })
  await look(awsCapabilities, 60)
  expect(await engine.row(id)).toMatchObject({ status: 'ambiguous' })
  await look(awsCapabilities, 3_600)
  expect(await engine.row(id)).toMatchObject({ status: 'unknown' })
  expect(scripted.sent.filter(({ messageId }) => messageId === id)).toHaveLength(1)
})

describe('a message that the provider accepted', () => {
  async function cancel(id: string, capabilities: Capabilities, answer: CancelOutcome) {
    const asked: string[] = []
    const provider: Provider = {
      ...scripted,
      capabilities,
      cancel: (providerId) => {
        asked.push(providerId)
        return Promise.resolve(answer)
      },
    }
    const key = { tenantId: engine.tenantId, id }
    await takeBack({ db, providerOf: () => provider, nextLookMs: 60_000 }, key)
    return { asked, result: await cancelMessage(db, key) }
  }

  async function send(): Promise<string> {
    const id = await engine.accept()
    await engine.send(id)
    return id
  }

  test('is taken back where the provider can, and says so as often as it is asked', async () => {
    const id = await send()
    for (const _ of [1, 2]) {
      const { result } = await cancel(id, sinchCapabilities, { kind: 'canceled' })
      expect(result).toMatchObject({ kind: 'canceled', status: 'failed' })
    }
    expect(await engine.row(id)).toMatchObject({
      status: 'failed',
      errorCode: 'canceled_at_provider',
      errorClass: 'canceled',
    })
  })

  test('is not, where the provider handed it on or does not answer', async () => {
    const id = await send()
    for (const answer of [{ kind: 'too_late' }, { kind: 'unavailable', detail: 'http_503' }] as const) {
      expect((await cancel(id, sinchCapabilities, answer)).result.kind).toBe('too_late')
    }
    expect(await engine.row(id)).toMatchObject({ status: 'submitted' })
  })

  test('is not asked for where the provider takes nothing back, nor for another tenant', async () => {
    const id = await send()
    const { asked, result } = await cancel(id, awsCapabilities, { kind: 'canceled' })
    expect([asked, result.kind]).toEqual([[], 'too_late'])
    const foreign = { tenantId: await engine.addTenant(), id }
    await takeBack(
      { db, providerOf: () => ({ ...scripted, capabilities: sinchCapabilities }), nextLookMs: 1 },
      foreign,
    )
    expect(await engine.row(id)).toMatchObject({ status: 'submitted' })
  })
})

test('the carrier is told how long the message is worth sending, within what it takes', async () => {
  for (const [validitySeconds, told] of [
    [600, 600],
    [172_800, 36_000],
  ] as const) {
    const id = await engine.accept({ validitySeconds })
    await engine.send(id)
    const request = scripted.sent.findLast(({ messageId }) => messageId === id)
    expect(request?.validitySeconds).toBeGreaterThan(told - 60)
    expect(request?.validitySeconds).toBeLessThanOrEqual(told)
  }
})
