/** How many items one statement takes, and how many statements run side by side. */
export type CoalesceLimits = { readonly maxBatch: number; readonly maxRunning: number }

/**
 * Lets concurrent callers share one call of `run`: an item goes at once while fewer than `maxRunning`
 * calls run, and waits for the next free one otherwise, together with all that came meanwhile. `run` answers one
 * result per item, in order; when it fails, every item of that batch fails.
 */
export function coalesce<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  limits: CoalesceLimits,
): (item: Item) => Promise<Result> {
  const waiting: { item: Item; settled: PromiseWithResolvers<Result> }[] = []
  let running = 0
  let isScheduled = false
  const start = async () => {
    const batch = waiting.splice(0, limits.maxBatch)
    running += 1
    try {
      const results = await run(batch.map(({ item }) => item))
      for (const [index, { settled }] of batch.entries()) {
        const result = results[index]
        if (index in results) settled.resolve(result as Result)
        else settled.reject(new Error('the batch answered too little'))
      }
    } catch (error) {
      for (const { settled } of batch) settled.reject(error)
    } finally {
      running -= 1
      schedule()
    }
  }
  // Items of one turn of the event loop belong together: many jobs start in the same one.
  const schedule = () => {
    if (isScheduled || waiting.length === 0 || running >= limits.maxRunning) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      while (waiting.length > 0 && running < limits.maxRunning) void start()
    })
  }
  return (item) => {
    const settled = Promise.withResolvers<Result>()
    waiting.push({ item, settled })
    schedule()
    return settled.promise
  }
}
