import { twilioDefinition } from '../../src/providers/twilio/twilio-definition.ts'
import { proofInHeaders } from '../../testing/provider-contract/contract.ts'
import { describeProvider } from '../../testing/provider-contract/describe-provider.ts'

const authToken = '0123456789abcdef0123456789abcdef'
const otherToken = 'fedcba9876543210fedcba9876543210'

describeProvider({
  definition: twilioDefinition,
  env: {
    TWILIO_ACCOUNT_SID: `AC${'5'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_PHONE_NUMBER: '+15005550006',
  },
  secrets: ['TWILIO_AUTH_TOKEN'],
  malformed: { TWILIO_ACCOUNT_SID: 'AC12', TWILIO_PHONE_NUMBER: '555-0006' },
  simulatorSettings: () => ({
    delays: { acceptedMs: 10, queuedMs: 10, sendingMs: 10, sentMs: 10, priceMs: 10 },
    media: { fetch: false },
  }),
  sender: '+15005550006',
  messagingService: `MG${'7'.repeat(32)}`,
  providerId: { pattern: /^(SM|MM)[0-9a-f]{32}$/, unknown: `MM${'0'.repeat(32)}` },
  refusals: [
    { request: { to: '+15005550001' }, code: '21211', class: 'recipient' },
    { request: { to: '+15005550009' }, code: '21614', class: 'recipient' },
    { request: { to: '+15005550004' }, code: '21610', class: 'opt_out' },
    { request: { to: '+15005550003' }, code: '21408', class: 'configuration' },
    { request: { to: '+15005521617' }, code: '21617', class: 'content' },
    { request: { from: '+15005550001' }, code: '21212', class: 'sender' },
    { request: { from: '+15005550007' }, code: '21606', class: 'sender' },
    { request: { from: '+15005550008' }, code: '21611', class: 'sender' },
  ],
  endings: [
    { to: '+15005530003', status: 'undelivered', code: '30003', class: 'transient' },
    { to: '+15005530007', status: 'undelivered', code: '30007', class: 'filtered' },
    { to: '+15005530002', status: 'failed', code: '30002', class: 'account' },
    { to: '+15005530005', status: 'undelivered', code: '30005', class: 'recipient' },
    { to: '+15005530019', status: 'undelivered', code: '30019', class: 'content' },
    { to: '+15005530036', status: 'failed', code: '30036', class: 'expired' },
  ],
  walk: ['sent', 'delivered'],
  proof: proofInHeaders(['x-twilio-signature']),
  coversAddress: true,
  strangers: { TWILIO_AUTH_TOKEN: otherToken },
  rotated: { TWILIO_AUTH_TOKEN: otherToken, TWILIO_AUTH_TOKEN_PREVIOUS: authToken },
  forgeries: { signature: {} },
  inboundIdField: 'sid',
  maxListed: 500,
})
