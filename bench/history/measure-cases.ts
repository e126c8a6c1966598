import type { Db } from '@heliograph/delivery/db/db'
import { planPage, type Search, searchMessages } from '@heliograph/delivery/history/search-messages'
import type pg from 'pg'
import { round, type Spread, spreadOf } from '../measure/statistics.ts'
import type { Case } from './cases.ts'
import { findFaults, listIndexes } from './read-plan.ts'

/** What one search showed. Times in milliseconds, its choice of an index included. */
export type CaseResult = {
  readonly name: string
  readonly spread: Spread
  /** Its p95 ÷ that of the primary-key page. */
  readonly ratio: number
  readonly rows: number
  readonly indexes: readonly string[]
  readonly faults: readonly string[]
  readonly plan: unknown
}

type Deps = { readonly db: Db; readonly client: pg.Client; readonly control: () => Promise<number> }

const warmUps = 3

/** Measures every case and the control in turns, so that what else the machine does hits all alike. */
export async function measureCases(
  deps: Deps,
  cases: readonly Case[],
  { rounds, bound }: { readonly rounds: number; readonly bound: number },
): Promise<{ readonly control: Spread; readonly results: readonly CaseResult[] }> {
  const times = cases.map((): number[] => [])
  const controls: number[] = []
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [index, { search }] of cases.entries()) {
      const controlMs = await time(deps.control)
      const ms = await time(() => searchMessages(deps, search))
      if (round < 0) continue
      controls.push(controlMs)
      times[index]?.push(ms)
    }
  }
  const control = spreadOf(controls)
  const results: CaseResult[] = []
  for (const [index, { name, search }] of cases.entries()) {
    const spread = spreadOf(times[index] ?? [])
    const ratio = round(spread.p95 / control.p95)
    const plan = await explain(deps, search)
    const slow = ratio > bound ? [`p95 is ${ratio} x the primary-key page, more than ${bound}`] : []
    const rows = (await searchMessages(deps, search)).rows.length
    results.push({
      name,
      spread,
      ratio,
      rows,
      indexes: listIndexes(plan),
      faults: [...findFaults(plan), ...slow],
      plan,
    })
  }
  return { control, results }
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const beganAt = performance.now()
  await work()
  return performance.now() - beganAt
}

async function explain({ db, client }: Deps, search: Search): Promise<unknown> {
  const { statement } = await planPage({ db }, search)
  const { rows } = await client.query<{ 'QUERY PLAN': readonly unknown[] }>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${statement.text}`,
    [...statement.values],
  )
  return rows[0]?.['QUERY PLAN'][0]
}
