// Writing media into the bucket. A repeated write of the same key has the same bytes, so this may fail and be done again
// at will: the SDK's own handler is good enough here. Loaded on first use.
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { defaultTimeouts } from '../http/timeouts.ts'
import type { AwsSettings } from './settings.ts'
import type { CredentialsSource } from './sms-voice-api.ts'

/** One file for the bucket. */
export type StoredMedia = {
  readonly key: string
  readonly bytes: Buffer
  readonly contentType: string
  /** Of the bytes, in hex. */
  readonly sha256: string
}

/** The bucket that AWS takes media from. */
export type MediaStore = {
  /** Writes a file whole or not at all. Throws what the SDK throws. */
  put(media: StoredMedia, signal: AbortSignal): Promise<void>
  close(): void
}

/** Opens the bucket of an account. Makes no connection. */
export function openMediaStore(settings: AwsSettings, credentials: CredentialsSource): MediaStore {
  const { connectMs, headersMs } = settings.timeouts ?? defaultTimeouts
  const client = new S3Client({
    region: settings.region,
    credentials,
    maxAttempts: 1,
    // Without the last one a silent server is only warned about, and waited for.
    requestHandler: { connectionTimeout: connectMs, requestTimeout: headersMs, throwOnRequestTimeout: true },
    ...(settings.s3Url === undefined ? {} : { endpoint: settings.s3Url, forcePathStyle: true }),
  })
  return {
    async put({ key, bytes, contentType, sha256 }, abortSignal) {
      const command = new PutObjectCommand({
        Bucket: settings.bucket,
        Key: key,
        Body: bytes,
        // What AWS tells the carrier later is the type that is stored here.
        ContentType: contentType,
        ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
      })
      await client.send(command, { abortSignal })
    },
    close: () => client.destroy(),
  }
}
