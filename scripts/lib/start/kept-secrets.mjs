import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The signing key of this installation: made once, kept in `<dir>/secrets` for its owner only. */
export function keptSecrets(dir) {
  const path = join(dir, 'secrets')
  if (!existsSync(path)) writeFileSync(path, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600 })
  return readFileSync(path, 'utf8').trim()
}

/**
 * Credentials of the simulated carrier account: made once, kept in `<dir>/simulator.json` for its owner only.
 * @returns {{ TWILIO_ACCOUNT_SID: string, TWILIO_AUTH_TOKEN: string, TWILIO_PHONE_NUMBER: string }}
 */
export function keptSimulatorAccount(dir) {
  const path = join(dir, 'simulator.json')
  if (!existsSync(path)) {
    const account = {
      TWILIO_ACCOUNT_SID: `AC${randomBytes(16).toString('hex')}`,
      TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
      TWILIO_PHONE_NUMBER: '+15005550006',
    }
    writeFileSync(path, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 })
  }
  return JSON.parse(readFileSync(path, 'utf8'))
}
