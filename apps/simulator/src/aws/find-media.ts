import type { Aws } from './account.ts'
import type { StoredObject } from './s3/object-store.ts'
import type { SendInput } from './send-input.ts'

/** The object of a send, if the caller may read it: AWS reads with the caller's rights, and only this account's buckets. */
export function findMedia(
  aws: Aws,
  { bucket, key }: NonNullable<SendInput['media']>,
): StoredObject | undefined {
  const { deniedActions, buckets } = aws.settings()
  const isReadable = !deniedActions.includes('s3:GetObject') && buckets.includes(bucket)
  return isReadable ? aws.objects.find(bucket, key) : undefined
}
