import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { spawnMain } from '@heliograph/testkit/child-process'
import type { Artifact } from '../report.ts'
import { type Reaper, startReaper } from '../rig/reaper.ts'
import { copyTree } from './copy-tree.ts'
import { type Edit, type Mutant, mutants } from './mutants.ts'

const HELP = `Usage: npm run chaos:mutants -- [--only NAME] [--seed N]

Breaks one promise at a time in a copy of the sources and runs the scenarios that must notice. Takes a few minutes.
Mutants: ${mutants.map(({ name }) => name).join(', ')}

Exit code: 0 all caught, 1 one survived or could not be judged, 2 wrong usage.
`
const runTimeoutMs = 400_000

process.exitCode = await main()

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      seed: { type: 'string', default: '42' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    console.log(HELP)
    return 0
  }
  const chosen = mutants.filter(({ name }) => values.only === undefined || name === values.only)
  if (chosen.length === 0) {
    console.error(`chaos:mutants: there is no mutant ${values.only}`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'hg-mutants-'))
  const reaper = startReaper()
  reaper.removeAtEnd(folder)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
  try {
    let caught = 0
    for (const mutant of chosen) {
      const verdict = await judge(mutant, { folder, reaper, seed: values.seed })
      if (verdict.isCaught) caught += 1
      console.log(`${mutant.name.padEnd(28)} ${verdict.isCaught ? 'caught' : 'SURVIVED'}  ${verdict.why}`)
    }
    console.log(`${caught} caught, ${chosen.length - caught} survived`)
    return caught === chosen.length ? 0 : 1
  } finally {
    await reaper.close()
  }
}

type Verdict = { readonly isCaught: boolean; readonly why: string }

/** Only a broken invariant counts: a rig that does not start, or a slow machine, proves nothing. */
async function judge(
  mutant: Mutant,
  { folder, reaper, seed }: { folder: string; reaper: Reaper; seed: string },
): Promise<Verdict> {
  const tree = join(folder, mutant.name)
  await copyTree(tree)
  for (const edit of mutant.edits) await apply(tree, edit)
  const seen: string[] = []
  for (const args of mutant.runs) {
    const json = join(folder, `${mutant.name}.json`)
    const output = await runSuite(tree, [...args, '--seed', seed, '--json', json], reaper)
    const verdict = read(await readFile(json, 'utf8').catch(() => undefined), output)
    seen.push(`${args.join(' ')}: ${verdict.why}`)
    if (verdict.isCaught) return { isCaught: true, why: seen.join('; ') }
  }
  return { isCaught: false, why: seen.join('; ') }
}

/** Runs the suite of a copy to its end, at most for the time of a run. Answers its output. */
async function runSuite(tree: string, args: readonly string[], reaper: Reaper): Promise<string> {
  const child = spawnMain({ main: join(tree, 'chaos', 'main.ts'), args, cwd: tree })
  reaper.watch(child.pid)
  const timer = setTimeout(() => child.kill('SIGKILL'), runTimeoutMs)
  try {
    await child.exited
    return child.stdout() + child.stderr()
  } finally {
    clearTimeout(timer)
    reaper.forget(child.pid)
  }
}

function read(json: string | undefined, output: string): Verdict {
  if (json === undefined) return { isCaught: false, why: `no result: ${output.slice(-500)}` }
  const { scenarios } = JSON.parse(json) as Artifact
  const broken = scenarios.flatMap(({ invariants }) => invariants.filter(({ violations }) => violations > 0))
  if (broken.length > 0) {
    const [first] = broken.flatMap(({ offenders }) => offenders)
    return {
      isCaught: true,
      why: `${broken.map(({ id, violations }) => `${id} broken ${violations} times`).join(', ')} (${first})`,
    }
  }
  return { isCaught: false, why: scenarios.map(({ error }) => error ?? 'nothing broken').join(', ') }
}

async function apply(tree: string, { file, find, replace }: Edit): Promise<void> {
  const path = join(tree, file)
  const source = await readFile(path, 'utf8')
  const count = source.split(find).length - 1
  if (count !== 1) throw new Error(`${file} has ${count} times, not once: ${find}`)
  await writeFile(
    path,
    source.replace(find, () => replace),
  )
}
