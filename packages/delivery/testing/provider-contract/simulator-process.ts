import { fileURLToPath } from 'node:url'
import { spawnMain } from '@heliograph/testkit/child-process'
import { z } from 'zod'

// A process of its own: the simulator is a second implementation of each carrier's contract, made apart from the adapters.
const main = fileURLToPath(new URL('../../../../apps/simulator/src/main.ts', import.meta.url))

const entry = z.object({
  n: z.number(),
  to: z.string().nullable(),
  from: z.string().nullable(),
  messagingServiceSid: z.string().nullable(),
  reference: z.string().nullable(),
  bodySha256: z.string().nullable(),
  mediaCount: z.number(),
  statusCallback: z.string().nullable(),
  accepted: z.boolean(),
  sid: z.string().nullable(),
})

/** One create request as the carrier saw it. */
export type LedgerEntry = z.infer<typeof entry>

const ledger = z.object({ creates: z.array(entry) })
const received = z.object({ answers: z.array(z.union([z.number(), z.string()])) })
const subscribed = z.object({ subscriptions: z.array(z.object({ state: z.string() })) })

/** A rule of `PUT /__sim/faults`. */
export type FaultRule = Readonly<Record<string, string | number>>

/** A running simulator of one carrier. */
export type Simulator = AsyncDisposable & {
  readonly url: string
  /** Changes settings of the carrier. */
  configure(settings: Readonly<Record<string, unknown>>): Promise<void>
  /** Puts these fault rules in place of all others; none takes them away. */
  fail(...rules: readonly FaultRule[]): Promise<void>
  /** Creates that arrived after the one with this number, oldest first. */
  arrivalsSince(n: number): Promise<readonly LedgerEntry[]>
  /** Number of the newest create. */
  newest(): Promise<number>
  /** A message from somebody's phone; gives what the webhook answered. */
  receive(inbound: Readonly<Record<string, unknown>>): Promise<readonly (number | string)[]>
  /** Asks every endpoint to confirm its subscription; gives the states after that. */
  subscribe(): Promise<readonly string[]>
}

/** Starts the simulator of one carrier on a free port. */
export async function startSimulator(
  carrier: string,
  env: Readonly<Record<string, string>>,
): Promise<Simulator> {
  const child = spawnMain({ main, args: ['--carrier', carrier, '--port', '0'], env: { ...env } })
  const [, url = ''] = await child.waitForLine(/(http:\/\/\S+?)\/__sim\/ledger/)
  const control = (method: string, path: string, body?: unknown): Promise<unknown> =>
    callControl(`${url}/__sim/${path}`, method, body)
  const arrivalsSince: Simulator['arrivalsSince'] = async (n) =>
    ledger.parse(await control('GET', `ledger?since=${n}`)).creates
  let newest = 0
  return {
    url,
    arrivalsSince,
    async configure(settings) {
      await control('PUT', `${carrier}/settings`, settings)
    },
    async fail(...rules) {
      await control('PUT', 'faults', { rules })
    },
    async newest() {
      newest = (await arrivalsSince(newest)).at(-1)?.n ?? newest
      return newest
    },
    async receive(inbound) {
      return received.parse(await control('POST', `${carrier}/inbound`, inbound)).answers
    },
    async subscribe() {
      const { subscriptions } = subscribed.parse(await control('POST', `${carrier}/subscribe`))
      return subscriptions.map(({ state }) => state)
    },
    async [Symbol.asyncDispose]() {
      await child.stop()
    },
  }
}

async function callControl(url: string, method: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(20_000),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}
