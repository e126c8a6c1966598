import { z } from 'zod'

/**
 * Text that survives every system on its way: well-formed Unicode (no lone surrogates), no NUL and no
 * control characters except tab, line feed and carriage return.
 */
export function isCleanText(text: string): boolean {
  if (!text.isWellFormed()) return false
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit === 0x7f || (unit < 0x20 && unit !== 0x09 && unit !== 0x0a && unit !== 0x0d)) return false
  }
  return true
}

/** zod string of clean text with at most `maxLength` UTF-16 units. */
export function cleanText(maxLength: number): z.ZodString {
  return z
    .string()
    .max(maxLength, `is longer than ${maxLength} characters`)
    .refine(isCleanText, {
      message: 'contains a control character or a broken surrogate; send plain text',
      params: { rule: 'clean_text' },
    })
}
