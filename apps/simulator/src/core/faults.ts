// Decides which faults strike. A draw depends on the seed, the number of the request and the rule, never on timing, so the
// same creates in the same order meet the same faults. Rules that belong to a phone number come first.
import { drawAt } from './draw.ts'
import { type FaultConfig, type FaultRule, HTTP_FAULTS, type Operation } from './fault-rule.ts'

/** A request as far as faults care. `n` is the create's ledger number, or a count of the other requests. */
export type FaultCandidate = {
  operation: Operation
  n: number
  to: string | null
  from: string | null
  /** Rules that the recipient's number brings along. */
  numberRules: FaultRule[]
}

/** What strikes one request. `fatal` is the one fault that decides the answer; `slow` may come on top. */
export type RequestFaults = { slow: FaultRule | undefined; fatal: FaultRule | undefined }

/** What strikes one accepted message: decided once for the message … */
export type MessageFaults = {
  reordered: boolean
  early: boolean
  listLagMs: number
  /** … or drawn again for each of its callbacks. */
  forCallback(status: string): CallbackFaults
}

/** What strikes one callback. */
export type CallbackFaults = {
  lost: boolean
  forged: boolean
  copies: number
  lateMs: number
}

/** The fault rules in force. */
export type Faults = {
  forRequest(candidate: FaultCandidate): RequestFaults
  forMessage(candidate: FaultCandidate): MessageFaults
  /** Replaces all rules and forgets how often the old ones struck. */
  configure(config: FaultConfig): void
  show(): FaultConfig & { struck: number[] }
}

type Rule = { rule: FaultRule; key: string; spend(): void; isSpent(): boolean }

const NO_FAULTS: FaultConfig = { seed: 1, rules: [] }
const DEFAULT_LATE_MS = 2_000
const DEFAULT_LIST_LAG_MS = 2_000
const REQUEST_FAULTS: ReadonlySet<string> = new Set(HTTP_FAULTS)

/** Makes a rule set without rules. */
export function createFaults(): Faults {
  let config = NO_FAULTS
  let struck: number[] = []

  const rulesFor = (candidate: FaultCandidate): Rule[] => {
    const own = candidate.numberRules.map((rule, i) => numberRule(rule, i))
    return [...own, ...config.rules.map(configuredRule)].filter(({ rule }) => concerns(rule, candidate))
  }
  const configuredRule = (rule: FaultRule, i: number): Rule => {
    const counts = struck
    return {
      rule,
      key: `rule${i}`,
      isSpent: () => rule.times !== undefined && (counts[i] ?? 0) >= rule.times,
      spend: () => {
        counts[i] = (counts[i] ?? 0) + 1
      },
    }
  }
  const strikes = ({ rule, key, isSpent, spend }: Rule, candidate: FaultCandidate, detail = ''): boolean => {
    if (isSpent()) return false
    if (drawAt(config.seed, `${candidate.operation}:${candidate.n}:${key}:${detail}`) >= rule.probability)
      return false
    spend()
    return true
  }
  const firstStriking = (rules: Rule[], candidate: FaultCandidate): FaultRule | undefined =>
    rules.find((rule) => strikes(rule, candidate))?.rule

  return {
    forRequest: (candidate) => {
      const rules = rulesFor(candidate).filter(({ rule }) => REQUEST_FAULTS.has(rule.fault))
      return {
        slow: firstStriking(rules.filter(isSlow), candidate),
        fatal: firstStriking(
          rules.filter((rule) => !isSlow(rule)),
          candidate,
        ),
      }
    },
    forMessage: (candidate) => {
      const rules = rulesFor(candidate)
      const find = (fault: string): FaultRule | undefined =>
        firstStriking(
          rules.filter(({ rule }) => rule.fault === fault),
          candidate,
        )
      const lag = find('list_lag')
      return {
        reordered: find('callbacks_reordered') !== undefined,
        early: find('callback_early') !== undefined,
        listLagMs: lag === undefined ? 0 : (lag.delayMs ?? DEFAULT_LIST_LAG_MS),
        forCallback: (status) => callbackFaults(rules, (rule) => strikes(rule, candidate, status)),
      }
    },
    configure: (next) => {
      config = next
      struck = next.rules.map(() => 0)
    },
    show: () => ({ ...config, struck: [...struck] }),
  }
}

function callbackFaults(rules: Rule[], strikes: (rule: Rule) => boolean): CallbackFaults {
  const find = (fault: string): FaultRule | undefined =>
    rules.find((candidate) => candidate.rule.fault === fault && strikes(candidate))?.rule
  if (find('callbacks_lost')) return { lost: true, forged: false, copies: 0, lateMs: 0 }
  const late = find('callbacks_late')
  return {
    lost: false,
    forged: find('callbacks_forged') !== undefined,
    copies: find('callbacks_doubled')?.copies ?? 1,
    lateMs: late === undefined ? 0 : (late.delayMs ?? DEFAULT_LATE_MS),
  }
}

function numberRule(rule: FaultRule, i: number): Rule {
  return { rule, key: `number${i}`, isSpent: () => false, spend: () => undefined }
}

function isSlow({ rule }: Rule): boolean {
  return rule.fault === 'slow_accept' || rule.fault === 'slow_answer'
}

function concerns(rule: FaultRule, candidate: FaultCandidate): boolean {
  if (REQUEST_FAULTS.has(rule.fault) && rule.on !== 'any' && rule.on !== candidate.operation) return false
  return matches(rule.to, candidate.to) && matches(rule.from, candidate.from)
}

function matches(pattern: string | undefined, value: string | null): boolean {
  if (pattern === undefined) return true
  if (value === null) return false
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern
}
