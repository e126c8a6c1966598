/** Why a request is refused: a code of the table in `codes.ts`, and what fills its text. */
export type Refused = { kind: 'refused'; code: number; detail: string }

/** Makes a refusal. */
export function refuse(code: number, detail = ''): Refused {
  return { kind: 'refused', code, detail }
}
