import { plivoDefinition } from '../../src/providers/plivo/plivo-definition.ts'
import { proofInHeaders, withoutHeaders } from '../../testing/provider-contract/contract.ts'
import { describeProvider } from '../../testing/provider-contract/describe-provider.ts'

const authToken = '0123456789abcdef0123456789abcdef01234567'
const otherToken = '76543210fedcba9876543210fedcba9876543210'

describeProvider({
  definition: plivoDefinition,
  env: {
    PLIVO_AUTH_ID: 'MACONTRACT0000000001',
    PLIVO_AUTH_TOKEN: authToken,
    PLIVO_SENDER_NUMBER: '+14155550100',
  },
  secrets: ['PLIVO_AUTH_TOKEN'],
  malformed: { PLIVO_AUTH_ID: 'XX12', PLIVO_SENDER_NUMBER: '555-0006' },
  simulatorSettings: () => ({
    delays: { acceptedMs: 10, queuedMs: 10, sentMs: 10 },
    media: { fetch: false },
  }),
  sender: '+14155550100',
  messagingService: '5ec4c8c9-cd74-42b5-9e41-0d7670d6bb46',
  providerId: {
    pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    unknown: '00000000-0000-4000-8000-000000000000',
  },
  refusals: [
    { request: { to: '+15005500402' }, code: 'insufficient_credit', class: 'account' },
    { request: { to: '+15005500403' }, code: 'destination_barred', class: 'configuration' },
    { request: { to: '+15005500422' }, code: 'http_422', class: 'configuration' },
    { request: { from: '+15005550007' }, code: 'src_refused', class: 'sender' },
    { request: { from: '+15005550008' }, code: 'src_refused', class: 'sender' },
  ],
  endings: [
    { to: '+15005500070', status: 'undelivered', code: '70', class: 'recipient' },
    { to: '+15005500030', status: 'undelivered', code: '30', class: 'filtered' },
    // Plivo tells an opt-out after it has accepted the message.
    { to: '+15005500200', status: 'failed', code: '200', class: 'opt_out' },
    { to: '+15005500110', status: 'failed', code: '110', class: 'content' },
    { to: '+15005500900', status: 'failed', code: '900', class: 'account' },
    { to: '+15005500420', status: 'failed', code: '420', class: 'expired' },
  ],
  walk: ['submitted', 'sent', 'delivered'],
  proof: proofInHeaders(
    ['x-plivo-signature-v2', 'x-plivo-signature-ma-v2', 'x-plivo-signature-v3', 'x-plivo-signature-ma-v3'],
    ['x-plivo-signature-v2-nonce', 'x-plivo-signature-v3-nonce'],
  ),
  coversAddress: true,
  strangers: { PLIVO_AUTH_TOKEN: otherToken },
  rotated: { PLIVO_AUTH_TOKEN: otherToken, PLIVO_AUTH_TOKEN_PREVIOUS: authToken },
  weak: {
    without: [],
    // Version 2 covers the address alone.
    weaken: (request) =>
      withoutHeaders(request, [
        'x-plivo-signature-v3',
        'x-plivo-signature-ma-v3',
        'x-plivo-signature-v3-nonce',
      ]),
  },
  forgeries: { signature: {} },
  maxListed: 500,
})
