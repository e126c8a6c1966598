/**
 * How many items one statement takes, and how many statements run side by side. With `patienceMs` a further
 * statement starts only for a full batch, or once the newest one has been running for that long: sharing more
 * costs less than running more, but nobody waits behind a statement that is stuck.
 */
export type CoalesceLimits = {
  readonly maxBatch: number
  readonly maxRunning: number
  readonly patienceMs?: number
}

/**
 * Lets concurrent callers share one call of `run`: an item goes at once while `limits` let another call run,
 * and waits for the next free one otherwise, together with all that came meanwhile. `run` answers one result per
 * item, in order; when it fails, every item of that batch fails.
 */
export function coalesce<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  limits: CoalesceLimits,
): (item: Item) => Promise<Result> {
  const { maxBatch, maxRunning, patienceMs = 0 } = limits
  const waiting: { item: Item; settled: PromiseWithResolvers<Result> }[] = []
  let running = 0
  let isScheduled = false
  let isPatient = false
  let patience: NodeJS.Timeout | undefined
  const mayStart = () =>
    waiting.length > 0 && running < maxRunning && (running === 0 || !isPatient || waiting.length >= maxBatch)
  const start = async () => {
    const batch = waiting.splice(0, maxBatch)
    running += 1
    beginPatience()
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
      if (running === 0) clearTimeout(patience)
      schedule()
    }
  }
  const beginPatience = () => {
    if (patienceMs === 0) return
    isPatient = true
    clearTimeout(patience)
    patience = setTimeout(() => {
      isPatient = false
      schedule()
    }, patienceMs)
  }
  // Items of one turn of the event loop belong together: many jobs start in the same one.
  const schedule = () => {
    if (isScheduled || !mayStart()) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      while (mayStart()) void start()
    })
  }
  return (item) => {
    const settled = Promise.withResolvers<Result>()
    waiting.push({ item, settled })
    schedule()
    return settled.promise
  }
}
