import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rotateLog } from '../logs.mjs'
import { cacheDir, root } from '../paths.mjs'
import { runTool } from '../run-tool.mjs'
import { openProgress } from '../say.mjs'
import { exclusively } from './exclusive.mjs'
import { hashFiles, readStamp } from './file-hash.mjs'

const outputDir = join(root, 'packages', 'delivery', 'src', 'db', 'generated')
const stampFile = join(outputDir, '.stamp')
const generateTimeoutMs = 90_000

/** What keeps build tools from calling home. */
export const quietTools = {
  CHECKPOINT_DISABLE: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
}

/**
 * Generates the database client from prisma/schema.prisma, unless that has been done for this schema and generator.
 * @param {import('../session.mjs').Session} session
 * @returns {Promise<boolean>} whether it had to
 */
export async function ensureGenerated(session) {
  const hash = generationHash()
  const isCurrent = () =>
    readStamp(stampFile) === hash && readdirSync(outputDir).some((name) => name.endsWith('.ts'))
  if (isCurrent()) return false
  return await exclusively(session, 'generate', async () => {
    if (isCurrent()) return false
    await generate(session)
    writeFileSync(stampFile, hash)
    return true
  })
}

function generationHash() {
  const manifest = join(root, 'node_modules', 'prisma', 'package.json')
  const version = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : 'none'
  return hashFiles([join(root, 'prisma', 'schema.prisma'), join(root, 'prisma.config.ts')], version)
}

async function generate(session) {
  const progress = openProgress('Client', 'generating the database client')
  try {
    await runTool(session, {
      name: 'prisma generate',
      command: process.execPath,
      args: [
        join(root, 'node_modules', 'prisma', 'build', 'index.js'),
        'generate',
        '--schema',
        join('prisma', 'schema.prisma'),
      ],
      cwd: root,
      // Generating does not use the schema engine, but downloads it unless it is told where one is.
      env: { ...process.env, ...quietTools, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
      logFile: rotateLog(join(cacheDir, 'logs'), 'generate'),
      timeoutMs: generateTimeoutMs,
      failure: 'The database client could not be generated',
    })
    progress.done('generated from prisma/schema.prisma')
  } finally {
    progress.stop()
  }
}
