import type { FastifyInstance } from 'fastify'
import type { DeliveryAnswers } from './deliver.ts'
import type { Faults } from './faults.ts'
import type { Ledger } from './ledger.ts'
import type { Understood } from './opt-outs.ts'
import type { Outbound } from './outbound.ts'
import type { Timers } from './timers.ts'

/** What the simulator's shared core lends to a carrier. */
export type CarrierCore = { timers: Timers; outbound: Outbound; ledger: Ledger; faults: Faults }

/** The carriers that can be simulated. */
export type CarrierName = 'twilio' | 'plivo' | 'sinch' | 'aws'

/** What makes one simulated account differ from another. */
export type CarrierOptions = {
  /** Credentials and senders, under the names that Heliograph reads. What is missing is made up. */
  env: Readonly<Record<string, string | undefined>>
  maxMessages: number
  maxMediaBytes: number
  /** Accept every sender, not only the known ones. */
  anySender: boolean
  /** A patch of the default settings; a reset comes back to it. An invalid one makes the builder throw. */
  settings?: unknown
}

/** Makes one simulated account without messages. */
export type CarrierBuilder = (core: CarrierCore, options: CarrierOptions) => Carrier

/** What a change of settings led to; an invalid one has changed nothing. */
export type SettingsChange = { kind: 'changed'; settings: object } | { kind: 'invalid'; problems: string[] }

/** A carrier's settings as the control endpoints see them: secrets are masked. */
export type CarrierSettings = {
  show(): object
  change(patch: unknown): SettingsChange
  reset(): void
}

/** What became of an inbound message: `answers` has one element per try, as with status callbacks. */
export type ReceiveResult =
  | { kind: 'sent'; id: string; understood: Understood | null; answers: DeliveryAnswers }
  | { kind: 'refused'; problems: string[] }

/** A number with a known fate, and what a user sees when using it. */
export type ShownNumber = { number: string; see: string }

/** One simulated carrier beside the others. */
export type Carrier = {
  name: CarrierName
  /** Registers the carrier's own HTTP API; paths of different carriers never overlap. */
  door(app: FastifyInstance): Promise<void> | void
  settings: CarrierSettings
  /** Senders and recipients with a known fate. */
  numbers(): { senders: ShownNumber[]; recipients: ShownNumber[] }
  /** Takes a message from somebody's phone and tells the webhook, signed as the carrier signs. */
  receive(inbound: unknown): Promise<ReceiveResult>
  /** Forgets messages, opt-outs and media. */
  clear(): void
  /** Stops every walk; called before the app closes. */
  stop(): void
  /** True when the credentials of a control request are this carrier's; asked when other machines can reach it. */
  isAuthorized(authorization: string | undefined): boolean
  /** Lines of the start banner. They show credentials that were made up, never ones that came from the environment. */
  about(url: string): { label: string; value: string }[]
  /** Environment variables that point Heliograph at this account. */
  environment(url: string): Record<string, string>
}
