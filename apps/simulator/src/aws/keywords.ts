import { keywordTable } from '../core/opt-outs.ts'

/** The default keywords of a number that does not manage its own opt-outs. UNSTOP counts on toll-free numbers only. */
export const KEYWORDS = keywordTable({
  STOP: ['ARRET', 'CANCEL', 'END', 'OPT-OUT', 'OPTOUT', 'QUIT', 'REMOVE', 'STOP', 'TD', 'UNSUBSCRIBE'],
  START: ['UNSTOP'],
  HELP: ['HELP'],
})

/** The opt-out list that every origination identity uses unless another is set. */
export const OPT_OUT_LIST = 'Default'
