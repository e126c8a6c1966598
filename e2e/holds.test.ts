import { eventually } from '@heliograph/testkit/eventually'
import { runSql } from '@heliograph/testkit/run-sql'
import { expect, test } from 'vitest'
import { type MessageBody, startStack } from './stack.ts'

const count = 1_000
const probes = 5

test('1,000 messages outlive a wrong token: all wait with the reason, then all are delivered, none fails', async () => {
  // One key posts them as fast as it can.
  await using stack = await startStack({
    env: { RATE_LIMIT_WRITES: '0' },
    workerEnv: { PROBE_INTERVAL_MS: '1000' },
  })
  await stack.control('PUT', '/__sim/settings', { authToken: 'b'.repeat(32) })
  const ids: string[] = []
  for (let batch = 0; batch < count / 50; batch += 1) {
    const sent = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        stack.send({ to: numberOf(batch * 50 + index), body: 'hello' }),
      ),
    )
    ids.push(...sent.map((message) => message.id))
  }
  const held = await stack.untilStatus(ids[0] ?? '', 'retrying')
  expect(held).toMatchObject({ error: { code: '20003' }, hold: { scope: 'account', code: '20003' } })
  await eventually(
    async () => {
      const [account] = await runSql<{ probes: number }>(
        stack.databaseUrl,
        'SELECT probes FROM provider_account',
      )
      expect(account?.probes).toBeGreaterThanOrEqual(probes)
    },
    { timeoutMs: 30_000, everyMs: 200 },
  )
  expect(await countByStatus(stack.get)).toMatchObject({ failed: 0, delivered: 0, submitted: 0 })
  await stack.control('PUT', '/__sim/settings', { authToken: 'a'.repeat(32) })
  await eventually(
    async () => expect(await countByStatus(stack.get)).toMatchObject({ delivered: count, failed: 0 }),
    { timeoutMs: 60_000, everyMs: 500 },
  )
  const accepted = (await stack.ledger()).filter((entry) => entry.accepted)
  expect(accepted).toHaveLength(count)
  expect(new Set(accepted.map((entry) => entry.to)).size).toBe(count)
})

function numberOf(index: number): string {
  return `+1555867${String(index).padStart(4, '0')}`
}

async function countByStatus(get: <T>(path: string) => Promise<T>): Promise<Record<string, number>> {
  const counts: Record<string, number> = { failed: 0, delivered: 0, submitted: 0 }
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page: { data: MessageBody[]; nextCursor: string | null } = await get(
      `/v1/messages?limit=200${query}`,
    )
    for (const { status } of page.data) counts[status] = (counts[status] ?? 0) + 1
    cursor = page.nextCursor
  }
  return counts
}
