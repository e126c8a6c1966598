import type { SimulatorConfig } from './config.ts'
import type { Simulator } from './simulator.ts'

/** What a person sees at the start. Credentials that came from the environment are not repeated. */
export function banner(started: { url: string; simulator: Simulator; config: SimulatorConfig }): string {
  const { url, simulator, config } = started
  const token = config.authToken === undefined ? simulator.authToken : '(your TWILIO_AUTH_TOKEN)'
  const control = config.isExposed ? 'with the same credentials' : 'open on this machine'
  return `
  Heliograph carrier simulator: nothing is sent, nothing is charged

  API          ${url}/2010-04-01/Accounts/${simulator.accountSid}/Messages.json
  Account SID  ${simulator.accountSid}
  Auth token   ${token}
  From         ${config.senders.map((sender) => (sender === '*' ? 'any number' : sender)).join(', ')}
  To           any number is delivered; +15005530003 ends undelivered with code 30003, and so on
  Control      ${url}/__sim/ledger, faults, settings, numbers (${control})

  curl ${url}/2010-04-01/Accounts/${simulator.accountSid}/Messages.json \\
    -u "${simulator.accountSid}:${config.authToken === undefined ? simulator.authToken : '$TWILIO_AUTH_TOKEN'}" \\
    --data-urlencode From=+15005550006 --data-urlencode To=+15005551000 \\
    --data-urlencode Body=Hello --data-urlencode MediaUrl=${url}/__sim/media/heliograph.png

  With the twilio SDK: see "Point your code at it" in apps/simulator/README.md. Stop with Ctrl-C.
`
}
