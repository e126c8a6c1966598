import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Reads the project's Markdown just well enough to compare it with the code.

/** Folder of the checkout, with a slash at the end. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Text of a file of the checkout. */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** Paths of the files below `folder` whose name ends in `ending`; hidden, installed and generated ones left out. */
export function listFiles(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.name.startsWith('.') || ['node_modules', 'generated'].includes(entry.name)) return []
    if (entry.isDirectory()) return listFiles(path, ending)
    return entry.isFile() && entry.name.endsWith(ending) ? [path] : []
  })
}

/** Rows of all tables in a text as trimmed cells; lines of dashes are left out, headings are rows. */
export function listRows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => /^\|.*\|\s*$/.test(line) && !/^\|[\s:|-]+\|\s*$/.test(line))
    .map((line) => line.trim().slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => cell.trim()))
}

/** The text of one section, from its heading to the next heading of the same or a higher level. Throws without one. */
export function getSection(text: string, title: string): string {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === title)
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length
  if (level === undefined) throw new Error(`there is no section ${title}`)
  // A comment in a shell script looks like a heading.
  const prose = text.replace(/^```[\s\S]*?^```$/gm, (block) => block.replaceAll('#', ' ')).split('\n')
  const length = prose.slice(start + 1).findIndex((line) => new RegExp(`^#{1,${level}} `).test(line))
  return lines.slice(start, length === -1 ? undefined : start + 1 + length).join('\n')
}

/** The fenced blocks of a language, or of no language. */
export function listBlocks(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, found, block]) =>
    found === language && block !== undefined ? [block] : [],
  )
}

/** Everything written as code: fenced blocks line by line, and spans in backticks. */
export function listCode(text: string): string[] {
  const fenced = [...text.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].flatMap(([, block]) =>
    (block ?? '').split('\n'),
  )
  const prose = text.replace(/^```\w*\n[\s\S]*?^```$/gm, '')
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span ?? '')
  return [...fenced, ...spans].map((code) => code.trim()).filter((code) => code !== '')
}

/** What stands in backticks at the start of a cell, or undefined. */
export function readName(cell: string | undefined): string | undefined {
  return /^`([^`]+)`/.exec(cell ?? '')?.[1]
}
