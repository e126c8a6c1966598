import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { ReceiptStatus } from '@heliograph/shared/domain/status'
import { eventually } from '@heliograph/testkit/eventually'
import { expect } from 'vitest'
import type { OpenLimits } from '../../src/providers/definition.ts'
import { type Bench, never, patience } from './bench.ts'
import type { Arrival } from './callback-door.ts'

/** A message that was accepted: the provider's id and ours. */
export type Sent = { readonly id: string; readonly messageId: string }

/** Sends an ordinary message to this number. */
export async function send(bench: Bench, to: string): Promise<Sent> {
  const request = bench.request({ to })
  const outcome = await bench.provider.send(request, never)
  expect(outcome).toMatchObject({ kind: 'accepted' })
  return { id: outcome.kind === 'accepted' ? outcome.providerId : '', messageId: request.messageId }
}

/** Sends to this number and waits until so many callbacks came of it. */
export async function sendTo(
  bench: Bench,
  to: string,
  count: number,
): Promise<Sent & { readonly arrivals: readonly Arrival[] }> {
  const sent = await send(bench, to)
  const arrivals = await eventually(() => {
    const about = bench.door.about(sent.messageId)
    expect(about.length, JSON.stringify(about.map(({ reading }) => reading))).toBeGreaterThanOrEqual(count)
    return about
  }, patience)
  return { ...sent, arrivals }
}

/** The account opened once more, closed at the end of the block. */
export function closing(
  bench: Bench,
  env = bench.contract.env,
  limits: OpenLimits = {},
): AsyncDisposable & Pick<Bench, 'provider'> {
  const provider = bench.open({ env, ...limits })
  return { provider, [Symbol.asyncDispose]: () => provider.close() }
}

/** The receipts among what came, in order. */
export function receiptsOf(arrivals: readonly Arrival[]): Receipt[] {
  return arrivals.flatMap(({ reading }) => (reading.kind === 'receipt' ? [reading.receipt] : []))
}

/** What these receipts say, in order. */
export function statusesOf(arrivals: readonly Arrival[]): ReceiptStatus[] {
  return receiptsOf(arrivals).map(({ status }) => status)
}
