import { z } from 'zod'

/** A whole number of a query, in decimal digits: what JavaScript reads beside them (`0x10`, `1e2`, blanks) is refused. */
export function queryNumber(min: number, max: number) {
  const error = 'is not a whole number in decimal digits'
  return z.preprocess(readDigits, z.int({ error }).min(min).max(max))
}

/** How many lines a page of a list may have. */
export function pageLimit(of: string) {
  return queryNumber(1, 200).default(50).describe(`${of} per page.`).meta({ example: 50 })
}

function readDigits(given: unknown): unknown {
  return typeof given === 'string' && /^-?\d{1,9}$/.test(given) ? Number(given) : given
}
