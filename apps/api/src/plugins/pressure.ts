import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../problems/refusal.ts'
import { isEssential } from './essential-paths.ts'
import type { PressureGauge } from './pressure-gauge.ts'

declare module 'fastify' {
  interface FastifyRequest {
    leave?: () => void
  }
}

/** Lists go first: they cost the most, and whoever asks for one can ask again. */
const listStrain = 0.6
const fullStrain = 1
/** A read that is not of one thing: its path does not end in an id or in what belongs to one. */
const isListPath = (path: string) => !path.includes('/:')

/**
 * Answers 503 `overloaded` with Retry-After (1 to 5 s, spread) while the process is full: lists from 0.6 on, all else
 * but callbacks and health at 1. Comes before authentication, so that refusing costs no database. Must be added
 * before the routes.
 */
export function addPressure(app: FastifyInstance, gauge: PressureGauge | undefined): void {
  if (gauge === undefined) return
  app.addHook('onRequest', (request, _reply, done) => {
    if (isEssential(request)) {
      done()
      return
    }
    const bound = isList(request) ? listStrain : fullStrain
    if (gauge.strain() >= bound) {
      done(overloaded())
      return
    }
    request.leave = gauge.enter()
    done()
  })
  app.addHook('onResponse', (request, _reply, done) => {
    request.leave?.()
    done()
  })
  app.addHook('onRequestAbort', (request, done) => {
    request.leave?.()
    done()
  })
}

function isList(request: FastifyRequest): boolean {
  const { url } = request.routeOptions
  return request.method === 'GET' && url !== undefined && isListPath(url)
}

function overloaded(): Refusal {
  const seconds = 1 + Math.floor(Math.random() * 5)
  return new Refusal(
    'overloaded',
    'this process is busy; try again after Retry-After, and repeat a POST with its Idempotency-Key',
    { headers: { 'retry-after': String(seconds) } },
  )
}
