import { randomUUID } from 'node:crypto'
import type { SendOutcome } from '@heliograph/shared/domain/send-outcome'
import type {
  AccountReading,
  AccountSettings,
  OpenLimits,
  PresentEnv,
} from '../../src/providers/definition.ts'
import type { CallbackRequest, Provider, SendRequest } from '../../src/providers/provider.ts'
import { type CallbackDoor, openDoor, type Reading } from './callback-door.ts'
import type { ProviderContract } from './contract.ts'
import { type LedgerEntry, type Simulator, startSimulator } from './simulator-process.ts'
import { startListening, type Told } from './told.ts'

/** How an account is opened for a case. */
export type Opening = OpenLimits & {
  /** Variables in place of the contract's own. */
  readonly env?: PresentEnv
  /** Where the carrier is; the simulator when left out. */
  readonly carrierUrl?: string
}

/** One hand-over, with every create that arrived at the carrier because of it. */
export type Handover = { readonly outcome: SendOutcome; readonly arrivals: readonly LedgerEntry[] }

/** Everything a case needs: one simulator, one door, the provider under test. */
export type Bench = AsyncDisposable & {
  readonly contract: ProviderContract
  readonly simulator: Simulator
  readonly door: CallbackDoor
  /** The account as the contract describes it. Closed with the bench. */
  readonly provider: Provider
  readonly told: Told
  /** Opens the account anew. The caller closes it. */
  open(opening?: Opening): Provider
  /** An ordinary message: a text of its own and one picture to a number that gets it. */
  request(changes?: Partial<SendRequest>): SendRequest
  /** Sends by an account of its own, and closes that before it counts: whatever it did, it did before. */
  handOver(request: SendRequest, opening?: Opening, signal?: AbortSignal): Promise<Handover>
  /** Reads a request the way its address asks for. */
  read(provider: Provider, request: CallbackRequest): Promise<Reading>
}

/** The cases of one theme. The bench is open when a case runs, not when it is declared. */
export type Cases = (contract: ProviderContract, bench: () => Bench) => void

/** A signal that never aborts. */
export const never: AbortSignal = new AbortController().signal

/** The text that stands in every body, so that it can be found wherever it does not belong. */
export const bodyMark = 'between you and me'

const limits: OpenLimits = { totalMs: 15_000, maxConnections: 8 }

/** How long to wait for what certainly comes: a busy machine is no fault. */
export const patience = { timeoutMs: 15_000 }

/** Starts a simulator and a door, and opens the account. */
export async function openBench(contract: ProviderContract): Promise<Bench> {
  const { definition } = contract
  const simulator = await startSimulator(definition.name, contract.env)
  const { told, listenTo } = startListening()
  const open = ({ env, carrierUrl, ...bounds }: Opening = {}): Provider => {
    const account = accountOf(contract, env ?? contract.env, carrierUrl ?? simulator.url)
    return listenTo(account.open({ ...limits, ...bounds }))
  }
  const provider = open()
  const door = await openDoor((request) => read(provider, request), definition.replies.receipt)
  await simulator.configure(contract.simulatorSettings(door.url))
  const request = (changes: Partial<SendRequest> = {}): SendRequest =>
    aRequest({ contract, simulator, door }, changes)
  const handOver: Bench['handOver'] = async (message, opening, signal = never) => {
    const before = await simulator.newest()
    const sender = open(opening)
    const outcome = await sender.send(message, signal)
    await sender.close()
    return { outcome, arrivals: await simulator.arrivalsSince(before) }
  }
  return {
    contract,
    simulator,
    door,
    provider,
    told,
    open,
    request,
    handOver,
    read,
    async [Symbol.asyncDispose]() {
      await provider.close()
      await simulator[Symbol.asyncDispose]()
      await door[Symbol.asyncDispose]()
    },
  }
}

/** The account that these variables describe. Throws when they describe none. */
export function accountOf(
  { definition }: ProviderContract,
  env: PresentEnv,
  simulatorUrl: string,
): AccountSettings {
  const reading: AccountReading = definition.readAccount(env, { simulatorUrl, requireHttpsMedia: false })
  if (reading.kind !== 'account') throw new Error(`no account: ${JSON.stringify(reading)}`)
  return reading.account
}

async function read(provider: Provider, request: CallbackRequest): Promise<Reading> {
  const { pathname } = new URL(request.signedUrl)
  if (pathname.includes('/status/')) return provider.readCallback(request)
  if (pathname.endsWith('/inbound')) return provider.readInbound(request)
  if (provider.readEvent === undefined) throw new Error(`nobody reads ${pathname}`)
  return await provider.readEvent(request, never)
}

function aRequest(
  { contract, simulator, door }: Pick<Bench, 'contract' | 'simulator' | 'door'>,
  changes: Partial<SendRequest>,
): SendRequest {
  const messageId = changes.messageId ?? randomUUID()
  const attempt = changes.attempt ?? 1
  const { name, capabilities } = contract.definition
  const callback = `${door.url}/webhooks/${name}/status/${messageId}.${attempt}.mac`
  return {
    messageId,
    attempt,
    tenantId: '01990000-0000-7000-8000-00000000000a',
    to: '+15005551000',
    from: contract.sender,
    body: `${bodyMark} ${messageId}`,
    mediaUrls: [pictureUrl(simulator)],
    requireMms: false,
    ...(capabilities.receipts === 'per_message' ? { statusCallbackUrl: callback } : {}),
    ...changes,
  }
}

/** A picture that every carrier takes. */
export function pictureUrl({ url }: Simulator): string {
  return `${url}/__sim/media/heliograph.png`
}

/** The smallest message that the provider takes: with no more media than it must have. */
export function withoutMedia({ contract, simulator }: Bench): Pick<SendRequest, 'mediaUrls'> {
  const { min } = contract.definition.capabilities.media
  return { mediaUrls: Array.from({ length: min }, () => pictureUrl(simulator)) }
}
