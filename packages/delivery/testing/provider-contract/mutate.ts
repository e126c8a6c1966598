import type { CallbackRequest } from '../../src/providers/provider.ts'

/** A request with one to three small changes, the same for the same seed. */
export function mutate(request: CallbackRequest, seed: number): CallbackRequest {
  const draw = createDraw(seed)
  let mutated = request
  for (let count = 1 + draw(3); count > 0; count -= 1) {
    const change = changes[draw(changes.length)]
    if (change !== undefined) mutated = change(mutated, draw)
  }
  return mutated
}

/** A whole number from 0 up to and without `below`. */
type Draw = (below: number) => number

type Change = (request: CallbackRequest, draw: Draw) => CallbackRequest

const changes: readonly Change[] = [
  // One bit of the body.
  (request, draw) => {
    const rawBody = Buffer.from(request.rawBody)
    const at = draw(rawBody.length)
    rawBody[at] = (rawBody[at] ?? 0) ^ (1 << draw(8))
    return { ...request, rawBody }
  },
  (request, draw) => ({ ...request, rawBody: request.rawBody.subarray(0, draw(request.rawBody.length + 1)) }),
  (request, draw) => {
    const at = draw(request.rawBody.length + 1)
    const parts = [
      request.rawBody.subarray(0, at),
      oddBytes[draw(oddBytes.length)] ?? '',
      request.rawBody.subarray(at),
    ]
    return { ...request, rawBody: Buffer.concat(parts.map((part) => Buffer.from(part))) }
  },
  (request, draw) => changeHeader(request, draw, (text) => cut(text, draw)),
  (request, draw) => changeHeader(request, draw, (text) => text.toUpperCase()),
  (request, draw) => changeHeader(request, draw, () => undefined),
  (request, draw) => changeHeader(request, draw, (text) => [text, text]),
  (request, draw) => ({
    ...request,
    signedUrl: `${request.signedUrl}${['#', '?', '%', '&a=b', '/'][draw(5)]}`,
  }),
]

const oddBytes = ['\0', '&', '=', '%', '{', '"', '\u{1f422}', '&Status=delivered', '\r\n']

function changeHeader(
  request: CallbackRequest,
  draw: Draw,
  change: (text: string) => string | readonly string[] | undefined,
): CallbackRequest {
  const names = Object.keys(request.headers)
  const name = names[draw(names.length)] ?? ''
  const text = request.headers[name]
  return typeof text === 'string'
    ? { ...request, headers: { ...request.headers, [name]: change(text) } }
    : request
}

function cut(text: string, draw: Draw): string {
  const at = draw(text.length + 1)
  return text.slice(0, at) + text.slice(at + 1)
}

/** Mulberry32: small, and the same everywhere. */
function createDraw(seed: number): Draw {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * below)
  }
}
