import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { listFiles, readText, root } from './markdown.ts'

const files = listFiles('', '.md')

test('the documents that the README promises are there', () => {
  expect(files).toEqual(expect.arrayContaining(['README.md', 'SECURITY.md', 'CONTRIBUTING.md']))
  expect(readText('LICENSE')).toContain('Apache License')
})

test.each(files)('every relative link in %s leads to a file or a heading', (file) => {
  const broken = listLinks(readText(file)).filter((link) => !resolves(file, link))
  expect(broken).toEqual([])
})

test('a link to a missing file or heading is seen', () => {
  expect(resolves('README.md', 'docs/no-such-page.md')).toBe(false)
  expect(resolves('README.md', '#no-such-heading')).toBe(false)
  expect(resolves('README.md', '#troubleshooting')).toBe(true)
})

/** Targets of links and images that are not addresses on the network. Code is no link. */
function listLinks(text: string): string[] {
  const prose = text.replace(/^```\w*\n[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^[a-z]+:/i.test(target))
}

function resolves(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#', 2)
  const target = path === '' ? file : normalize(join(dirname(file), decodeURIComponent(path)))
  if (target.startsWith('..') || !existsSync(join(root, target))) return false
  return anchor === undefined || listAnchors(readText(target)).includes(anchor)
}

/** Headings as GitHub names them: lower case, punctuation dropped, blanks as dashes. */
function listAnchors(text: string): string[] {
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title]) =>
    (title ?? '')
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )
}
