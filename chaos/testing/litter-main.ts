import { reportLiveMemoryOn } from '../mains/live-memory.ts'

// Leaves 64 MiB of garbage and holds 16 MiB, until it is told to end.

const mebibytes = (count: number) => Array.from({ length: count }, () => new Array<number>(131_072).fill(0.5))

reportLiveMemoryOn(process)
const held = mebibytes(16)
process.stdout.write(`left ${mebibytes(64).length}, held ${held.length}\n`)
setInterval(() => held.length, 60_000)
