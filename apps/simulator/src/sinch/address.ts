/** The digits of an MSISDN, or undefined when it is none. The plus is optional, as everywhere in XMS. */
export function readMsisdn(text: string): string | undefined {
  return /^\+?([1-9]\d{6,14})$/.exec(text)?.[1]
}

/** True for what can only be the id of a group of recipients. */
export function isGroupId(text: string): boolean {
  return /^(?=.*[A-Za-z])([A-Za-z0-9]{12}|[0-9A-HJKMNP-TV-Z]{26})$/.test(text)
}

/** A sender as XMS shows it: the digits of a number, a short code or an alphanumeric id; undefined when it is none of them. */
export function readSender(text: string): string | undefined {
  if (/^\d{3,8}$/.test(text)) return text
  if (/^(?=.*[A-Za-z])[A-Za-z0-9 +_&-]{1,11}$/.test(text)) return text
  return readMsisdn(text)
}

/** The number with its plus; short codes and names stay as they are. */
export function withPlus(sender: string): string {
  return /^\d{9,15}$/.test(sender) ? `+${sender}` : sender
}
