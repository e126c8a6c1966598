import { errorClasses } from '@heliograph/shared/domain/error-class'
import { describe, expect, test } from 'vitest'
import { classifyHttpStatus } from '../http/http-status.ts'
import { catalogueRows } from './error-catalogue.data.ts'
import { classifyCode, explainCode } from './error-catalogue.ts'

/** Codes that outbound messages, their media and their callbacks can meet, from Twilio's dictionary. */
const documentedCodes = `
11200 11205 11206 11210 11215 11216 11217 11220 11235 11236 11237 11243 11750 11751 12300 12400 14107
14109 20001 20003 20004 20005 20006 20008 20009 20403 20404 20410 20413 20422 20426 20429 20500 20503
20504 21201 21211 21212 21408 21601 21602 21603 21604 21605 21606 21607 21608 21609 21610 21611 21612
21613 21614 21616 21617 21618 21619 21620 21621 21622 21623 21624 21626 21627 21628 21629 21630 21631
21635 21636 21637 21649 21652 21653 21654 21655 21656 21658 21659 21660 21661 21664 21665 21666 21667
21701 21702 21703 21704 21705 21709 21711 21730 30001 30002 30003 30004 30005 30006 30007 30008 30009
30010 30011 30012 30013 30014 30015 30016 30017 30018 30019 30020 30021 30022 30023 30024 30025 30026
30027 30028 30029 30030 30031 30032 30033 30034 30035 30036 30037 30038 30039 30040 30041 30042 30043
30044 30045 30100 30101 30102 30103 30104 30105 30106 30107 30108 30109 30110 30111 30112 30113 30114
30115 30116 30117 30118 30119 30120 30121 30122 30123 30124 30125 30126 30127 30128 30129 30130 30131
30132 30133 30134 30135 30136 30400 30404 30409 30410 30440 30441 30442 30443 30444 30445 30446 30447
30448 30449 30450 30451 30452 30453 30454 30455 30456 30457 30458 30459 30460 30461 30462 30463 30464
30465 30466 30467 30468 30469 30470 30471 30472 30473 30474 30475 30476 30477 30478 30479 30480 30485
30500 30610 30615 30620 30630 30640 30646 30647 35111 35114 35115 35117 35118 35125 35126 60728 63017
63018 63019 63021 63024 63033 63034 63036 63037 63038 90007 90009 90010 90014
`
  .trim()
  .split(/\s+/)

test.for(documentedCodes)('code %s has a class, a cause and a remedy in plain words', (code) => {
  const explanation = explainCode(code)
  expect(explanation?.code).toBe(code)
  expect(errorClasses).toContain(explanation?.class)
  for (const words of [explanation?.title, explanation?.cause, explanation?.remedy]) {
    expect(words?.trim().length).toBeGreaterThan(5)
  }
})

test('no code stands in two rows', () => {
  const codes = catalogueRows.flatMap(({ codes }) =>
    codes.flatMap((entry) =>
      typeof entry === 'number'
        ? [entry]
        : Array.from({ length: entry[1] - entry[0] + 1 }, (_, index) => entry[0] + index),
    ),
  )
  expect(codes.length).toBe(new Set(codes).size)
  expect(codes.map(String).toSorted()).toEqual(documentedCodes.toSorted())
})

describe('the class says who has to act', () => {
  const table: Record<string, string[]> = {
    account: ['20003', '20005', '90010', '30002', '30037', '20403'],
    sender: ['21601', '21606', '21611', '21212', '30032', '30033', '30034', '21621', '21705'],
    recipient: ['21211', '21614', '30005', '30006', '30011'],
    content: ['21617', '21620', '21623', '11751', '12300', '30019'],
    opt_out: ['21610', '30004', '30630', '63033'],
    filtered: ['30007', '21618', '30450'],
    throttled: ['20429', '30001', '30022', '63017'],
    transient: ['30003', '30008', '30017', '21702', '11200'],
    ambiguous: ['20500', '20503', '30410', '90009'],
    expired: ['30036'],
    canceled: ['canceled'],
    configuration: ['21408', '21603', '21703', '11220', '35114'],
  }
  test.for(Object.entries(table))('%s', ([errorClass, codes]) => {
    expect(codes.map((code) => classifyCode(code))).toEqual(codes.map(() => errorClass))
  })
})

test('21610 is an opt-out and says nothing of broken media', () => {
  expect(explainCode('21610')).toMatchObject({ class: 'opt_out', cause: expect.stringContaining('STOP') })
})

test('codes that Twilio never documented stay unexplained', () => {
  for (const code of ['99999', '', 'constructor', '021211', 'http_99']) {
    expect(explainCode(code)).toBeUndefined()
  }
})

test('every fault that has no code of Twilio is explained as well', () => {
  const own = ['connect_timeout', 'dns_failed', 'headers_timeout', 'invalid_response', 'http_503', 'http_401']
  for (const code of own) {
    expect(explainCode(code)).toMatchObject({ code, cause: expect.any(String), remedy: expect.any(String) })
  }
})

test('an HTTP status alone refuses only where the refusal is certain', () => {
  const classes = [400, 401, 403, 404, 408, 409, 418, 422, 425, 429, 499, 500, 503, 302].map(
    classifyHttpStatus,
  )
  expect(classes).toEqual([
    'configuration',
    'account',
    'account',
    'account',
    'ambiguous',
    'ambiguous',
    'ambiguous',
    'configuration',
    'ambiguous',
    'throttled',
    'ambiguous',
    'ambiguous',
    'ambiguous',
    'ambiguous',
  ])
})
