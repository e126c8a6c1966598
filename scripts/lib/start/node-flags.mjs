/**
 * Flags of Node by process. The API makes tens of kilobytes for each request and drops them with the answer. V8 begins
 * with a young generation of 1 MB and grows it by what survives, which is next to nothing; a small one takes a fifth to
 * a half more CPU to collect (docs/adr/025-young-garbage.md). While a process is idle V8 collects all memory, and
 * with it what compiled code relies on; the next burst begins without that code (docs/adr/026-idle-api-keeps-its-code.md).
 * @type {Readonly<Partial<Record<string, readonly string[]>>>}
 */
export const nodeFlags = { api: ['--min-semi-space-size=16', '--no-memory-reducer'] }
