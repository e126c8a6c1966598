import type { ProviderName } from '@heliograph/shared/domain/provider-name'
import type { Tally } from './invariants.ts'
import type { ScenarioResult } from './run-scenario.ts'

/** One line: `C3  passed  twilio  seed 42  3,000 messages  18 kills  lost 0  doubled 0  unbound 0  unsent 41  quiet after 17.2 s`. */
export function summaryLine(result: ScenarioResult): string {
  const { tally } = result
  const figures = Object.entries(result.figures).map(
    ([name, value]) => `${value.toLocaleString('en')} ${name}`,
  )
  const quiet =
    result.quietAfterMs === null ? 'never quiet' : `quiet after ${(result.quietAfterMs / 1_000).toFixed(1)} s`
  return [
    result.id.padEnd(4),
    result.passed ? 'passed' : 'FAILED',
    result.provider,
    `seed ${result.seed}`,
    ...(tally === null ? [] : [`${tally.acked.toLocaleString('en')} messages`]),
    ...figures,
    ...(tally === null ? [] : tallied(tally)),
    ...(result.error === null ? [quiet] : ['broke off']),
    `${Math.round(result.wallMs / 1_000)} s`,
  ].join('  ')
}

function tallied({ lost, doubled, doubledAtRisk, unbound, unsent }: Tally): string[] {
  const risked = doubledAtRisk === 0 ? '' : ` (and ${doubledAtRisk} at their own risk)`
  return [`lost ${lost}`, `doubled ${doubled}${risked}`, `unbound ${unbound}`, `unsent ${unsent}`]
}

/** What went wrong, indented; nothing when it passed. */
export function failureLines(result: ScenarioResult): string[] {
  const broken = result.invariants
    .filter(({ violations }) => violations > 0)
    .flatMap(({ id, title, violations, offenders }) => [
      `      ${id} broken ${violations} times: ${title}`,
      ...offenders.map((offender) => `           ${offender}`),
    ])
  const missed = result.checks.filter(({ ok }) => !ok).map(({ name, seen }) => `      ${name}: ${seen}`)
  const error = result.error === null ? [] : [`      ${result.error}`]
  const answers = Object.entries(result.answers).map(([kind, count]) => `${kind}: ${count}`)
  const context = result.passed || answers.length === 0 ? [] : [`      answers  ${answers.join(', ')}`]
  return [...broken, ...missed, ...error, ...context]
}

/** The artifact of a run. */
export type Artifact = {
  readonly provider: ProviderName
  readonly seed: number
  readonly passed: number
  readonly failed: number
  readonly scenarios: readonly ScenarioResult[]
}

/** Counts up. */
export function buildArtifact(
  about: Pick<Artifact, 'provider' | 'seed'>,
  scenarios: readonly ScenarioResult[],
): Artifact {
  const passed = scenarios.filter((scenario) => scenario.passed).length
  return { ...about, passed, failed: scenarios.length - passed, scenarios }
}
