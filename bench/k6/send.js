// A load test for an installation of your own; see bench/README.md. Every message that is accepted is sent.
// biome-ignore lint/correctness/noUndeclaredDependencies: k6 brings its own modules.
import { check } from 'k6'
// biome-ignore lint/correctness/noUndeclaredDependencies: k6 brings its own modules.
import exec from 'k6/execution'
// biome-ignore lint/correctness/noUndeclaredDependencies: k6 brings its own modules.
import http from 'k6/http'

const {
  BASE_URL = 'http://127.0.0.1:3000',
  API_KEY,
  RATE = '50',
  DURATION = '30s',
  P99_MS = '500',
  TO,
} = __ENV
if (!API_KEY) throw new Error('set API_KEY to a key with the scope messages:write')

export const options = {
  scenarios: {
    send: {
      executor: 'constant-arrival-rate',
      rate: Number(RATE),
      timeUnit: '1s',
      duration: DURATION,
      preAllocatedVUs: 50,
      maxVUs: 500,
    },
  },
  thresholds: { checks: ['rate>0.99'], http_req_duration: [`p(99)<${P99_MS}`] },
}

const run = Date.now()

// biome-ignore lint/style/noDefaultExport: k6 calls the default export.
export default function send() {
  const n = exec.scenario.iterationInTest
  const to = TO ?? `+1555867${1000 + (n % 9000)}`
  const answer = http.post(`${BASE_URL}/v1/messages`, JSON.stringify({ to, body: `load test ${run} ${n}` }), {
    headers: {
      Authorization: `Bearer ${API_KEY}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': `k6-${run}-${n}`,
    },
  })
  check(answer, { 'is 202': ({ status }) => status === 202 })
}
