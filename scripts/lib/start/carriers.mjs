import { randomBytes } from 'node:crypto'

const sid = (prefix) => new RegExp(`^${prefix}[0-9a-f]{32}$`, 'i')
const e164 = /^\+[1-9]\d{6,14}$/
const numbers = { test: areNumbers, form: 'a number like +15558675310 (several with commas)' }
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/**
 * @typedef {{ pattern?: RegExp, test?: (text: string) => boolean, form: string, required?: boolean }} Rule
 * @typedef {object} Carrier
 * @property {string} title
 * @property {RegExp} own variables that say that the carrier is meant; what other programs use too is not among them
 * @property {Record<string, Rule>} rules
 * @property {readonly string[]} senders one of these must be set
 * @property {(values: Record<string, string>) => string} account what a person recognizes the account by, without a secret
 * @property {() => Record<string, string>} simulated variables of a simulated account, its secrets made up
 * @property {(apiUrl: string) => Record<string, string>} webhooks settings of the simulator for what it pushes to us
 */

/**
 * What a start knows of each carrier before anything is installed. The processes check the same settings again, wholly.
 * @type {Record<'twilio' | 'plivo' | 'sinch' | 'aws', Carrier>}
 */
export const carriers = {
  twilio: {
    title: 'Twilio',
    own: /^TWILIO_/,
    rules: {
      TWILIO_ACCOUNT_SID: { pattern: sid('AC'), form: 'AC and 32 hexadecimal digits', required: true },
      TWILIO_AUTH_TOKEN: { pattern: /^[0-9a-f]{32}$/i, form: '32 hexadecimal digits', required: true },
      TWILIO_PHONE_NUMBER: numbers,
      TWILIO_MESSAGING_SERVICE_SID: { pattern: sid('MG'), form: 'MG and 32 hexadecimal digits' },
      TWILIO_API_KEY_SID: { pattern: sid('SK'), form: 'SK and 32 hexadecimal digits' },
    },
    senders: ['TWILIO_PHONE_NUMBER', 'TWILIO_MESSAGING_SERVICE_SID'],
    account: ({ TWILIO_ACCOUNT_SID: id = '' }) => `AC…${id.slice(-4)}`,
    webhooks: (apiUrl) => ({ inboundUrl: `${apiUrl}/webhooks/twilio/inbound` }),
    simulated: () => ({
      TWILIO_ACCOUNT_SID: `AC${randomBytes(16).toString('hex')}`,
      TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
      TWILIO_PHONE_NUMBER: '+15005550006',
    }),
  },
  plivo: {
    title: 'Plivo',
    own: /^PLIVO_/,
    rules: {
      PLIVO_AUTH_ID: {
        pattern: /^(MA|SA)[A-Za-z0-9]{6,48}$/,
        form: 'MA or SA and letters and digits',
        required: true,
      },
      PLIVO_AUTH_TOKEN: { pattern: /^\S+$/, form: 'the Auth Token of the console', required: true },
      PLIVO_SENDER_NUMBER: {
        test: (text) => areNumbers(text, /^\+?1\d{10}$/),
        form: 'a US or Canadian number like +15558675310',
      },
    },
    senders: ['PLIVO_SENDER_NUMBER', 'PLIVO_POWERPACK_UUID'],
    account: ({ PLIVO_AUTH_ID: id = '' }) => `${id.slice(0, 2)}…${id.slice(-4)}`,
    webhooks: (apiUrl) => ({ inboundUrl: `${apiUrl}/webhooks/plivo/inbound` }),
    simulated: () => ({
      PLIVO_AUTH_ID: `MA${letters(18)}`,
      PLIVO_AUTH_TOKEN: randomBytes(20).toString('hex'),
      PLIVO_SENDER_NUMBER: '+15005550006',
    }),
  },
  sinch: {
    title: 'Sinch',
    own: /^SINCH_/,
    rules: {
      SINCH_SERVICE_PLAN_ID: { pattern: /^[\w-]+$/, form: 'the id of a service plan', required: true },
      SINCH_API_TOKEN: { pattern: /^\S+$/, form: 'the API token of that plan', required: true },
      SINCH_NUMBER: { test: (text) => areNumbers(text, /^\+?[1-9]\d{6,14}$/), form: numbers.form },
    },
    senders: ['SINCH_NUMBER'],
    account: ({ SINCH_SERVICE_PLAN_ID: id = '' }) => `…${id.slice(-4)}`,
    webhooks: (apiUrl) => ({ callbackUrl: `${apiUrl}/webhooks/sinch/inbound` }),
    simulated: () => ({
      SINCH_SERVICE_PLAN_ID: randomBytes(16).toString('hex'),
      SINCH_API_TOKEN: randomBytes(16).toString('hex'),
      SINCH_NUMBER: '+15005550006',
      SINCH_WEBHOOK_SECRET: randomBytes(24).toString('base64url'),
    }),
  },
  aws: {
    title: 'AWS',
    own: /^(SNS_ORIGINATION_NUMBER|AWS_(CONFIGURATION_SET_NAME|SNS_TOPIC_ARNS|MEDIA_PREFIX|SNS_SIGNATURE_V1))$/,
    rules: {
      AWS_REGION: { pattern: /^[a-z]{2,}(-[a-z]+)+-\d+$/, form: 'a region like us-east-1', required: true },
      S3_BUCKET_NAME: {
        pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        form: 'the bare name of a bucket',
        required: true,
      },
      AWS_CONFIGURATION_SET_NAME: {
        pattern: /^[\w:/-]{1,256}$/,
        form: 'the name of a configuration set',
        required: true,
      },
      AWS_SNS_TOPIC_ARNS: {
        pattern: /^arn:aws/,
        form: 'the ARN of a topic (several with commas)',
        required: true,
      },
    },
    senders: ['SNS_ORIGINATION_NUMBER'],
    account: ({ AWS_REGION: region = '' }) => region,
    webhooks: (apiUrl) => ({ eventsUrl: `${apiUrl}/webhooks/aws/events` }),
    simulated: () => ({
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: `AKIA${letters(16)}`,
      AWS_SECRET_ACCESS_KEY: randomBytes(30).toString('base64url'),
      SNS_ORIGINATION_NUMBER: '+15005550006',
      S3_BUCKET_NAME: 'heliograph-simulated-media',
      AWS_CONFIGURATION_SET_NAME: 'heliograph',
      AWS_SNS_TOPIC_ARNS: 'arn:aws:sns:us-east-1:123456789012:mms-events',
    }),
  },
}

/** Names of the carriers, the one that is the default where several are configured first. */
export const carrierNames = /** @type {(keyof typeof carriers)[]} */ (Object.keys(carriers))

/**
 * The carriers that the settings mean.
 * @param {Record<string, string>} values
 */
export function meantCarriers(values) {
  return carrierNames.filter(
    (name) =>
      values.PROVIDER === name || Object.keys(values).some((variable) => carriers[name].own.test(variable)),
  )
}

/**
 * How a sender is shown: by its ends.
 * @param {string} sender
 */
export function shortSender(sender) {
  const [first = ''] = sender.split(',')
  return e164.test(first) ? `+${first.at(1)}…${first.slice(-4)}` : `${first.slice(0, 2)}…${first.slice(-4)}`
}

/** Whether text is a phone number in E.164. */
export function isNumber(text) {
  return e164.test(text)
}

function areNumbers(text, pattern = e164) {
  return text.split(',').every((part) => pattern.test(part.trim()))
}

function letters(count) {
  return Array.from(randomBytes(count), (byte) => upper[byte % upper.length]).join('')
}
