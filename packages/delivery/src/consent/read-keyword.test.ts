import { describe, expect, test } from 'vitest'
import { readKeyword } from './read-keyword.ts'

const to = '+15005550006'

describe('a keyword', () => {
  test.each([
    'STOP',
    'StopAll',
    'quit',
    'End',
    'REVOKE',
    'opt out',
    'OPT-OUT',
    'optout',
    'cancel',
    'UNSUBSCRIBE',
  ])('%s opts out', (body) => expect(readKeyword({ to, body })).toMatchObject({ action: 'stop' }))

  test.each([' stop ', 'Stop.', '"STOP"', 'stop!!!', 'S.T.O.P', 'ＳＴＯＰ', 'Stop 🛑', 'stop\n', 'Stop all'])(
    'is read whatever surrounds it: %j',
    (body) => expect(readKeyword({ to, body })).toMatchObject({ action: 'stop' }),
  )

  test.each(['START', 'yes', 'Unstop'])('%s opts in', (body) =>
    expect(readKeyword({ to, body })).toMatchObject({ action: 'start' }),
  )

  test.each(['HELP', 'info?'])('%s asks for help', (body) =>
    expect(readKeyword({ to, body })).toMatchObject({ action: 'help' }),
  )

  test.each(['', '🛑', 'Stop by at five?', 'do not stop', 'yes please', 'constructor', 'the end'])(
    'is not seen in %j',
    (body) => expect(readKeyword({ to, body })).toBeUndefined(),
  )

  test('YES does not reopen a toll-free number, START does', () => {
    const tollFree = '+18885550006'
    expect(readKeyword({ to: tollFree, body: 'YES' })).toBeUndefined()
    expect(readKeyword({ to: tollFree, body: 'START' })).toEqual({ keyword: 'START', action: 'start' })
  })
})

describe("the carrier's own reading", () => {
  test('wins over the text', () => {
    expect(readKeyword({ to, body: 'ARRET', optOutType: 'STOP' })).toEqual({
      keyword: 'STOP',
      action: 'stop',
    })
    expect(readKeyword({ to, body: 'quit', optOutType: 'STOP' })).toEqual({ keyword: 'QUIT', action: 'stop' })
    expect(readKeyword({ to, body: 'STOP', optOutType: 'START' })).toMatchObject({ action: 'start' })
  })

  test('that is no such word is passed over', () => {
    expect(readKeyword({ to, body: 'stop', optOutType: 'toString' })).toEqual({
      keyword: 'STOP',
      action: 'stop',
    })
  })
})
