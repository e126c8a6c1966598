import type { Search } from '@heliograph/delivery/history/search-messages'
import type { Filled } from './fill.ts'

/** One search to measure. Pairs combine two filters that people really combine. */
export type Case = { readonly name: string; readonly search: Search }

/** What message of the largest tenant the exact filters ask for. */
export type Sample = {
  readonly to: string
  readonly reference: string
  readonly batchId: string
  readonly providerId: string
}

const dayMs = 86_400_000

/** Every filter of GET /v1/messages alone, both orders, a page from the middle, and five pairs. */
export function listCases({ tenantId, from, to }: Filled, sample: Sample, middleId: string): Case[] {
  const day = new Date(from.getTime() + (to.getTime() - from.getTime()) * 0.6)
  const range = { from: day, to: new Date(day.getTime() + dayMs) }
  const quiet = { from: new Date(to.getTime() + 3_600_000), to: new Date(to.getTime() + dayMs) }
  const of = (filter: Partial<Search['filter']>, more: Partial<Search> = {}): Search => ({
    filter: { tenantId, ...filter },
    order: 'desc',
    limit: 50,
    ...more,
  })
  const alone: Record<string, Search> = {
    'no filter': of({}),
    'order=asc': of({}, { order: 'asc' }),
    'cursor from the middle': of({}, { afterId: middleId }),
    'status=delivered': of({ statuses: ['delivered'] }),
    'status=failed': of({ statuses: ['failed'] }),
    'status=unknown': of({ statuses: ['unknown'] }),
    'status=failed,undelivered,expired,unknown': of({
      statuses: ['failed', 'undelivered', 'expired', 'unknown'],
    }),
    'to, of many messages': of({ to: '+15558675310' }),
    'to, of few messages': of({ to: sample.to }),
    'from, of most messages': of({ from: '+15005550006' }),
    'from, of few messages': of({ from: '+15005550011' }),
    provider: of({ provider: 'twilio' }),
    providerId: of({ providerId: sample.providerId }),
    errorCode: of({ errorCode: '30007' }),
    errorClass: of({ errorClass: 'opt_out' }),
    'tag, of half the messages': of({ tag: 'order' }),
    'tag, of few messages': of({ tag: 'vip' }),
    metadataKey: of({ metadataKey: 'customer' }),
    'metadataKey, rare': of({ metadataKey: 'rare' }),
    batch: of({ batchId: sample.batchId }),
    reference: of({ reference: sample.reference }),
    'createdFrom, createdTo': of({ created: range }),
    'sentFrom, sentTo': of({ sent: range }),
    'sentFrom, sentTo without a match': of({ sent: quiet }),
    'finalFrom, finalTo': of({ final: range }),
  }
  const pairs: Record<string, Search> = {
    'pair: to + status': of({ to: '+15558675310', statuses: ['failed'] }),
    'pair: status + createdFrom, createdTo': of({ statuses: ['failed', 'undelivered'], created: range }),
    'pair: tag + status': of({ tag: 'promo', statuses: ['undelivered'] }),
    'pair: batch + status': of({ batchId: sample.batchId, statuses: ['failed'] }),
    'pair: from + errorCode': of({ from: '+15005550011', errorCode: '30007' }),
  }
  return Object.entries({ ...alone, ...pairs }).map(([name, search]) => ({ name, search }))
}
