import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { policies } from '../domain/policy.ts'
import { chooseStep, genesPerStep } from './choose-step.ts'
import { finish } from './finish.ts'
import { type Guarantee, guarantees, remember } from './guarantees.ts'
import { type ModelStep, step } from './step.ts'
import { newWorld, type World } from './world.ts'

const traces = 100_000
const longest = 20
const seed = 20_261_121

/** The list shows a message at once, late but within the hold, or later than any hold. */
const lagsMs = [0, 3_000, 100_000, 3_600_000] as const

const gene = fc.noBias(fc.tuple(...Array.from({ length: genesPerStep }, () => fc.nat())))
const anyStory = fc.record({
  policy: fc.constantFrom(...policies),
  listLagMs: fc.constantFrom(...lagsMs),
  genes: fc.array(gene, { minLength: longest / 2, maxLength: longest, size: 'max' }),
})
type Story = typeof anyStory extends fc.Arbitrary<infer T> ? T : never

/** Plays a story, and then lets everything go well. `onStep` sees the world before and after each step. */
function play(
  story: Story,
  onStep: (before: ReturnType<typeof remember>, made: ModelStep, world: World) => void,
): World {
  const world = newWorld(story.policy, story.listLagMs)
  let before = remember(world)
  const see = (made: ModelStep) => {
    onStep(before, made, world)
    before = remember(world)
  }
  for (const genes of story.genes) {
    const next = chooseStep(world, genes)
    step(world, next)
    see(next)
  }
  finish(world, see)
  return world
}

/** Throws with the whole story when the promise is broken. For shrinking: every promise is played alone. */
function playFor(story: Story, promise: Guarantee): void {
  const done: string[] = []
  play(story, (before, made, world) => {
    done.push(JSON.stringify(made))
    const breach = promise(before, made, world)
    if (breach !== undefined) {
      throw new Error(`${story.policy}, list ${story.listLagMs} ms late: ${breach} after\n${done.join('\n')}`)
    }
  })
}

type Name = keyof typeof guarantees
const names = Object.keys(guarantees) as Name[]
const breaches = new Map<Name | 'end', Story>()
const seen = new Map<string, number>()
const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)

/** All promises in one pass: 100,000 traces take seconds, a pass for each would take a minute. */
beforeAll(() => {
  const pass = (story: Story) => {
    try {
      const world = play(story, (before, made, after) => {
        for (const name of names) {
          if (!breaches.has(name) && guarantees[name](before, made, after) !== undefined) {
            breaches.set(name, story)
          }
        }
      })
      for (const what of landmarks(world)) count(what)
    } catch {
      breaches.set('end', story)
    }
  }
  fc.assert(fc.property(anyStory, pass), { numRuns: traces, seed })
}, 60_000)

/** What a trace came by, so that no promise holds only because nothing happened. */
function landmarks(world: World): Set<string> {
  const { row, attempts, history, creates, listLagMs } = world
  const isLate = listLagMs >= world.settings.ambiguity.holdMs
  return new Set([
    ...history.map(({ type }) => type),
    ...attempts.map(({ state }) => `attempt ${state}`),
    ...(row.errorCode === null ? [] : [row.errorCode]),
    ...(creates.length > 1 ? [`${isLate ? 'late list' : 'list'}: two creates of ${world.policy}`] : []),
    ...(row.duplicate ? ['duplicate'] : []),
    ...(history.some(({ status }) => status === 'unknown') && row.rank > 0 ? ['unknown was healed'] : []),
  ])
}

describe(`in ${traces} random lives of at most ${longest} steps`, () => {
  test.each(names)('%s', (name) => {
    const story = breaches.get(name)
    if (story === undefined) return
    // Played again with the breach as its first example, which fast-check then makes as short as it can.
    fc.assert(
      fc.property(anyStory, (told) => playFor(told, guarantees[name])),
      { numRuns: 1, examples: [[story]] },
    )
    expect.unreachable('the breach could not be played again')
  })

  test('every message comes to an end, or to the carrier, once things go well', () => {
    const story = breaches.get('end')
    if (story !== undefined) play(story, () => undefined)
    expect(story).toBeUndefined()
  })

  test.each([
    'attempt.absent',
    'message.unproven',
    'message.resolved',
    'message.expired',
    'message.blocked',
    'message.canceled',
    'receipt.ignored',
    'receipt.conflicting',
    'attempt rejected',
    'retries_exhausted',
    'poison',
    'duplicate',
    'unknown was healed',
    'list: two creates of at_least_once',
    'late list: two creates of confirmed',
  ])('some come by "%s"', (landmark) => {
    expect(seen.get(landmark) ?? 0).toBeGreaterThanOrEqual(20)
  })
})

test('a carrier whose list lags longer than the hold is the only way to two creates under "confirmed"', () => {
  expect(seen.get('list: two creates of confirmed')).toBeUndefined()
  expect(seen.get('late list: two creates of at_most_once')).toBeUndefined()
})
