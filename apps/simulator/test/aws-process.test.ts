import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { buildSimulator } from '../src/simulator.ts'
import { CREDENTIALS, sendCommand, smsClient, startAws, startEndpoint } from './aws-harness.ts'

test('a simulator that closes leaves no retry, confirmation or life behind that keeps a process alive', async () => {
  const script = `
    import { createServer } from 'node:http'
    import { PinpointSMSVoiceV2Client, SendMediaMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2'
    import { buildSimulator } from ${JSON.stringify(new URL('../src/simulator.ts', import.meta.url).href)}
    const called = Promise.withResolvers()
    const hook = createServer((request, response) => { called.resolve(); response.writeHead(503).end() })
    await new Promise((resolve) => hook.listen(0, '127.0.0.1', resolve))
    const eventsUrl = 'http://127.0.0.1:' + hook.address().port + '/'
    const credentials = { accessKeyId: 'AKIAX', secretAccessKey: 'x' }
    const env = { AWS_ACCESS_KEY_ID: 'AKIAX', AWS_SECRET_ACCESS_KEY: 'x' }
    const { app } = buildSimulator({ carriers: ['aws'], env, settings: { aws: { eventsUrl } } })
    const endpoint = await app.listen({ host: '127.0.0.1', port: 0 })
    const client = new PinpointSMSVoiceV2Client({ region: 'us-east-1', endpoint, credentials })
    for (const DestinationPhoneNumber of ['+15005551002', '+15558675310'])
      await client.send(new SendMediaMessageCommand({
        DestinationPhoneNumber, OriginationIdentity: '+15005550006', MessageBody: 'x', ConfigurationSetName: 'x',
      }))
    client.destroy()
    await called.promise
    await app.close()
    hook.closeAllConnections()
    hook.close()
    console.log('closed')`
  const cwd = new URL('..', import.meta.url)
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  const [code] = await once(child, 'exit')
  expect([code, output.trim()]).toEqual([0, 'closed'])
}, 20_000)

test('who can be reached from other machines asks for credentials before it subscribes anybody', async () => {
  const endpoint = await startEndpoint()
  const { app } = buildSimulator({
    carriers: ['aws'],
    isExposed: true,
    env: {
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    },
    settings: { aws: { eventsUrl: endpoint.url } },
  })
  await app.listen({ host: '0.0.0.0', port: 0 })
  onTestFinished(() => app.close())
  // A server that listens on TCP has an address and a port.
  const { port } = app.server.address() as AddressInfo
  const subscribe = (password: string) =>
    fetch(`http://127.0.0.1:${port}/__sim/aws/subscribe`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${CREDENTIALS.accessKeyId}:${password}`)}` },
    })
  expect((await subscribe('wrong')).status).toBe(401)
  expect(endpoint.posted).toEqual([])
  expect((await subscribe(CREDENTIALS.secretAccessKey)).status).toBe(200)
  expect(endpoint.posted[0]?.envelope.SigningCertURL).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/`))
})

test('envelopes name the host under which the customer reaches the simulator', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  const elsewhere = simulator.url.replace('127.0.0.1', 'localhost')
  await smsClient(elsewhere).send(sendCommand())
  await expect.poll(() => endpoint.posted.length).toBeGreaterThan(0)
  expect(endpoint.posted[0]?.envelope.SigningCertURL.startsWith(`${elsewhere}/`)).toBe(true)
})
