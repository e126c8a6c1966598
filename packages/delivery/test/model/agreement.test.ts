import { policies } from '@heliograph/shared/domain/policy'
import { chooseStep, genesPerStep } from '@heliograph/shared/message-model/choose-step'
import { type ModelStep, step } from '@heliograph/shared/message-model/step'
import { newWorld, type World } from '@heliograph/shared/message-model/world'
import { describe, expect, test } from 'vitest'
import { openEngineFixture } from '../messages/engine-fixture.ts'
import { openEnginePlayer, readTimes } from './engine-player.ts'

// The model in packages/shared/src/message-model tells the engine's SQL a second time. Here both live the same
// random lives: a difference is a fault of one of them.

const engine = await openEngineFixture()
const { db } = engine

const stories = 300
const perTest = 50
const steps = 20
const lagsMs = [0, 3_000, 100_000, 3_600_000] as const

describe(`the engine does what the model says, in ${stories} random lives of ${steps} steps`, () => {
  test.each(Array.from({ length: stories / perTest }, (_, index) => index * perTest))(
    'from seed %i',
    async (first) => {
      for (let seed = first; seed < first + perTest; seed += 1) await agree(seed)
    },
    120_000,
  )
})

/** Lives one life twice and compares after every step. */
async function agree(seed: number): Promise<void> {
  // Provider ids repeat from life to life.
  await db.$executeRaw`DELETE FROM provider_ref`
  await db.$executeRaw`DELETE FROM mms_log`
  await db.$executeRaw`DELETE FROM suppression`
  const draw = seeded(seed)
  const world = newWorld(policies[seed % policies.length] ?? 'confirmed', lagsMs[draw() % lagsMs.length] ?? 0)
  const player = await openEnginePlayer(engine, world)
  const done: ModelStep[] = []
  for (let count = 0; count < steps; count += 1) {
    const next = chooseStep(world, Array.from({ length: genesPerStep }, draw))
    done.push(next)
    await player.play(world, next)
    step(world, next)
    const story = storyOf(seed, world, done)
    expect(await engineState(player.id), story).toEqual(modelState(world))
    await expectSameTimes(player.id, world, story)
  }
}

/** Longer than a step takes on a busy machine, shorter than any wait of the engine that matters here. */
const toleranceMs = 2_500

async function expectSameTimes(id: string, world: World, story: string): Promise<void> {
  const times = await readTimes(engine, id)
  for (const column of ['nextAt', 'leaseUntil'] as const) {
    const planned = world.row[column]
    const found = times[column]
    if (planned === null || found === null) expect([column, found], story).toEqual([column, planned])
    else expect(Math.abs(found - (planned - world.now)), `${column}, ${story}`).toBeLessThan(toleranceMs)
  }
}

async function engineState(id: string) {
  const [row, attempts, events, refs] = await Promise.all([
    engine.row(id),
    engine.attempts(id),
    db.mmsEvent.findMany({ where: { messageId: id }, orderBy: { version: 'asc' } }),
    db.providerRef.findMany({ where: { messageId: id } }),
  ])
  const { status, rank, providerId, errorCode, duplicate, version, fence, gen, attemptsUsed, crashes } = row
  return {
    row: { status, rank, providerId, errorCode, duplicate, version, fence, gen, attemptsUsed, crashes },
    attempts: attempts.map(({ n, state, providerId: own, errorCode: code, checks }) => ({
      n,
      state,
      own,
      code,
      checks,
    })),
    history: events.map((event) => `${event.version} ${event.type} ${event.status} ${event.rank}`),
    refs: Object.fromEntries(refs.map(({ providerId: bound, n }) => [bound, n])),
  }
}

function modelState(world: World): Awaited<ReturnType<typeof engineState>> {
  const { status, rank, providerId, errorCode, duplicate, version, fence, gen, attemptsUsed, crashes } =
    world.row
  return {
    row: { status, rank, providerId, errorCode, duplicate, version, fence, gen, attemptsUsed, crashes },
    attempts: world.attempts.map(({ n, state, providerId: own, errorCode: code, checks }) => ({
      n,
      state,
      own,
      code,
      checks,
    })),
    history: world.history.map((event) => `${event.version} ${event.type} ${event.status} ${event.rank}`),
    refs: Object.fromEntries(world.refs),
  }
}

function storyOf(seed: number, world: World, done: readonly ModelStep[]): string {
  const head = `seed ${seed}, ${world.policy}, list ${world.listLagMs} ms late`
  return [head, ...done.map((one) => JSON.stringify(one))].join('\n')
}

/** Numbers below 2^31 that a seed decides (mulberry32). */
function seeded(seed: number): () => number {
  let state = (seed + 1) * 0x9e3779b9
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) & 0x7fffffff
  }
}
