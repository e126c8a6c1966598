import type { Log } from '@heliograph/delivery/log'
import type { SendDeps } from '@heliograph/delivery/messages/send-message'
import type { WorkerConfig } from './config.ts'

/** What the worker needs from its process. */
export type WorkerDeps = Omit<SendDeps, 'settings' | 'onAttempt' | 'ring' | 'claim' | 'record'> & {
  readonly config: WorkerConfig
  readonly log: Log
}
