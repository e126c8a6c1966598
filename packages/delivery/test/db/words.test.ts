import { policies } from '@heliograph/shared/domain/policy'
import { attemptStates, messageStatuses } from '@heliograph/shared/domain/status'
import { createTestDatabase } from '@heliograph/testkit/database'
import { runSql } from '@heliograph/testkit/run-sql'
import { expect, test } from 'vitest'

test.each([
  ['mms_log_status_check', messageStatuses],
  ['mms_attempt_state_check', attemptStates],
  ['mms_log_policy_check', policies],
  ['tenant_default_policy_check', policies],
] as const)('%s allows exactly the words of the code', async (name, words) => {
  await using database = await createTestDatabase()
  const [check] = await runSql<{ definition: string }>(
    database.url,
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = $1 AND conparentid = 0`,
    [name],
  )
  const allowed = [...(check?.definition ?? '').matchAll(/'([a-z_]+)'/g)].map(([, word]) => word)
  expect(allowed.toSorted()).toEqual([...words].toSorted())
})
