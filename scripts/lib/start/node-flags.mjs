/**
 * Flags of Node by process. The API makes tens of kilobytes for each request and drops them with the answer. V8 begins
 * with a young generation of 1 MB, grows it by what survives, which is next to nothing, and shrinks it while it is idle; a small
 * one takes a fifth to a half more CPU to collect (docs/adr/025-young-garbage.md).
 * @type {Readonly<Partial<Record<string, readonly string[]>>>}
 */
export const nodeFlags = { api: ['--min-semi-space-size=16'] }
