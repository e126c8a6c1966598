import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import type { Provider, SendRequest } from '../../src/providers/provider.ts'

/** A code that the provider gave for a fault. */
export type ToldCode = { readonly code: string; readonly class: ErrorClass | undefined }

/** Everything that a provider said in the cases so far, for the cases about secrets and codes. */
export type Told = {
  readonly sayings: readonly unknown[]
  readonly requests: readonly SendRequest[]
  readonly codes: readonly ToldCode[]
}

/** Listens to providers without changing what they say. */
export type Listener = { readonly told: Told; listenTo(provider: Provider): Provider }

/** Starts listening to nobody. Inbound messages and lists are left out: they are meant to show numbers and texts. */
export function startListening(): Listener {
  const sayings: unknown[] = []
  const requests: SendRequest[] = []
  const codes: ToldCode[] = []
  const keep = <T>(saying: T): T => {
    sayings.push(saying)
    codes.push(...readCodes(saying))
    return saying
  }
  const keepFault = <T extends { readonly kind: string }>(reading: T): T =>
    reading.kind === 'inbound' || reading.kind === 'listed' ? reading : keep(reading)
  return {
    told: { sayings, requests, codes },
    listenTo(provider) {
      const { readEvent } = provider
      return {
        ...provider,
        async send(request, signal) {
          requests.push(request)
          return keep(await provider.send(request, signal))
        },
        async lookUp(id, signal) {
          const answer = await provider.lookUp(id, signal)
          // A record may say whom the message is to; the caller compares it.
          keep(answer.kind === 'found' ? answer.message : answer)
          return answer
        },
        list: async (query, signal) => keepFault(await provider.list(query, signal)),
        cancel: async (id, signal) => keep(await provider.cancel(id, signal)),
        readCallback: (request) => keep(provider.readCallback(request)),
        readInbound: (request) => keepFault(provider.readInbound(request)),
        ...(readEvent === undefined
          ? {}
          : { readEvent: async (request, signal) => keepFault(await readEvent(request, signal)) }),
      }
    },
  }
}

/** The codes in a saying, wherever they stand in it. */
function readCodes(saying: unknown): ToldCode[] {
  if (typeof saying !== 'object' || saying === null) return []
  const own: ToldCode[] = []
  if ('code' in saying && typeof saying.code === 'string') {
    own.push({ code: saying.code, class: 'class' in saying ? (saying.class as ErrorClass) : undefined })
  }
  if ('errorCode' in saying && typeof saying.errorCode === 'string') {
    own.push({
      code: saying.errorCode,
      class: 'errorClass' in saying ? (saying.errorClass as ErrorClass) : undefined,
    })
  }
  return [...own, ...Object.values(saying).flatMap(readCodes)]
}
