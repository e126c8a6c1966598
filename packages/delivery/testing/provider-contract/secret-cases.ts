import { expect, test } from 'vitest'
import { explainOwnCode } from '../../src/messages/own-codes.ts'
import { bodyMark, type Cases } from './bench.ts'

/** What was said in all cases before this one: codes that can be explained, and nothing that is nobody's business. */
export const secretCases: Cases = (contract, bench) => {
  const sendSome = async (): Promise<void> => {
    for (const to of ['+15005551000', '+15005552401', '+15005552500', '+15005552511']) {
      await bench().handOver(bench().request({ to }))
    }
    await bench().handOver(bench().request({ body: bodyMark.repeat(500) }))
  }

  test('no outcome, fault or reading shows a secret, a recipient or a text', async () => {
    await sendSome()
    const { sayings, requests } = bench().told
    const recipients = new Set(requests.map(({ to }) => to.replace('+', '')))
    const hidden = [...contract.secrets.map((name) => contract.env[name] ?? ''), ...recipients, bodyMark]
    for (const saying of sayings) {
      const text = JSON.stringify(saying)
      expect(
        hidden.filter((one) => text.includes(one)),
        text,
      ).toEqual([])
    }
    expect(sayings.length).toBeGreaterThanOrEqual(5)
  })

  test('every code that was given is explained, in the class that it was given in', async () => {
    await sendSome()
    const { provider, told } = bench()
    for (const { code, class: errorClass } of told.codes) {
      const explanation = provider.explain(code) ?? explainOwnCode(code)
      expect(explanation, code).toBeDefined()
      if (errorClass !== 'throttled') expect(errorClass, code).toBe(explanation?.class)
    }
    expect(told.codes.length).toBeGreaterThanOrEqual(4)
  })
}
