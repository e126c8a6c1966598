import { sinchDefinition } from '../../src/providers/sinch/sinch-definition.ts'
import { proofInHeaders } from '../../testing/provider-contract/contract.ts'
import { describeProvider } from '../../testing/provider-contract/describe-provider.ts'

const secret = 'the secret of the service plan'
const otherSecret = 'the secret of another one'

describeProvider({
  definition: sinchDefinition,
  env: {
    SINCH_SERVICE_PLAN_ID: 'contractplan0001',
    SINCH_API_TOKEN: '0123456789abcdef0123456789abcdef',
    SINCH_NUMBER: '+14155550100',
    SINCH_WEBHOOK_SECRET: secret,
  },
  secrets: ['SINCH_API_TOKEN', 'SINCH_WEBHOOK_SECRET'],
  malformed: {
    SINCH_SERVICE_PLAN_ID: 'a/b',
    SINCH_API_TOKEN: 'two words',
    SINCH_NUMBER: '555-0006',
  },
  simulatorSettings: () => ({
    delays: { acceptedMs: 10, queuedMs: 10, dispatchedMs: 10 },
    media: { fetch: false },
  }),
  sender: '+14155550100',
  providerId: { pattern: /^[0-9A-HJKMNP-TV-Z]{26}$/, unknown: '01ARZ3NDEKTSV4RRFFQ69G5FAV' },
  refusals: [
    { request: { to: '+15005540002' }, code: 'syntax_invalid_parameter_format', class: 'configuration' },
    { request: { to: '+15005540003' }, code: 'syntax_constraint_violation', class: 'configuration' },
    { request: { to: '+15005540301' }, code: 'blocked_account', class: 'account' },
    { request: { to: '+15005540302' }, code: 'illegal_number_type', class: 'recipient' },
    { request: { to: '+15005540305' }, code: 'unknown_campaign', class: 'account' },
  ],
  endings: [
    { to: '+15005500402', status: 'failed', code: '402', class: 'recipient' },
    { to: '+15005500417', status: 'undelivered', code: '417', class: 'transient' },
    { to: '+15005500406', status: 'failed', code: '406', class: 'expired' },
    { to: '+15005500414', status: 'failed', code: '414', class: 'content' },
    { to: '+15005500415', status: 'failed', code: '415', class: 'filtered' },
    { to: '+15005500413', status: 'failed', code: '413', class: 'account' },
    { to: '+15005500407', status: 'failed', code: '407', class: 'canceled' },
    { to: '+15005503000', status: 'undelivered', code: '3000', class: 'transient' },
  ],
  walk: ['submitted', 'sent', 'delivered'],
  proof: proofInHeaders(
    ['x-sinch-webhook-signature'],
    [
      'x-sinch-webhook-signature-nonce',
      'x-sinch-webhook-signature-timestamp',
      'x-sinch-webhook-signature-algorithm',
    ],
  ),
  coversAddress: false,
  strangers: { SINCH_WEBHOOK_SECRET: otherSecret },
  rotated: { SINCH_WEBHOOK_SECRET: otherSecret, SINCH_WEBHOOK_SECRET_PREVIOUS: secret },
  weak: { without: ['SINCH_WEBHOOK_SECRET'], weaken: (request) => request },
  forgeries: { signature: {} },
  maxListed: 500,
})
