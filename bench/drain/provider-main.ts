import { createServer } from 'node:http'

// A carrier that takes every message after 5 ms: as much of Twilio's create as the adapter reads.

const delayMs = Number(process.env['DELAY_MS'] ?? 5)
let created = 0
const server = createServer((request, response) => {
  request.resume().once('end', () => {
    setTimeout(() => {
      created += 1
      const sid = `MM${created.toString(16).padStart(32, '0')}`
      response.writeHead(201, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ ...message, sid }))
    }, delayMs)
  })
})
const message = {
  account_sid: `AC${'0'.repeat(32)}`,
  api_version: '2010-04-01',
  body: 'hello',
  date_created: 'Sat, 21 Nov 2026 00:00:00 +0000',
  date_sent: null,
  date_updated: 'Sat, 21 Nov 2026 00:00:00 +0000',
  direction: 'outbound-api',
  error_code: null,
  error_message: null,
  from: '+15005550000',
  messaging_service_sid: null,
  num_media: '0',
  num_segments: '1',
  price: null,
  price_unit: 'USD',
  status: 'queued',
  to: '+15558675310',
  uri: '/',
  subresource_uris: {},
}
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address !== 'string') process.stdout.write(`listening ${address.port}\n`)
})
process.once('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
})
