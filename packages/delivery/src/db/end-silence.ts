import { Socket } from 'node:net'
import type pg from 'pg'

/** The driver's word for whether the server waits for a statement; its types leave it out. */
type Readiness = { readonly readyForQuery?: unknown }

/**
 * Ends each connection of a pool on which nothing moves for `afterMs` while a statement is under way: the network swallows
 * packets, so that the server's own limit never gets through. The statement is rejected with `ETIMEDOUT`, and whether the
 * server ran it is unknown. A connection without a statement may be silent for as long as it likes.
 *
 * The driver's `query_timeout` would do it as well, but what it sets up for each statement keeps text, values and rows of
 * all later ones from being young garbage (docs/adr/025-young-garbage.md).
 */
export function endSilentConnections(pool: pg.Pool, afterMs: number): void {
  pool.on('connect', (client) => {
    const { stream } = client.connection
    if (!(stream instanceof Socket)) return
    stream.setTimeout(afterMs)
    stream.on('timeout', () => {
      if ((client as Readiness).readyForQuery !== true) stream.destroy(silence(afterMs))
    })
  })
}

function silence(afterMs: number): Error {
  const message = `the database said nothing for ${afterMs} ms`
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' })
}
