import { afterAll, describe, expect, test } from 'vitest'
import { startStack } from './stack.ts'

const stack = await startStack()
afterAll(() => stack[Symbol.asyncDispose]())

describe('an MMS from curl to delivered', () => {
  test('its history shows every step with attempt and provider id', async () => {
    const { id } = await stack.send({
      to: '+15558675310',
      body: 'hello',
      mediaUrls: [`${stack.simulatorUrl}/__sim/media/heliograph.png`],
    })
    const message = await stack.untilStatus(id, 'delivered')
    expect(message.providerId).toMatch(/^MM[0-9a-f]{32}$/)
    const history = await stack.history(id)
    expect(history.map((line) => line.status)).toEqual([
      'queued',
      'sending',
      'submitted',
      'sent',
      'delivered',
    ])
    expect(history.slice(1).map((line) => line.attempt)).toEqual([1, 1, 1, 1])
    expect(history.slice(2).every((line) => line.providerId === message.providerId)).toBe(true)
    expect(await stack.ledger('+15558675310')).toMatchObject([{ accepted: true, sid: message.providerId }])
  })

  test("a carrier's refusal comes back as code, class and remedy of the message", async () => {
    const { id } = await stack.send({ to: '+15005550001', body: 'hello' })
    const message = await stack.untilStatus(id, 'failed')
    expect(message.error).toMatchObject({ code: '21211', class: 'recipient' })
    expect(message.error?.remedy).not.toBe('')
    expect(message.attempts).toBe(1)
  })

  test('a carrier that asks for patience gets it, and the message is delivered in the end', async () => {
    await stack.control('PUT', '/__sim/faults', {
      rules: [{ fault: 'rate_limited', times: 2, to: '+15558675311' }],
    })
    const { id } = await stack.send({ to: '+15558675311', body: 'hello' })
    await stack.untilStatus(id, 'delivered', 30_000)
    await stack.control('DELETE', '/__sim/faults')
    const accepted = (await stack.ledger('+15558675311')).filter((entry) => entry.accepted)
    expect(accepted).toHaveLength(1)
  })

  test('logs of every process are free of numbers, bodies, media URLs and keys', async () => {
    const { id } = await stack.send({ to: '+15558675312', body: 'a secret word' })
    await stack.untilStatus(id, 'delivered')
    const logs = [stack.api, stack.worker].map((child) => child.stdout() + child.stderr()).join('\n')
    expect(logs).toContain(id)
    for (const secret of ['15558675312', '15005550006', 'a secret word', 'heliograph.png', stack.key]) {
      expect(logs).not.toContain(secret)
    }
  })
})
