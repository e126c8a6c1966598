/** Bounds on what one report may take from the database. */
export type ReportLimits = {
  /** Messages that statistics count at most: about three seconds of one connection. */
  readonly maxStatsMessages: number
  /** Time that a usage report may take over all its days. */
  readonly maxUsageMs: number
  /** Rows of one export. */
  readonly maxExportRows: number
  /** Time of one export, a slow reader's included. */
  readonly maxExportMs: number
  /** Exports that one process runs side by side. */
  readonly maxExports: number
}

/** What production runs with. */
export const defaultReportLimits: ReportLimits = {
  maxStatsMessages: 1_000_000,
  maxUsageMs: 15_000,
  maxExportRows: 1_000_000,
  maxExportMs: 600_000,
  maxExports: 4,
}
