import type { CatalogueRow } from './catalogue-row.ts'

/** What can end an attempt before the request: media of others, and the bucket (Amazon S3: Error responses). */
export const mediaRows: readonly CatalogueRow[] = [
  {
    codes: ['media_not_allowed'],
    class: 'content',
    title: 'Media outside of your folder',
    cause:
      'An s3:// address is taken only from the configured bucket and below the prefix of the tenant itself, and with plain characters in its key.',
    remedy:
      'Store the file at s3://<S3_BUCKET_NAME>/<AWS_MEDIA_PREFIX>/<tenant id>/<name>, or give an https address.',
  },
  {
    codes: ['media_refused'],
    class: 'content',
    title: 'Media refused',
    cause:
      'The media could not be fetched for a reason that will not pass, or it is of a type that AWS does not send. The message says which.',
    remedy: 'Correct the address or the file, then send again.',
  },
  {
    codes: ['media_too_large'],
    class: 'content',
    title: 'Media too large',
    cause: 'The file is larger than AWS allows for its type.',
    remedy: 'Images (JPEG, PNG, GIF) up to 2 MB, everything else up to 600 KB.',
  },
  {
    codes: ['media_unavailable'],
    class: 'transient',
    title: 'Media not reachable',
    cause: 'The host of the media did not answer, or not in time.',
    remedy: 'Nothing was sent, so it is tried again by itself. If it lasts, check the host.',
  },
  {
    codes: ['media_staging_failed'],
    class: 'transient',
    title: 'Media could not be stored',
    cause: 'Writing the media into the bucket failed or took too long.',
    remedy:
      'Nothing was sent, so it is tried again by itself. If it lasts, check the network and the state of S3.',
  },
  {
    codes: ['S3.SlowDown', 'S3.ServiceUnavailable', 'S3.InternalError', 'S3.RequestTimeout'],
    class: 'transient',
    title: 'Bucket busy',
    cause: 'S3 could not take the media at the moment.',
    remedy: 'Nothing was sent, so it is tried again by itself.',
  },
  {
    codes: ['S3.AccessDenied', 'S3.AllAccessDisabled', 'S3.KMSAccessDenied', 'S3.AccountProblem'],
    class: 'account',
    title: 'Not allowed to write into the bucket',
    cause: 'The policy of the credentials, or of the bucket, does not allow s3:PutObject below our prefix.',
    remedy: 'Attach the policy of docs/providers.md, and check S3_BUCKET_NAME and AWS_MEDIA_PREFIX.',
  },
  {
    codes: ['S3.NoSuchBucket', 'S3.InvalidBucketName'],
    class: 'account',
    title: 'Bucket not found',
    cause: 'There is no bucket of this name.',
    remedy: 'Check S3_BUCKET_NAME.',
  },
  {
    codes: [
      'S3.PermanentRedirect',
      'S3.AuthorizationHeaderMalformed',
      'S3.IllegalLocationConstraintException',
      'S3.TemporaryRedirect',
    ],
    class: 'account',
    title: 'Bucket in another region',
    cause: 'The bucket is not in the region that messages are sent from.',
    remedy: 'Use a bucket in AWS_REGION for S3_BUCKET_NAME.',
  },
  {
    codes: [
      'S3.InvalidAccessKeyId',
      'S3.SignatureDoesNotMatch',
      'S3.ExpiredToken',
      'S3.InvalidToken',
      'S3.RequestTimeTooSkewed',
    ],
    class: 'account',
    title: 'Credentials refused by S3',
    cause: 'The keys are wrong or expired, or the clock of this machine is wrong.',
    remedy: 'Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and the clock.',
  },
]
