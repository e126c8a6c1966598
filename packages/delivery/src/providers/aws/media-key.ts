import type { AwsSettings } from './settings.ts'

/** Which keys of the bucket belong to whom. */
export type MediaPlace = Pick<AwsSettings, 'bucket' | 'mediaPrefix'>

/** Address of a key in the bucket, as AWS takes it. */
export function mediaUrl({ bucket }: MediaPlace, key: string): string {
  return `s3://${bucket}/${key}`
}

/**
 * Key of a tenant's media by its bytes and type: the same file is stored once however often it is sent, and the same
 * bytes under another type do not take its place.
 */
export function mediaKey(
  { mediaPrefix }: MediaPlace,
  tenantId: string,
  media: { readonly sha256: string; readonly contentType: string },
): string {
  return `${mediaPrefix}/${tenantId}/${media.sha256}.${media.contentType.replace('/', '.')}`
}

/**
 * True for an s3:// address in the configured bucket below this tenant's own prefix. Everything else is refused, because
 * our role can read more than the caller may. Only plain characters: what a parser might decode or fold is no plain key.
 */
export function isOwnMedia({ bucket, mediaPrefix }: MediaPlace, tenantId: string, url: string): boolean {
  const home = `s3://${bucket}/${mediaPrefix}/${tenantId}/`
  if (!url.startsWith(home) || url.length > maxUrlChars) return false
  return url
    .slice(home.length)
    .split('/')
    .every((part) => plainPart.test(part) && !/^\.+$/.test(part))
}

const maxUrlChars = 2_048
/** The characters that S3 calls safe in keys. */
const plainPart = /^[A-Za-z0-9!_.*'()-]+$/
