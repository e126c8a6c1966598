import type { Draft } from './draft.ts'

/**
 * The text that one recipient gets: each `${name}` stands for the value of that parameter for this recipient, or for its
 * default. A parameter without either is unmatched and stays as it is.
 */
export function textFor(draft: Draft, recipient: string): { text: string; isMatched: boolean } {
  const template = draft.type === 'mt_text' ? draft.body : (draft.body.message ?? '')
  let isMatched = true
  const text = template.replace(/\$\{([A-Za-z0-9._-]{1,16})\}/g, (placeholder, key: string) => {
    const values = draft.parameters?.[key]
    const value = values?.[recipient] ?? values?.[`+${recipient}`] ?? values?.['default']
    isMatched &&= value !== undefined
    return value ?? placeholder
  })
  return { text, isMatched }
}
