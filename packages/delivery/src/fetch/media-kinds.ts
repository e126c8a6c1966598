// What the first bytes say about the kind of media. Sources: WHATWG MIME Sniffing (images, audio, video, pdf),
// TIFF 6.0, RFC 4867 (AMR and AMR-WB), RFC 6350 (vCard), RFC 5545 (iCalendar), ISO/IEC 14496-12 with the
// brands of mp4ra.org, 3GPP TS 26.244 and 3GPP2 C.S0050. Only kinds that a carrier takes are listed.

type Kind = {
  /** Types that such bytes may be declared as, the one to assume first. */
  readonly types: readonly string[]
  readonly offset?: number
  /** One of these stands at the offset. */
  readonly marks: readonly string[]
}

const kinds: readonly Kind[] = [
  { types: ['image/jpeg'], marks: ['\xff\xd8\xff'] },
  { types: ['image/png'], marks: ['\x89PNG\r\n\x1a\n'] },
  { types: ['image/gif'], marks: ['GIF87a', 'GIF89a'] },
  { types: ['image/tiff'], marks: ['II*\0', 'MM\0*'] },
  { types: ['image/webp'], offset: 8, marks: ['WEBPVP'] },
  { types: ['audio/wav'], offset: 8, marks: ['WAVE'] },
  { types: ['video/quicktime'], offset: 4, marks: ['ftypqt  '] },
  {
    types: ['video/3gpp', 'audio/3gpp'],
    offset: 4,
    marks: ['ftyp3gp', 'ftyp3ge', 'ftyp3gg', 'ftyp3gs', 'ftyp3gr'],
  },
  { types: ['video/3gpp2', 'audio/3gpp2'], offset: 4, marks: ['ftyp3g2'] },
  { types: ['audio/mp4', 'video/mp4'], offset: 4, marks: ['ftypM4A', 'ftypM4B'] },
  {
    types: ['video/mp4', 'audio/mp4'],
    offset: 4,
    marks: [
      'ftypisom',
      'ftypiso',
      'ftypmp41',
      'ftypmp42',
      'ftypavc1',
      'ftypMSNV',
      'ftypM4V',
      'ftypdash',
      'ftypmmp4',
    ],
  },
  { types: ['video/webm', 'audio/webm'], marks: ['\x1aE\xdf\xa3'] },
  { types: ['audio/ogg', 'video/ogg'], marks: ['OggS\0'] },
  { types: ['audio/amr-wb'], marks: ['#!AMR-WB\n'] },
  { types: ['audio/amr'], marks: ['#!AMR\n'] },
  { types: ['audio/mpeg'], marks: ['ID3', '\xff\xfb', '\xff\xfa', '\xff\xf3', '\xff\xf2'] },
  { types: ['application/pdf'], marks: ['%PDF-'] },
  { types: ['text/vcard'], marks: ['BEGIN:VCARD'] },
  { types: ['text/calendar'], marks: ['BEGIN:VCALENDAR'] },
]

/** Other names of a type, as servers write them. */
const aliases: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/x-wav': 'audio/wav',
  'application/ogg': 'audio/ogg',
  'text/x-vcard': 'text/vcard',
  'text/directory': 'text/vcard',
}

/** What servers say that do not know. */
const unsaid: readonly string[] = [
  '',
  'application/octet-stream',
  'binary/octet-stream',
  'application/binary',
]

/** The types these bytes may have, the likeliest first; none if the bytes are of no kind we know. */
export function sniffTypes(bytes: Uint8Array): readonly string[] {
  const start = Buffer.from(bytes.subarray(0, 32)).toString('latin1')
  const kind = kinds.find(({ marks, offset = 0 }) => marks.some((mark) => start.startsWith(mark, offset)))
  return kind?.types ?? []
}

/**
 * The media type a Content-Type header declares: in lower case, without parameters, under its usual name.
 * Undefined if it declares none.
 */
export function readDeclaredType(header: string | undefined): string | undefined {
  const type = (header ?? '').split(';', 1).join('').trim().toLowerCase()
  return unsaid.includes(type) ? undefined : (aliases[type] ?? type)
}
