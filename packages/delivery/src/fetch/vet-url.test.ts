import { describe, expect, test } from 'vitest'
import { type FetchRules, hostOf, portOf, vetUrl } from './vet-url.ts'

const rules: FetchRules = { requireHttps: true, allowPrivateHosts: false }

describe('a URL is refused with its rule and a remedy', () => {
  test.each([
    ['absolute_http_url', ''],
    ['absolute_http_url', '/a.png'],
    ['absolute_http_url', 'media.example.com/a.png'],
    ['absolute_http_url', 'file:///etc/passwd'],
    ['absolute_http_url', 'gopher://media.example.com/'],
    ['absolute_http_url', 'ws://media.example.com/'],
    ['absolute_http_url', 'blob:https://media.example.com/1'],
    ['absolute_http_url', 'https://ex ample.com/'],
    ['absolute_http_url', 'https://[fe80::1%25eth0]/'],
    ['no_credentials', 'https://user@media.example.com/'],
    ['no_credentials', 'https://:secret@media.example.com/'],
    ['no_credentials', 'https://127.0.0.1:80@media.example.com/'],
    ['https', 'http://media.example.com/'],
    ['web_port', 'https://media.example.com:22/'],
    ['web_port', 'https://media.example.com:8443/'],
    ['web_port', 'https://media.example.com:0/'],
    ['public_host', 'https://postgres/'],
    ['public_host', 'https://media.example.com./'],
    ['public_host', 'https://metadata.google.internal/'],
    ['public_host', 'https://127.1/'],
  ])('%s: %s', (rule, url) => {
    const verdict = vetUrl(url, rules)
    expect(verdict).toMatchObject({ kind: 'refused', rule })
    expect(verdict.kind === 'refused' && verdict.message).toMatch(/^(is|holds|names|points|has) .+/)
  })
})

describe('a URL is vetted', () => {
  test.each([
    ['https://media.example.com/a.png?sig=1', 'media.example.com', 443],
    ['https://media.example.com:443/', 'media.example.com', 443],
    ['https://media.example.com:80/', 'media.example.com', 80],
    ['https://93.184.216.34/', '93.184.216.34', 443],
    ['https://[2606:2800:220:1::1]/', '2606:2800:220:1::1', 443],
    ['https://bücher.example.com/', 'xn--bcher-kva.example.com', 443],
    ['https://local.example.com/', 'local.example.com', 443],
  ])('%s', (text, host, port) => {
    const verdict = vetUrl(text, rules)
    if (verdict.kind !== 'vetted') throw new Error(`refused: ${verdict.message}`)
    expect([hostOf(verdict.url), portOf(verdict.url)]).toEqual([host, port])
  })

  test('over http and on other ports only where the rules say so', () => {
    expect(vetUrl('http://media.example.com/', { ...rules, requireHttps: false }).kind).toBe('vetted')
    expect(vetUrl('https://media.example.com:8443/', { ...rules, ports: [8443] }).kind).toBe('vetted')
    expect(vetUrl('https://media.example.com/', { ...rules, ports: [8443] }).kind).toBe('refused')
    expect(vetUrl('https://media.example.com:8443/', { ...rules, ports: 'any' }).kind).toBe('vetted')
    expect(vetUrl('https://media.example.com:0/', { ...rules, ports: 'any' }).kind).toBe('refused')
  })

  test('to names of a private network only where the rules say so', () => {
    const open = { ...rules, allowPrivateHosts: true }
    for (const url of [
      'https://simulator/',
      'https://localhost/',
      'https://10.0.0.1/',
      'https://db.internal/',
    ]) {
      expect([url, vetUrl(url, rules).kind]).toEqual([url, 'refused'])
      expect([url, vetUrl(url, open).kind]).toEqual([url, 'vetted'])
    }
  })
})
