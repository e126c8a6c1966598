import { countMessages } from '@heliograph/delivery/reports/message-stats'
import { readQueueDepth } from '@heliograph/delivery/reports/queue-depth'
import { defaultReportLimits } from '@heliograph/delivery/reports/report-limits'
import { listSenderAddresses } from '@heliograph/delivery/reports/sender-addresses'
import { stats, statsQuery } from '@heliograph/shared/contracts/stats'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { ApiDeps } from '../api-deps.ts'
import { getTenantId } from '../plugins/auth.ts'
import { accessProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { getRange, rangeTooLarge } from '../report-range.ts'
import { viewStats } from '../stats-view.ts'

const schema = {
  operationId: 'getStats',
  summary: 'Read statistics of messages',
  description:
    'Counts and rates of the messages accepted in a range (default: the last 24 hours, at most 92 days) by their present ' +
    `status, so that late receipts are in, and the queue as it is now. At most ${defaultReportLimits.maxStatsMessages.toLocaleString('en')} messages.`,
  tags: ['reports'],
  security: [{ apiKey: [] }],
  querystring: statsQuery,
  response: {
    200: stats,
    ...problemResponses('invalid_request', 'range_too_large', ...accessProblems),
  },
}

/** GET /stats, within the tenant of the key. */
export const statsRoute: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  const db = deps.reportDb
  app.get('/stats', { schema, config: { scope: 'messages:read' } }, async (request) => {
    const tenantId = getTenantId(request)
    const { interval } = request.query
    const range = getRange(request.query, new Date())
    const { maxStatsMessages: maxMessages } = deps.reportLimits
    const counted = await countMessages({ db, maxMessages }, { tenantId, range, interval })
    if (counted.kind === 'too_large') throw rangeTooLarge('choose a shorter range with `from` and `to`')
    const queue = await readQueueDepth({ db }, { tenantId })
    const senders = await listSenderAddresses({ db })
    return viewStats({ range, interval, counts: counted.counts, latency: counted.latency, queue, senders })
  })
  done()
}
