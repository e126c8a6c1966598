import { expect, test } from 'vitest'
import type { PresentEnv } from '../../src/providers/definition.ts'
import { accountOf, type Cases } from './bench.ts'
import type { ProviderContract } from './contract.ts'

const simulatorUrl = 'http://127.0.0.1:9'

/** An account is read whole, or every variable that is wrong is named. */
export const settingCases: Cases = (contract) => {
  const { definition, env, malformed, secrets, sender } = contract
  const required = definition.variables.slice(0, definition.requiredVariables)

  test('with nothing set there is no account', () => {
    expect(definition.readAccount({}, { requireHttpsMedia: true })).toEqual({ kind: 'absent' })
    const others = { PATH: '/bin', HOME: '/root', PORT: '3000' }
    expect(definition.readAccount(others, { requireHttpsMedia: true })).toEqual({ kind: 'absent' })
  })

  test('a whole account names itself, its senders and where its secret is, and no secret', () => {
    const account = accountOf(contract, env, simulatorUrl)
    expect(account).toMatchObject({ provider: definition.name, simulated: true })
    expect(account.externalId).not.toBe('')
    expect(account.credentialRef).toMatch(/^(env|[a-z]+):[A-Za-z_-]+$/)
    expect(account.senders).toContainEqual(expect.objectContaining({ address: sender, kind: 'number' }))
    expect(account.senders.filter(({ isDefault }) => isDefault)).toHaveLength(1)
    expectNoSecrets(contract, env, JSON.stringify(account))
  })

  test('without a simulator it is real', () => {
    const reading = definition.readAccount(env, { requireHttpsMedia: true })
    expect(reading).toMatchObject({ kind: 'account', account: { simulated: false } })
  })

  test('the necessary variables come first and are all there', () => {
    expect(required.length).toBeGreaterThan(0)
    for (const name of Object.keys(env)) expect(definition.variables).toContain(name)
    for (const name of [...required, ...secrets]) expect(Object.keys(env)).toContain(name)
    expect(new Set(definition.variables).size).toBe(definition.variables.length)
  })

  test.each(required)('%s missing is one line that begins with its name', (name) => {
    const { [name]: _missing, ...rest } = env
    expect(linesAbout(problemsOf(contract, rest), name)).toHaveLength(1)
  })

  test.each(Object.entries(malformed))(
    '%s malformed as "%s" is one line that begins with its name',
    (name, text) => {
      const problems = problemsOf(contract, { ...env, [name]: text })
      expect(linesAbout(problems, name)).toHaveLength(1)
      expect(problems).toHaveLength(1)
    },
  )

  test('everything that is wrong is said together, without a secret', () => {
    const wrong = { ...env, ...malformed }
    const problems = problemsOf(contract, wrong)
    for (const name of Object.keys(malformed)) expect(linesAbout(problems, name)).toHaveLength(1)
    for (const problem of problems) expect(problem).toMatch(/^[A-Z][A-Z0-9_]+ \S/)
    expectNoSecrets(contract, wrong, problems.join('\n'))
  })
}

function problemsOf({ definition }: ProviderContract, env: PresentEnv): readonly string[] {
  const reading = definition.readAccount(env, { simulatorUrl, requireHttpsMedia: false })
  expect(reading).toMatchObject({ kind: 'invalid' })
  return reading.kind === 'invalid' ? reading.problems : []
}

function linesAbout(problems: readonly string[], name: string): string[] {
  return problems.filter((problem) => problem.startsWith(`${name} `))
}

function expectNoSecrets({ secrets }: ProviderContract, env: PresentEnv, text: string): void {
  for (const name of secrets) expect(text).not.toContain(env[name])
}
