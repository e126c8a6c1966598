/**
 * Flags of Node by process. The API makes tens of kilobytes for each request and drops them with the answer. V8 begins
 * with a young generation of 1 MB and grows it by what survives, which is next to nothing: one process in four stayed small
 * and spent a third of its CPU on collecting (docs/adr/025-young-generation.md).
 * @type {Readonly<Partial<Record<string, readonly string[]>>>}
 */
export const nodeFlags = { api: ['--min-semi-space-size=16'] }
