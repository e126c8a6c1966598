import { expect, test } from 'vitest'
import {
  failureOf,
  type RunningAws,
  sendCommand,
  smsClient,
  startAws,
  startEndpoint,
  TO,
} from './aws-harness.ts'

type Seen = { name: string; status: number | undefined; accepted: boolean }

/** Sends one message with the SDK and says how that ended for the client and for the carrier. */
async function observe(simulator: RunningAws, DestinationPhoneNumber = TO): Promise<Seen> {
  const failure = await failureOf(simulator.send({ DestinationPhoneNumber }))
  const entry = (await simulator.ledger()).at(-1)
  const metadata = failure['$metadata']
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined
  const code = failure['code']
  return {
    name: code === 'ECONNRESET' ? code : failure.name,
    status: typeof status === 'number' ? status : undefined,
    accepted: entry?.accepted ?? false,
  }
}

// fault, error that the SDK throws, HTTP status, whether the carrier accepted
const FAULTS: [string, string, number | undefined, boolean][] = [
  ['rate_limited', 'ThrottlingException', 400, false],
  ['server_error_before', 'InternalServerException', 500, false],
  ['server_error_after', 'InternalServerException', 500, true],
  ['unavailable', 'SyntaxError', 503, false],
  ['reset_before', 'ECONNRESET', undefined, false],
  ['reset_after', 'ECONNRESET', undefined, true],
  ['hang_before', 'TimeoutError', undefined, false],
  ['hang_after', 'TimeoutError', undefined, true],
  ['truncated_answer', 'ECONNRESET', undefined, true],
  ['invalid_answer', 'SyntaxError', 200, true],
  ['reject_auth', 'UnrecognizedClientException', 400, false],
  ['account_suspended', 'AccessDeniedException', 400, false],
]

test.each(FAULTS)('fault %s: the SDK throws %s (%s), accepted %s', async (fault, name, status, accepted) => {
  const simulator = await startAws()
  await simulator.control('PUT', 'faults', { rules: [{ fault }] })
  expect(await observe(simulator)).toMatchObject({
    name,
    accepted,
    ...(status === undefined ? {} : { status }),
  })
  expect(await simulator.ledger()).toMatchObject([{ to: TO, faults: [fault], accepted }])
})

test.each([
  ['+15005552401', 'UnrecognizedClientException', false],
  ['+15005552403', 'AccessDeniedException', false],
  ['+15005552429', 'ThrottlingException', false],
  ['+15005552500', 'InternalServerException', false],
  ['+15005552501', 'InternalServerException', true],
  ['+15005552503', 'SyntaxError', false],
  ['+15005552510', 'ECONNRESET', false],
  ['+15005552511', 'ECONNRESET', true],
  ['+15005552520', 'TimeoutError', false],
  ['+15005552521', 'TimeoutError', true],
  ['+15005552541', 'SyntaxError', true],
])('number %s: the SDK throws %s, accepted %s', async (to, name, accepted) => {
  const simulator = await startAws()
  expect(await observe(simulator, to)).toMatchObject({ name, accepted })
})

test('a number that is struck every other time takes the second send', async () => {
  const simulator = await startAws()
  const results: boolean[] = []
  for (let i = 0; i < 4; i += 1) {
    const sent = simulator.send({ DestinationPhoneNumber: '+15005552431' })
    results.push(
      await sent.then(
        () => true,
        () => false,
      ),
    )
  }
  expect(results).toEqual([false, true, false, true])
})

test('a message whose answer was lost is delivered, and its events carry the context that proves it', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  const sent = simulator.send({ DestinationPhoneNumber: '+15005552511', Context: { gw: 'm1.1' } })
  expect(await failureOf(sent)).toMatchObject({ code: 'ECONNRESET' })
  await expect.poll(endpoint.types).toContain('MEDIA_DELIVERED')
  const [entry] = await simulator.ledger()
  expect(endpoint.events().at(-1)).toMatchObject({ messageId: entry?.sid, context: { gw: 'm1.1' } })
})

test('a refused send is not struck by faults that follow acceptance', async () => {
  const simulator = await startAws()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'reset_after' }] })
  const refused = await failureOf(simulator.send({ DestinationPhoneNumber: '+15005540101' }))
  expect(refused).toMatchObject({ Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' })
})

test('with the retries of the SDK a lost answer sends the message three times: this is what a gateway must not do', async () => {
  const simulator = await startAws()
  const client = smsClient(simulator.url, { maxAttempts: 3 })
  await failureOf(client.send(sendCommand({ DestinationPhoneNumber: '+15005552501' })))
  expect((await simulator.ledger()).map(({ accepted }) => accepted)).toEqual([true, true, true])
})
