import type { FastifyInstance } from 'fastify'
import { reportUsageOn } from '../measure/usage.ts'

/** Listens on a free port, says so, tells its CPU time when asked, and ends with SIGTERM: what every control does. */
export async function serve(app: FastifyInstance, close: () => Promise<unknown>): Promise<void> {
  reportUsageOn(process)
  process.stdout.write(`listening ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
  await new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()))
  await app.close()
  await close()
}
