import type { CatalogueRow } from './catalogue/catalogue-row.ts'
import { passingRows } from './catalogue/passing.data.ts'
import { recipientAndContentRows } from './catalogue/recipient-and-content.data.ts'
import { requestRows } from './catalogue/request.data.ts'
import { rulesAndLimitsRows } from './catalogue/rules-and-limits.data.ts'
import { senderSideRows } from './catalogue/sender-side.data.ts'

/**
 * Twilio's error codes that an outbound message can meet (codes and meanings: Twilio's error and
 * warning dictionary, words our own). `account` and `sender` are given to faults that the next
 * message of that account or sender would meet too, whoever it is for.
 */
export const catalogueRows: readonly CatalogueRow[] = [
  ...senderSideRows,
  ...requestRows,
  ...recipientAndContentRows,
  ...rulesAndLimitsRows,
  ...passingRows,
]
