/** A body that came in chunks, and the trailers behind it; names are in lower case. */
export type Chunked = { bytes: Buffer; trailers: Readonly<Record<string, string>> }

/**
 * Takes an `aws-chunked` body apart: hexadecimal length, CRLF, bytes, CRLF, until a chunk of length 0, then trailers
 * (docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html). Undefined when it is cut off or malformed.
 */
export function readChunked(raw: Buffer): Chunked | undefined {
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const lineEnd = raw.indexOf('\r\n', at)
    const [, digits] = /^([0-9a-f]{1,8})(;|$)/i.exec(raw.toString('latin1', at, Math.max(lineEnd, at))) ?? []
    if (lineEnd === -1 || digits === undefined) return undefined
    const start = lineEnd + 2
    const length = Number.parseInt(digits, 16)
    if (length === 0) return { bytes: Buffer.concat(chunks), trailers: readTrailers(raw, start) }
    const end = start + length
    if (raw.toString('latin1', end, end + 2) !== '\r\n') return undefined
    chunks.push(raw.subarray(start, end))
    at = end + 2
  }
}

function readTrailers(raw: Buffer, start: number): Record<string, string> {
  const lines = raw.toString('latin1', start).split('\r\n')
  const pairs = lines.flatMap((line) => {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? []
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value.trim()] as const]
  })
  return Object.fromEntries(pairs)
}
