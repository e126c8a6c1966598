import { z } from 'zod'
import { type AwsError, awsError, invalid } from './aws-error.ts'

/** A SendMediaMessage that keeps every constraint of the service's model. */
export type SendInput = {
  /** In E.164 with a plus. */
  to: string
  identity: string
  body: string | null
  media: { bucket: string; key: string } | null
  configurationSet: string | null
  maxPriceUsd: number | null
  ttlSeconds: number
  context: Readonly<Record<string, string>>
  isDryRun: boolean
}

/** The input, or the exception that refuses it. */
export type SendInputResult = { kind: 'input'; input: SendInput } | { kind: 'refused'; error: AwsError }

const MAX_BODY_CHARS = 1_600
const MAX_CONTEXT_PAIRS = 5
const DEFAULT_TTL_SECONDS = 259_200
const S3_URL = /^s3:\/\/([a-z0-9.-]{3,63})\/(.+)$/
const identifier = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[A-Za-z0-9_:/-]+$/)

// Constraints of the model, API 2022-03-31.
const inputSchema = z.object({
  DestinationPhoneNumber: z
    .string()
    .min(1)
    .max(20)
    .regex(/^\+?[1-9][0-9]{1,18}$/),
  OriginationIdentity: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[A-Za-z0-9_:/+-]+$/),
  MessageBody: z
    .string()
    .refine((body) => [...body].length <= MAX_BODY_CHARS, `longer than ${MAX_BODY_CHARS} characters`)
    .regex(/^(?!\s*$)[\s\S]+$/)
    .optional(),
  MediaUrls: z.array(z.string().min(1).max(2_048).regex(S3_URL)).min(1).max(1).optional(),
  ConfigurationSetName: identifier.optional(),
  MaxPrice: z
    .string()
    .min(2)
    .max(8)
    .regex(/^[0-9]{0,2}\.[0-9]{1,5}$/)
    .optional(),
  TimeToLive: z.int().min(5).max(259_200).optional(),
  Context: z
    .record(
      z.string().min(1).max(100).regex(/^\S+$/),
      z
        .string()
        .min(1)
        .max(800)
        .regex(/^(?!\s)[\s\S]+(?<!\s)$/),
    )
    .refine(
      (context) => Object.keys(context).length <= MAX_CONTEXT_PAIRS,
      `more than ${MAX_CONTEXT_PAIRS} pairs`,
    )
    .optional(),
  DryRun: z.boolean().optional(),
  ProtectConfigurationId: identifier.optional(),
  MessageFeedbackEnabled: z.boolean().optional(),
})

/** Checks the JSON of a SendMediaMessage. Unknown members are ignored and null ones count as absent, as with AWS. */
export function readSendInput(json: Readonly<Record<string, unknown>>): SendInputResult {
  const given = Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null))
  const parsed = inputSchema.safeParse(given)
  if (!parsed.success) return { kind: 'refused', error: refusalOf(parsed.error, given) }
  const input = parsed.data
  if (input.MessageBody === undefined && input.MediaUrls === undefined) {
    return { kind: 'refused', error: missing('MessageBody', 'one of MessageBody and MediaUrls is needed') }
  }
  return {
    kind: 'input',
    input: {
      to: withPlus(input.DestinationPhoneNumber),
      identity: input.OriginationIdentity,
      body: input.MessageBody ?? null,
      media: readS3Url(input.MediaUrls?.[0]),
      configurationSet: input.ConfigurationSetName ?? null,
      maxPriceUsd: input.MaxPrice === undefined ? null : Number(input.MaxPrice),
      ttlSeconds: input.TimeToLive ?? DEFAULT_TTL_SECONDS,
      context: input.Context ?? {},
      isDryRun: input.DryRun ?? false,
    },
  }
}

/** The number in E.164 with a plus. */
export function withPlus(number: string): string {
  return number.startsWith('+') ? number : `+${number}`
}

// A value of another JSON type never reaches the validation of the service.
function refusalOf({ issues }: z.ZodError, given: Readonly<Record<string, unknown>>): AwsError {
  const absent = issues.find(({ path }) => path.length === 1 && given[String(path[0])] === undefined)
  if (absent) return missing(String(absent.path[0]), 'is required')
  const mistyped = issues.find(({ code }) => code === 'invalid_type')
  if (mistyped) return awsError('SerializationException', `${mistyped.path.join('.')}: ${mistyped.message}`)
  const fields = issues.map(({ path, message }) => ({ Name: path.join('.'), Message: message }))
  return invalid('INVALID_PARAMETER', fields)
}

function missing(Name: string, Message: string): AwsError {
  return invalid('MISSING_PARAMETER', [{ Name, Message }])
}

function readS3Url(url: string | undefined): SendInput['media'] {
  const [, bucket, key] = S3_URL.exec(url ?? '') ?? []
  return bucket === undefined || key === undefined ? null : { bucket, key }
}
