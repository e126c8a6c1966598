import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '@heliograph/testkit/eventually'
import { expect, test } from 'vitest'
import { readUsage } from './rig/process-usage.ts'
import { startReaper } from './rig/reaper.ts'
import { buildSeat } from './rig/seat.ts'
import { mainOf } from './rig/services.ts'

test('what a process leaves lying is not counted as in use, and what it holds is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hg-chaos-usage-'))
  const reaper = startReaper()
  const seat = buildSeat({
    name: 'litter',
    main: mainOf('chaos/testing/litter-main.ts'),
    env: () => ({}),
    folder,
    reaper,
  })
  try {
    seat.start()
    await eventually(() => expect(seat.output()).toContain('left 64, held 16'), { timeoutMs: 10_000 })
    for (let reading = 0; reading < 2; reading += 1) {
      const [usage] = await readUsage([seat])
      const mebibytes = (usage?.liveBytes ?? 0) / 2 ** 20
      expect(mebibytes).toBeGreaterThan(16)
      expect(mebibytes).toBeLessThan(40)
    }
  } finally {
    await seat.stop()
    await reaper.close()
    await rm(folder, { recursive: true, force: true })
  }
})
