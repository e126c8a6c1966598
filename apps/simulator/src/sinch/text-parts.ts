// GSM 03.38: characters of the extension table fill two septets, all others one.
const GSM_TEXT =
  /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€\f]*$/
const GSM_EXTENDED = /[\^{}\\[~\]|€\f]/g

/** How many SMS parts a text fills, at least 1, and in which encoding it travels. */
export function measureText(text: string): { parts: number; encoding: 'text' | 'unicode' } {
  if (!GSM_TEXT.test(text)) return { parts: partsOf(text.length, 70, 67), encoding: 'unicode' }
  const septets = text.length + (text.match(GSM_EXTENDED)?.length ?? 0)
  return { parts: partsOf(septets, 160, 153), encoding: 'text' }
}

function partsOf(length: number, single: number, each: number): number {
  return length <= single ? 1 : Math.ceil(length / each)
}
