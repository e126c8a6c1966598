import { say, sayRow } from '../say.mjs'

/**
 * Prints where everything is and a command to send a message with.
 * @param {{ apiUrl: string, simulatorUrl: string | undefined, key: string | undefined, keyName: string, keyFile: string, keyHint: string,
 *   mediaUrl: string | undefined, recipient: string, logDir: string }} facts
 */
export function printTable(facts) {
  say()
  sayRow('API', facts.apiUrl)
  sayRow('Docs', `${facts.apiUrl}/docs`)
  if (facts.simulatorUrl) sayRow('Simulator', facts.simulatorUrl)
  sayRow(facts.keyName, facts.key ? `${facts.key}  (kept in ${facts.keyFile})` : facts.keyHint)
  sayRow('Logs', facts.logDir)
  say()
  say(`  ${curlLine(facts)}`)
}

function curlLine({ apiUrl, key, mediaUrl, recipient }) {
  const body = JSON.stringify({
    to: recipient,
    body: 'Hello',
    ...(mediaUrl ? { mediaUrls: [mediaUrl] } : {}),
  })
  const headers = [`Authorization: Bearer ${key ?? '$KEY'}`, 'Content-Type: application/json']
  const flags = headers.map((header) => `-H "${header}"`).join(' ')
  return `curl -sS ${apiUrl}/v1/messages ${flags} -H "Idempotency-Key: $(date +%s)" -d '${body}'`
}
