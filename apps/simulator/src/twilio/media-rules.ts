// Which files Twilio takes as MMS media (twilio.com/docs/messaging/guides/accepted-mime-types).

const ADAPTED: ReadonlySet<string> = new Set(['image/jpeg', 'image/jpg', 'image/png', 'image/gif'])
const PASSED_THROUGH: ReadonlySet<string> = new Set([
  ...['heic', 'heif', 'tiff', 'bmp'].map((name) => `image/${name}`),
  ...'mpeg4 mp4 mpeg webm quicktime 3gpp 3gpp2 3gpp-tt h261 h263 h263-1998 h263-2000 h264 h265'
    .split(' ')
    .map((name) => `video/${name}`),
  ...'ogg mpeg mp4 mp3 3gpp 3gpp2 basic l24 vnd.rn-realaudio vnd.wave ac3 webm amr-nb amr'
    .split(' ')
    .map((name) => `audio/${name}`),
  ...'vcard x-vcard directory csv richtext rtf calendar'.split(' ').map((name) => `text/${name}`),
  'application/pdf',
  'application/vcard',
])

/** True for types that Twilio accepts at all. */
export function isAcceptedType(type: string): boolean {
  return ADAPTED.has(type) || PASSED_THROUGH.has(type)
}

/** True for images that Twilio shrinks to what the handset takes; all others travel as they are. */
export function isAdaptedType(type: string): boolean {
  return ADAPTED.has(type)
}
