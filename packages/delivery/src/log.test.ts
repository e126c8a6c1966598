import { describe, expect, test } from 'vitest'
import { buildNumberMask, openLog } from './log.ts'

function capture() {
  const lines: string[] = []
  const log = openLog({ service: 'worker', level: 'trace' }, { write: (line) => void lines.push(line) })
  return { log, text: () => lines.join('') }
}

const secrets = [
  '+15558675310',
  '15558675310',
  'hg_abcdefghijkl_secret',
  'https://m.example.com/a.jpg',
  'hush hush',
]

describe('whatever is logged, in whatever way, carries nothing private', () => {
  const error = new Error('to +15558675310 with https://m.example.com/a.jpg and hg_abcdefghijkl_secret')
  test.each<[string, (log: ReturnType<typeof capture>['log']) => void]>([
    [
      'fields by name',
      (log) => log.info({ to: secrets[0], body: 'hush hush', mediaUrls: [secrets[3]], apiKey: 'hush hush' }),
    ],
    [
      'fields in depth',
      (log) => log.info({ a: { b: { authToken: 'hush hush', note: `call ${secrets[0]}` } } }),
    ],
    ['lists', (log) => log.info({ numbers: [secrets[0], secrets[1]] })],
    ['an error as a field', (log) => log.error({ event: 'x', err: error })],
    ['an error alone', (log) => log.error(error)],
    ['an error with a cause', (log) => log.error({ err: new Error('outer', { cause: error }) })],
    ['a message', (log) => log.warn(`calling ${secrets[0]} at ${secrets[3]} with ${secrets[2]}`)],
    ['a message with values', (log) => log.warn('calling %s', secrets[0])],
    ['a database URL', (log) => log.warn({ note: 'postgresql://u:hush hush@db/x'.replace(' ', '') })],
    [
      'headers',
      (log) => log.warn({ note: 'Authorization: Basic aHVzaA==', headers: { authorization: 'hush hush' } }),
    ],
  ])('%s', (_what, write) => {
    const { log, text } = capture()
    write(log)
    for (const secret of [...secrets, 'hushhush', 'aHVzaA']) expect(text()).not.toContain(secret)
  })
})

test('what is needed to follow a message stays readable', () => {
  const { log, text } = capture()
  const record = {
    event: 'send.attempted',
    messageId: '01a1fc39-fa88-7803-bd6d-0d7e097e6903',
    attempt: 2,
    durationMs: 12.5,
    code: '30003',
    isDone: true,
    nothing: null,
  }
  log.info(record)
  expect(JSON.parse(text())).toMatchObject({ ...record, level: 'info', service: 'worker' })
})

test('an error keeps its type, code and frames', () => {
  const { log, text } = capture()
  log.error({ err: Object.assign(new TypeError('broke'), { code: 'E_X' }) })
  const { err } = JSON.parse(text())
  expect(err).toMatchObject({ type: 'TypeError', message: 'broke', code: 'E_X' })
  expect(err.frames[0]).toMatch(/^at /)
})

test('text is cut and stays one record', () => {
  const { log, text } = capture()
  log.info({ note: `${'a'.repeat(5_000)}\n{"level":"fatal"}`, deep: { a: { b: { c: { d: { e: 1 } } } } } })
  expect(text().trimEnd()).not.toContain('\n')
  expect(text().length).toBeLessThan(1_500)
})

test('a masked number can be followed but not guessed', () => {
  const mask = buildNumberMask('a secret of at least thirty-two bytes')
  expect(mask('+15558675310')).toMatch(/^…5310#[0-9a-f]{12}$/)
  expect(mask('+15558675310')).toBe(mask('+15558675310'))
  expect(mask('+25558675310')).not.toBe(mask('+15558675310'))
  expect(buildNumberMask('another secret of at least 32 bytes.')('+15558675310')).not.toBe(
    mask('+15558675310'),
  )
})
