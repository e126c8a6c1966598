import './sinch-sdk-version.ts'
import { SmsCallbackWebhooks } from '@sinch/sms'
import { describe, expect, test } from 'vitest'
import { FROM, type RunningSinch, send, startHook, startSinch, TO, untilCode } from './sinch-harness.ts'

const text = (simulator: RunningSinch, body: string, more: object = {}) =>
  simulator.control('POST', 'sinch/inbound', { from: TO, body, ...more })

describe('a message from a phone', () => {
  test('reaches the callback URL of the plan as mo_text, signed', async () => {
    const hook = await startHook()
    const simulator = await startSinch({ settings: { callbackUrl: hook.url } })
    const answer = await text(simulator, 'Hëlp me', { clientReference: 'msg_1.a1' })
    expect(answer).toMatchObject({ status: 200, body: { understood: null, answers: [200] } })
    const [called] = hook.called
    expect(called?.isSigned).toBe(true)
    expect(called?.json).toEqual({
      id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      from: '15558675310',
      to: '15005550006',
      received_at: expect.stringMatching(/^\d{4}-.*Z$/),
      client_reference: 'msg_1.a1',
      type: 'mo_text',
      body: 'Hëlp me',
    })
    expect(SmsCallbackWebhooks.parseEvent(called?.text)).toMatchObject({ received_at: expect.any(Date) })
  })

  test('with files is mo_media', async () => {
    const hook = await startHook()
    const simulator = await startSinch()
    const mediaUrls = ['http://127.0.0.1/a.png', 'http://127.0.0.1/b.png']
    await text(simulator, 'Look', { url: hook.url, subject: 'Holiday', mediaUrls })
    expect(hook.called[0]?.json).toMatchObject({
      type: 'mo_media',
      body: {
        subject: 'Holiday',
        message: 'Look',
        media: mediaUrls.map((url) => ({ url, content_type: 'image/png', status: 'Uploaded', code: 0 })),
      },
    })
  })

  test('comes again after 503, and under the same id when asked to', async () => {
    const hook = await startHook((_called, count) => (count < 3 ? 503 : 200))
    const simulator = await startSinch({ settings: { callbackUrl: hook.url } })
    const id = '01HYYYYYYYYYYYYYYYYYYYYYYY'
    expect((await text(simulator, 'x', { id })).body).toMatchObject({ id, answers: [503, 503, 200] })
    expect((await text(simulator, 'x', { id })).body).toMatchObject({ id, answers: [200] })
    expect(new Set(hook.called.map(({ json }) => json['id']))).toEqual(new Set([id]))
    expect((await simulator.sms.inbounds.list()).data).toHaveLength(1)
  })

  test.each([
    ['no callback URL', { from: TO }, 'url: '],
    ['no phone', { from: 'x', url: 'http://127.0.0.1:1/' }, 'from: '],
    ['a number that is not ours', { from: TO, to: '+15005550077', url: 'http://127.0.0.1:1/' }, 'to: '],
    ['an unknown field', { from: TO, url: 'http://127.0.0.1:1/', text: 'STOP' }, 'text'],
  ])('is refused with %s', async (_what, body, problem) => {
    const simulator = await startSinch()
    expect(await simulator.control('POST', 'sinch/inbound', body)).toMatchObject({
      status: 400,
      body: { problems: [expect.stringContaining(problem)] },
    })
    expect((await simulator.sms.inbounds.list()).data).toEqual([])
  })
})

describe('STOP', () => {
  test.each(['STOP', 'stopall', ' Unsubscribe ', 'CANCEL', 'END', 'QUIT'])(
    '%j rejects what follows',
    async (word) => {
      const hook = await startHook()
      const simulator = await startSinch({ settings: { callbackUrl: hook.url } })
      expect((await text(simulator, word)).body).toMatchObject({ understood: 'STOP' })
      expect((await untilCode(simulator, await send(simulator), 415)).status).toBe('Rejected')
    },
  )

  test('holds for that phone and that sender alone, until START', async () => {
    const hook = await startHook()
    const other = '+15005550007'
    const simulator = await startSinch({ settings: { callbackUrl: hook.url, senders: [FROM, other] } })
    await text(simulator, 'STOP')
    await untilCode(simulator, await send(simulator), 415)
    await untilCode(simulator, await send(simulator, { from: other }), 0)
    await untilCode(simulator, await send(simulator, { to: ['+15558675311'] }), 0, '+15558675311')
    expect((await text(simulator, 'unstop')).body).toMatchObject({ understood: 'START' })
    await untilCode(simulator, await send(simulator), 0)
  })

  test('has no effect on a plan without consent handling', async () => {
    const hook = await startHook()
    const simulator = await startSinch({ settings: { callbackUrl: hook.url, blockOptedOut: false } })
    await text(simulator, 'STOP')
    await untilCode(simulator, await send(simulator), 0)
  })

  test('is a keyword only when it stands alone', async () => {
    const hook = await startHook()
    const simulator = await startSinch({ settings: { callbackUrl: hook.url } })
    expect((await text(simulator, 'stop by tomorrow')).body).toMatchObject({ understood: null })
    await untilCode(simulator, await send(simulator), 0)
  })
})
