import type { SendFault, SendOutcome } from '@heliograph/shared/domain/send-outcome'
import { armDeadline } from '../arm-deadline.ts'
import { refuseBeyond } from '../check-capabilities.ts'
import { defaultTimeouts } from '../http/timeouts.ts'
import type { CallbackFault, Provider, SendRequest } from '../provider.ts'
import { awsCapabilities } from './capabilities.ts'
import { classifySend } from './classify-send.ts'
import { createInput } from './create-input.ts'
import { explainCode } from './error-catalogue.ts'
import { isOwnMedia } from './media-key.ts'
import { openSdk } from './open-sdk.ts'
import { prepareMedia } from './prepare-media.ts'
import type { AwsSettings } from './settings.ts'
import { openCertificateStore } from './sns/certificate-store.ts'
import { fetchSmall } from './sns/fetch-small.ts'
import { readEvent } from './sns/read-event.ts'

const maxCertificateBytes = 16 * 1024

/** AWS signs no request per message. */
const onlyEvents: CallbackFault = {
  kind: 'forged',
  reason: 'AWS calls no address per message; its events belong to /webhooks/aws/events',
}

/**
 * Opens one AWS account in one region. Reading events and explaining codes need no SDK; it is loaded with the first
 * message.
 */
export function openAws(settings: AwsSettings): Provider {
  const sdk = openSdk(settings)
  const certificates = openCertificateStore((url) =>
    fetchSmall(url, maxCertificateBytes, new AbortController().signal),
  )
  const events = { settings, certificates, nowMs: () => Date.now() }
  return {
    name: 'aws',
    capabilities: awsCapabilities,
    async send(request, signal) {
      const refused = refuse(settings, request)
      if (refused !== undefined) return { kind: 'rejected', fault: refused }
      using deadline = armDeadline(signal, (settings.timeouts ?? defaultTimeouts).totalMs)
      return await send(settings, sdk, request, deadline.signal)
    },
    lookUp: () => Promise.resolve({ kind: 'unsupported' }),
    list: () => Promise.resolve({ kind: 'unsupported' }),
    cancel: () => Promise.resolve({ kind: 'unsupported' }),
    readCallback: () => onlyEvents,
    readInbound: () => onlyEvents,
    readEvent: (request, signal) => readEvent(events, request, signal),
    explain: explainCode,
    close: () => sdk.close(),
  }
}

async function send(
  settings: AwsSettings,
  sdk: ReturnType<typeof openSdk>,
  request: SendRequest,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const media = await prepareMedia(settings, sdk, request, signal)
  if (media.kind === 'ended') return media.outcome
  const parts = {
    identity: identityOf(request),
    mediaUrl: media.url,
    configurationSet: settings.configurationSet,
  }
  const api = await sdk.openSmsVoice()
  const end = await api.send(createInput(request, parts), { signal, startBefore: request.startBefore })
  return classifySend(end, Date.now())
}

/** The first thing that AWS would not take, or that must not reach it. */
function refuse(settings: AwsSettings, request: SendRequest): SendFault | undefined {
  const beyond = refuseBeyond(awsCapabilities, request)
  if (beyond !== undefined) return beyond
  const [url] = request.mediaUrls
  if (url?.startsWith('s3:') && !isOwnMedia(settings, request.tenantId, url)) {
    const detail =
      'mediaUrls[0] is outside of the folder of this tenant in the bucket (S3_BUCKET_NAME, AWS_MEDIA_PREFIX)'
    return { code: 'media_not_allowed', class: 'content', detail }
  }
  if (identityOf(request) === '') return ownFault('sender_missing', 'configuration')
  if (url === undefined && !request.body?.trim()) return ownFault('message_empty', 'content')
  return undefined
}

/** Exactly one identity: a number of a pool is one by itself. */
function identityOf({ from, messagingService }: SendRequest): string {
  return from ?? messagingService ?? ''
}

function ownFault(code: string, errorClass: SendFault['class']): SendFault {
  return { code, class: errorClass, detail: explainCode(code)?.title ?? code }
}
