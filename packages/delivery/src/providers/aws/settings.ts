import type { HttpTimeouts } from '../http/timeouts.ts'

/** Keys that are given in the environment. */
export type StaticCredentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Everything one AWS account in one region needs. */
export type AwsSettings = {
  readonly region: string
  /** Bucket that media is read from, in the same account and region as the senders. */
  readonly bucket: string
  /** First part of every key of ours in the bucket, without a slash at either end. */
  readonly mediaPrefix: string
  /** Without one AWS reports no delivery. */
  readonly configurationSet: string
  /** SNS topics whose messages are believed: any AWS customer can publish to a topic of their own. */
  readonly topics: readonly string[]
  /** Believe signatures of version 1 (SHA-1), which a topic makes until it is told otherwise. */
  readonly allowSignatureV1: boolean
  readonly requireHttpsMedia: boolean
  /** Absent: the standard chain of the SDK (profile, web identity, container, instance). */
  readonly credentials?: StaticCredentials
  /** Addresses in place of the region's own; only their variables or a simulator set them. */
  readonly smsVoiceUrl?: string
  readonly s3Url?: string
  /** Where the simulator is: its certificates and subscription addresses are believed then, and private hosts fetched. */
  readonly simulatorUrl?: string
  readonly timeouts?: HttpTimeouts
  /** Connections for sending held open at most, and with it requests in flight. */
  readonly maxConnections?: number
}
