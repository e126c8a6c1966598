import type { SendOutcome } from '@heliograph/shared/domain/send-outcome'
import { armDeadline } from '../arm-deadline.ts'
import { defaultTimeouts } from '../http/timeouts.ts'
import type { SendRequest } from '../provider.ts'
import { explainCode } from './error-catalogue.ts'
import type { Sdk } from './open-sdk.ts'
import type { AwsSettings } from './settings.ts'
import { stageMedia } from './stage-media.ts'
import { untilAborted } from './until-aborted.ts'

/** Ready to send, with media in the bucket if there is any; or how the attempt ended before the request. */
export type Prepared =
  | { readonly kind: 'ready'; readonly url: string | undefined }
  | { readonly kind: 'ended'; readonly outcome: SendOutcome }

/** The part of the whole deadline that preparing may take, so that the request itself gets its share. */
const share = 0.6

/** Finds credentials and stages the media. Whatever fails here, nothing was sent. */
export async function prepareMedia(
  settings: AwsSettings,
  sdk: Sdk,
  request: SendRequest,
  signal: AbortSignal,
): Promise<Prepared> {
  const totalMs = (settings.timeouts ?? defaultTimeouts).totalMs * share
  using deadline = armDeadline(signal, totalMs)
  const prepared = await prepare(settings, sdk, { request, totalMs }, deadline.signal)
  // What failed because we were stopped says nothing about credentials or media.
  return signal.aborted ? { kind: 'ended', outcome: stopped() } : prepared
}

async function prepare(
  settings: AwsSettings,
  sdk: Sdk,
  { request, totalMs }: { readonly request: SendRequest; readonly totalMs: number },
  signal: AbortSignal,
): Promise<Prepared> {
  if (!(await hasCredentials(sdk, signal))) return { kind: 'ended', outcome: noCredentials() }
  const [url] = request.mediaUrls
  // Media in S3 was checked to be the tenant's own.
  if (url === undefined || url.startsWith('s3:')) return { kind: 'ready', url }
  const deps = { settings, openStore: sdk.openStore }
  const staging = await stageMedia(deps, { url, tenantId: request.tenantId, totalMs }, signal)
  return staging.kind === 'staged' ? { kind: 'ready', url: staging.url } : staging
}

/** The chain asks other services for credentials, with faults of their own and without a deadline of ours. */
async function hasCredentials(sdk: Sdk, signal: AbortSignal): Promise<boolean> {
  const api = await sdk.openSmsVoice()
  const found = await untilAborted(Promise.allSettled([api.credentials()]), signal)
  return found?.[0].status === 'fulfilled'
}

function noCredentials(): SendOutcome {
  const fault = { ...words('credentials_unavailable'), class: 'account' } as const
  return { kind: 'not_sent', usesAttempt: false, hold: 'account', fault }
}

function stopped(): SendOutcome {
  const fault = { ...words('aborted_before_start'), class: 'network' } as const
  return { kind: 'not_sent', usesAttempt: true, fault }
}

function words(code: string) {
  return { code, detail: explainCode(code)?.title ?? code }
}
