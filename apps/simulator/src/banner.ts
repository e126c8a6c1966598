import type { SimulatorConfig } from './config.ts'
import type { Simulator } from './simulator.ts'

const TITLES = { twilio: 'Twilio', plivo: 'Plivo', sinch: 'Sinch', aws: 'AWS' }

/** What a person sees at the start. Credentials that came from the environment are not repeated. */
export function banner(started: { url: string; simulator: Simulator; config: SimulatorConfig }): string {
  const { url, simulator, config } = started
  const control = config.isExposed ? 'with the credentials of an account' : 'open on this machine'
  const accounts = simulator.carriers.map((carrier) => {
    const lines = carrier.about(url).map(({ label, value }) => `  ${label.padEnd(14)} ${value}`)
    return `  ${TITLES[carrier.name]}\n${lines.join('\n')}\n`
  })
  return `
  Heliograph carrier simulator: nothing is sent, nothing is charged

${accounts.join('\n')}
  To             any number is delivered; +15005551001 stays sent, +15005552511 loses the answer, and so on
  Control        ${url}/__sim/ledger, faults, reset, <carrier>/settings, <carrier>/numbers (${control})
  Media          ${url}/__sim/media/heliograph.png

  With the carriers' SDKs: see "Point your code at it" in apps/simulator/README.md. Stop with Ctrl-C.
`
}
