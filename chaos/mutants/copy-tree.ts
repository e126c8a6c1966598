import { cp, mkdir, readdir, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const copied = ['apps', 'packages', 'prisma', 'chaos', 'package.json', 'tsconfig.base.json']
const linked = ['.data']

/**
 * Copies the sources of this checkout to `folder`, which must not exist. Installed packages are links to this
 * checkout's; the workspace packages among them are links to the copies.
 */
export async function copyTree(folder: string): Promise<void> {
  await mkdir(folder)
  for (const name of copied) {
    await cp(join(ROOT, name), join(folder, name), {
      recursive: true,
      filter: (source) => basename(source) !== 'node_modules',
    })
  }
  for (const name of linked) await symlink(join(ROOT, name), join(folder, name))
  const modules = join(folder, 'node_modules')
  await mkdir(join(modules, '@heliograph'), { recursive: true })
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    if (name !== '@heliograph') await symlink(join(ROOT, 'node_modules', name), join(modules, name))
  }
  for (const parent of ['apps', 'packages']) {
    for (const name of await readdir(join(folder, parent))) {
      await symlink(join(folder, parent, name), join(modules, '@heliograph', name))
    }
  }
}
