import { expect, test } from 'vitest'
import { readDeclaredType, sniffTypes } from './media-kinds.ts'

const boxed = (brand: string): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}`)])

test.each<[type: string, start: Buffer]>([
  ['image/jpeg', Buffer.from('ffd8ffe000104a464946', 'hex')],
  ['image/jpeg', Buffer.from('ffd8ffdb', 'hex')],
  ['image/png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['image/gif', Buffer.from('GIF89a')],
  ['image/gif', Buffer.from('GIF87a')],
  ['image/tiff', Buffer.from('49492a0008', 'hex')],
  ['image/tiff', Buffer.from('4d4d002a00', 'hex')],
  ['image/webp', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ')],
  ['audio/wav', Buffer.from('RIFF\x10\0\0\0WAVEfmt ')],
  ['video/mp4', boxed('isom')],
  ['video/mp4', boxed('mp42')],
  ['audio/mp4', boxed('M4A ')],
  ['video/3gpp', boxed('3gp5')],
  ['video/3gpp2', boxed('3g2a')],
  ['video/quicktime', boxed('qt  ')],
  ['video/webm', Buffer.from('1a45dfa3', 'hex')],
  ['audio/ogg', Buffer.from('OggS\0')],
  ['audio/amr', Buffer.from('#!AMR\n')],
  ['audio/amr-wb', Buffer.from('#!AMR-WB\n')],
  ['audio/mpeg', Buffer.from('ID3\x04')],
  ['audio/mpeg', Buffer.from('fffb9000', 'hex')],
  ['application/pdf', Buffer.from('%PDF-1.7')],
  ['text/vcard', Buffer.from('BEGIN:VCARD\r\nVERSION:3.0')],
  ['text/calendar', Buffer.from('BEGIN:VCALENDAR\r\n')],
])('%s is told by its first bytes', (type, start) => {
  expect(sniffTypes(start)[0]).toBe(type)
})

test.each([
  '',
  'x',
  '<html>',
  '<?xml version="1.0"?><svg>',
  '#!/bin/sh',
  'MZ',
  '\x7fELF',
  'PK\x03\x04',
  '\x1f\x8b\x08',
  ' GIF89a',
])('%j is no media', (text) => {
  expect(sniffTypes(Buffer.from(text, 'latin1'))).toEqual([])
})

test('a picture cut within its first bytes is no media', () => {
  expect(sniffTypes(Buffer.from('89504e47', 'hex'))).toEqual([])
})

test('a declared type is read without parameters, in lower case, under its usual name', () => {
  expect(readDeclaredType('Image/JPG; name="a;b"')).toBe('image/jpeg')
  expect(readDeclaredType(' audio/mp3 ')).toBe('audio/mpeg')
  expect(readDeclaredType('text/x-vcard;charset=utf-8')).toBe('text/vcard')
})

test.each([undefined, '', ';', 'application/octet-stream', 'binary/octet-stream; x=1'])(
  '%j declares nothing',
  (header) => {
    expect(readDeclaredType(header)).toBeUndefined()
  },
)
