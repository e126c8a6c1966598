import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

function start(
  args: string[],
  env: Record<string, string> = {},
): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return { child, output: () => text }
}

test('the process prints its address and credentials, serves, and ends within 2 s of SIGTERM', async () => {
  const { child, output } = start(['--port', '0'])
  await expect.poll(output, { timeout: 10_000 }).toMatch(/Stop with Ctrl-C/)
  const [, url, accountSid] =
    /API\s+(http:\/\/\S+)\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})\//.exec(output()) ?? []
  const [, token] = /Auth token\s+([0-9a-f]{32})/.exec(output()) ?? []
  const authorization = `Basic ${Buffer.from(`${accountSid}:${token}`).toString('base64')}`
  const account = await fetch(`${url}/2010-04-01/Accounts/${accountSid}.json`, { headers: { authorization } })
  expect(account.status).toBe(200)
  const startedMs = performance.now()
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(performance.now() - startedMs).toBeLessThan(2_000)
}, 20_000)

test('a closed simulator leaves nothing behind that keeps a process alive', async () => {
  const script = `
    import { createServer } from 'node:http'
    import { buildSimulator } from ${JSON.stringify(new URL('../src/simulator.ts', import.meta.url).href)}
    const [accountSid, authToken] = ['AC' + 'a'.repeat(32), 'b'.repeat(32)]
    const env = { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken }
    const { app } = buildSimulator({ env })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const called = Promise.withResolvers()
    const hook = createServer((request, response) => { called.resolve(); response.end() })
    await new Promise((resolve) => hook.listen(0, '127.0.0.1', resolve))
    const StatusCallback = 'http://127.0.0.1:' + hook.address().port + '/'
    const headers = { authorization: 'Basic ' + btoa(accountSid + ':' + authToken) }
    const create = (To) => fetch(url + '/2010-04-01/Accounts/' + accountSid + '/Messages.json', {
      method: 'POST', headers, signal: AbortSignal.timeout(500),
      body: new URLSearchParams({ To, From: '+15005550006', Body: 'x', StatusCallback, MediaUrl: url + '/__sim/media/slow' }),
    }).catch(() => undefined)
    await Promise.all([create('+15005552521'), create('+15558675310')])
    const plain = new URLSearchParams({ To: '+15558675310', From: '+15005550006', Body: 'x', StatusCallback })
    await fetch(url + '/2010-04-01/Accounts/' + accountSid + '/Messages.json', { method: 'POST', headers, body: plain })
    await called.promise
    await app.close()
    hook.closeAllConnections()
    hook.close()
    console.log('closed')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let closedAtMs = Number.NaN
  child.stdout.on('data', () => {
    closedAtMs = performance.now()
  })
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(performance.now() - closedAtMs).toBeLessThan(1_000)
}, 20_000)

test('credentials from the environment are accepted and not printed', async () => {
  const accountSid = `AC${'c'.repeat(32)}`
  const { output } = start(['--port', '0'], {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: 'my-own-token',
    TWILIO_PHONE_NUMBER: '+14155550100',
  })
  await expect.poll(output, { timeout: 10_000 }).toMatch(/Stop with Ctrl-C/)
  expect(output()).not.toContain('my-own-token')
  expect(output()).toContain('+14155550100')
  const [, url] = /API\s+(http:\/\/[^/]+)\//.exec(output()) ?? []
  const authorization = `Basic ${Buffer.from(`${accountSid}:my-own-token`).toString('base64')}`
  expect(
    (await fetch(`${url}/2010-04-01/Accounts/${accountSid}.json`, { headers: { authorization } })).status,
  ).toBe(200)
}, 20_000)

test('one carrier alone is shown with its own made-up credentials, and they open it', async () => {
  const { output } = start(['--port', '0', '--carrier', 'plivo'])
  await expect.poll(output, { timeout: 10_000 }).toMatch(/Stop with Ctrl-C/)
  expect(output()).not.toContain('2010-04-01')
  const [, url, authId] = /API\s+(http:\/\/\S+)\/v1\/Account\/(MA[A-Z0-9]{18})\//.exec(output()) ?? []
  const [, token] = /Auth token\s+([0-9a-f]{40})/.exec(output()) ?? []
  const authorization = `Basic ${Buffer.from(`${authId}:${token}`).toString('base64')}`
  expect((await fetch(`${url}/v1/Account/${authId}/`, { headers: { authorization } })).status).toBe(200)
}, 20_000)

test('wrong settings are all named and nothing is opened; help exits with 0', async () => {
  const wrong = start([], { PORT: 'x', TWILIO_ACCOUNT_SID: 'AC1', PLIVO_AUTH_ID: 'MA1' })
  expect((await once(wrong.child, 'exit'))[0]).toBe(2)
  expect(wrong.output()).toMatch(/PORT/)
  expect(wrong.output()).toMatch(/TWILIO_ACCOUNT_SID/)
  expect(wrong.output()).toMatch(/PLIVO_AUTH_ID/)
  const help = start(['--help'])
  expect((await once(help.child, 'exit'))[0]).toBe(0)
  expect(help.output()).toMatch(/--expose/)
  const unknown = start(['--exposed'])
  expect((await once(unknown.child, 'exit'))[0]).toBe(2)
}, 20_000)
