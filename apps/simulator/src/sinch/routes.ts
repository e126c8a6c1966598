import { cancelBatch, fetchBatch } from './batch-resource.ts'
import type { Route } from './call.ts'
import { createBatch } from './create-batch.ts'
import { fetchBatchReport, fetchRecipientReport } from './delivery-report-resource.ts'
import { dryRun } from './dry-run.ts'
import { fetchInbound } from './inbound-resource.ts'
import { listBatches } from './list-batches.ts'
import { listDeliveryReports } from './list-delivery-reports.ts'
import { listInbounds } from './list-inbounds.ts'

const BATCHES = /^\/batches$/
const DRY_RUN = /^\/batches\/dry_run$/
const BATCH = /^\/batches\/(?!dry_run$)([^/]+)$/
const BATCH_REPORT = /^\/batches\/([^/]+)\/delivery_report$/
const RECIPIENT_REPORT = /^\/batches\/([^/]+)\/delivery_report\/([^/]+)$/
const REPORTS = /^\/delivery_reports$/
const INBOUNDS = /^\/inbounds$/
const INBOUND = /^\/inbounds\/([^/]+)$/

const ROUTES: readonly Route[] = [
  { operation: 'create', method: 'POST', path: BATCHES, handle: createBatch },
  { operation: 'list', method: 'GET', path: BATCHES, handle: listBatches },
  { operation: 'fetch', method: 'POST', path: DRY_RUN, handle: dryRun },
  { operation: 'fetch', method: 'GET', path: BATCH, handle: fetchBatch },
  { operation: 'delete', method: 'DELETE', path: BATCH, handle: cancelBatch },
  { operation: 'fetch', method: 'GET', path: BATCH_REPORT, handle: fetchBatchReport },
  { operation: 'fetch', method: 'GET', path: RECIPIENT_REPORT, handle: fetchRecipientReport },
  { operation: 'list', method: 'GET', path: REPORTS, handle: listDeliveryReports },
  { operation: 'list', method: 'GET', path: INBOUNDS, handle: listInbounds },
  { operation: 'fetch', method: 'GET', path: INBOUND, handle: fetchInbound },
]

/** Where a path leads. The plan comes before its check, so that a wrong one reads as "not found". */
export type Found =
  | { kind: 'route'; servicePlanId: string; route: Route; ids: string[] }
  | { kind: 'method_not_allowed' }
  | { kind: 'not_found' }

/** Finds the route of a request below `/xms/v1`. */
export function findRoute(method: string, pathname: string): Found {
  const [, servicePlanId = '', rest = ''] = /^\/xms\/v1\/([^/]+)(\/.*)$/.exec(pathname) ?? []
  const candidates = ROUTES.filter(({ path }) => path.test(rest))
  if (candidates.length === 0) return { kind: 'not_found' }
  const route = candidates.find((candidate) => candidate.method === method)
  if (!route) return { kind: 'method_not_allowed' }
  return { kind: 'route', servicePlanId, route, ids: (route.path.exec(rest) ?? []).slice(1) }
}
