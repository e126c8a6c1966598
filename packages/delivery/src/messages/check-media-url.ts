import type { FieldProblem } from '@heliograph/shared/contracts/problem'
import { type UrlRule, vetUrl } from '../fetch/vet-url.ts'

/** Which media URLs this installation takes. */
export type MediaRules = {
  /** Refuse http. */
  readonly requireHttps: boolean
  /** Take loopback and private hosts: only sensible with a simulator on the same machine. */
  readonly allowPrivateHosts: boolean
}

type Refusal = Omit<FieldProblem, 'field'>

/** Where a carrier stands behind a rule, or a setting. */
const messages: Partial<Record<UrlRule, string>> = {
  https: 'is http; this installation takes https only (REQUIRE_HTTPS_MEDIA)',
  public_host: 'points to a private or loopback host that no carrier can reach',
}

/**
 * Checks one media URL without any I/O: absolute http(s), no credentials, no host that only we could
 * reach. Carriers fetch from any port. Answers the broken rule, or undefined.
 */
export function checkMediaUrl(text: string, rules: MediaRules): Refusal | undefined {
  const verdict = vetUrl(text, { ...rules, ports: 'any' })
  if (verdict.kind === 'vetted') return undefined
  return { rule: verdict.rule, message: messages[verdict.rule] ?? verdict.message }
}

/** True for http URLs, which carriers fetch but anybody on the way can read. */
export function isPlainHttp(text: string): boolean {
  return URL.parse(text)?.protocol === 'http:'
}
