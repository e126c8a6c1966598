import { createServer } from 'node:net'

/** Answers a TCP port of 127.0.0.1 that was free a moment ago. Prefer listening on port 0 where possible. */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  const listening = Promise.withResolvers<void>()
  server.once('error', listening.reject)
  server.listen(0, '127.0.0.1', listening.resolve)
  await listening.promise
  const address = server.address()
  const closed = Promise.withResolvers<void>()
  server.close(() => closed.resolve())
  await closed.promise
  if (address === null || typeof address === 'string') throw new Error('The probe socket has no port')
  return address.port
}
