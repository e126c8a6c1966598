import { hash } from 'node:crypto'
import type { LimitRedis } from '@heliograph/delivery/limits/open-limit-redis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Eventually } from '../eventually.ts'

// Counts requests in windows of fixed length, in Redis for all processes together. A process takes a fiftieth of
// a window at a time and spends it by itself, so that most requests cost no round trip and the limit is never passed.
// While Redis is away or silent, each process counts by itself: the limit then holds per process.

/** So many requests in so many seconds. */
export type RatePolicy = { readonly name: string; readonly limit: number; readonly windowSeconds: number }

/** Whether a request may pass, what is left in the window and when it ends. */
export type RateVerdict = {
  readonly isAllowed: boolean
  readonly policy: RatePolicy
  readonly remaining: number
  readonly resetSeconds: number
}

/** Counts requests per key, and requests without a key per address. */
export type RateLimiter = {
  /** Never throws, and never waits for Redis longer than 50 ms. */
  take(policy: RatePolicy, key: string): Eventually<RateVerdict>
}

type Store = { readonly redis: LimitRedis | undefined; readonly prefix: string }
type Limiter = Pick<RateLimiterMemory, 'consume'>
type Lease = { left: number; readonly remaining: number; readonly endsAtMs: number; readonly isLast: boolean }
type Seat = { lease: Lease | undefined; fetching: Promise<Lease> | undefined; waiting: number }

const leasesPerWindow = 50
const maxSeats = 10_000

/** Builds a limiter over Redis, or over this process alone when there is none. `prefix` starts every key in Redis. */
export function buildRateLimiter(store: Store): RateLimiter {
  const limiters = new Map<string, Limiter>()
  const seats = new Map<string, Seat>()
  const limiterFor = (policy: RatePolicy): Limiter => {
    const id = `${policy.name} ${policy.limit} ${policy.windowSeconds}`
    const limiter = limiters.get(id) ?? openLimiter(store, policy)
    limiters.set(id, limiter)
    return limiter
  }
  const fetchLease = (seat: Seat, policy: RatePolicy, key: string): Promise<Lease> => {
    seat.fetching ??= (async () => {
      const points = Math.max(Math.floor(policy.limit / leasesPerWindow), seat.waiting, 1)
      try {
        seat.lease = await lend(limiterFor(policy), policy, key, points)
        return seat.lease
      } finally {
        seat.fetching = undefined
      }
    })()
    return seat.fetching
  }
  const wait = async (seat: Seat, policy: RatePolicy, key: string): Promise<RateVerdict> => {
    seat.waiting += 1
    try {
      for (;;) {
        const lease = liveLease(seat) ?? (await fetchLease(seat, policy, key))
        if (lease.left > 0 || lease.isLast) return spend(lease, policy)
        if (seat.lease === lease) seat.lease = undefined
      }
    } finally {
      seat.waiting -= 1
    }
  }
  return {
    take: (policy, key) => {
      const seat = findSeat(seats, `${policy.name} ${key}`)
      const lease = liveLease(seat)
      return lease === undefined ? wait(seat, policy, key) : spend(lease, policy)
    },
  }
}

function openLimiter({ redis, prefix }: Store, policy: RatePolicy): Limiter {
  const { limit: points, windowSeconds: duration, name } = policy
  // The key holds the length, so that another limit for the same key does not inherit its count.
  const options = { points, duration, keyPrefix: `${prefix}:rate:${name}:${duration}` }
  const memory = new RateLimiterMemory(options)
  if (redis === undefined) return memory
  return new RateLimiterRedis({
    ...options,
    storeClient: redis,
    rejectIfRedisNotReady: true,
    insuranceLimiter: memory,
  })
}

/** Takes what it can get of `points`; the last lease of a window also stands for "no more until it ends". */
async function lend(limiter: Limiter, policy: RatePolicy, key: string, points: number): Promise<Lease> {
  const taken = await consume(limiter, hash('sha256', key, 'base64url').slice(0, 22), points)
  const before = taken.consumedPoints - points
  const left = Math.min(points, Math.max(0, policy.limit - before))
  return {
    left,
    remaining: Math.max(0, policy.limit - taken.consumedPoints),
    endsAtMs: performance.now() + Math.max(1, taken.msBeforeNext),
    isLast: taken.consumedPoints >= policy.limit,
  }
}

async function consume(limiter: Limiter, key: string, points: number): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key, points)
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused
    throw refused
  }
}

function liveLease({ lease }: Seat): Lease | undefined {
  if (lease === undefined || lease.endsAtMs <= performance.now()) return undefined
  return lease.left > 0 || lease.isLast ? lease : undefined
}

function spend(lease: Lease, policy: RatePolicy): RateVerdict {
  const isAllowed = lease.left > 0
  if (isAllowed) lease.left -= 1
  const resetSeconds = Math.max(1, Math.ceil((lease.endsAtMs - performance.now()) / 1_000))
  return { isAllowed, policy, remaining: lease.remaining + lease.left, resetSeconds }
}

function findSeat(seats: Map<string, Seat>, id: string): Seat {
  const known = seats.get(id)
  if (known !== undefined) return known
  if (seats.size >= maxSeats) dropIdle(seats)
  const seat: Seat = { lease: undefined, fetching: undefined, waiting: 0 }
  seats.set(id, seat)
  return seat
}

function dropIdle(seats: Map<string, Seat>): void {
  for (const [id, seat] of seats) {
    if (seat.waiting === 0 && liveLease(seat) === undefined) seats.delete(id)
  }
}
