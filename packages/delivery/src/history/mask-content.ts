/** The parts of a message, outbound or inbound, that only `content:read` may see. */
export type Maskable = {
  readonly to: string
  readonly from: string | null
  readonly body: string | null
  readonly mediaUrls: readonly string[]
}

/** A view that says whether its content was taken out. */
export type Masked<View extends Maskable> = View & { readonly contentMasked: boolean }

/**
 * Leaves a view as it is for a key with `content:read`. For any other key both numbers are masked and text and
 * media are left out; `contentMasked` says which of the two happened.
 */
export function maskContent<View extends Maskable>(view: View, canReadContent: boolean): Masked<View> {
  if (canReadContent) return { ...view, contentMasked: false }
  return {
    ...view,
    to: maskNumber(view.to),
    from: view.from === null ? null : maskNumber(view.from),
    body: null,
    mediaUrls: [],
    contentMasked: true,
  }
}

/** `+15558675310` becomes `+*******5310`; what has no more than four digits, like a short code, is hidden whole. */
export function maskNumber(number: string): string {
  const digits = number.replace(/\D/g, '')
  const shown = digits.length > 6 ? 4 : 0
  let hidden = digits.length - shown
  return number.replace(/\d/g, (digit) => {
    hidden -= 1
    return hidden >= 0 ? '*' : digit
  })
}
