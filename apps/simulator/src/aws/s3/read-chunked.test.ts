import { expect, test } from 'vitest'
import { readChunked } from './read-chunked.ts'

const read = (text: string) => {
  const chunked = readChunked(Buffer.from(text, 'latin1'))
  return chunked && { text: chunked.bytes.toString('latin1'), trailers: chunked.trailers }
}

test('chunks are put together and the trailers are read', () => {
  expect(read('5\r\nhello\r\n6\r\n world\r\n0\r\nX-Amz-Checksum-CRC32: abc=\r\n\r\n')).toEqual({
    text: 'hello world',
    trailers: { 'x-amz-checksum-crc32': 'abc=' },
  })
  expect(read('A;chunk-signature=f00\r\n0123\r\n6789\r\n0\r\n\r\n')).toEqual({
    text: '0123\r\n6789',
    trailers: {},
  })
  expect(read('0\r\n\r\n')).toEqual({ text: '', trailers: {} })
})

test.each([
  ['', 'nothing'],
  ['5\r\nhel', 'a chunk that is cut off'],
  ['5\r\nhello\r\n', 'no last chunk'],
  ['3\r\nhello\r\n0\r\n\r\n', 'a length that is too short'],
  ['-1\r\n\r\n0\r\n\r\n', 'a negative length'],
  ['zz\r\n\r\n0\r\n\r\n', 'no hexadecimal length'],
  ['fffffffff\r\nx\r\n0\r\n\r\n', 'a length beyond all bounds'],
])('%j is refused: %s', (text) => {
  expect(read(text)).toBeUndefined()
})
