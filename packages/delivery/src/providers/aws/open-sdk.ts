import type { MediaStore } from './media-store.ts'
import type { AwsSettings } from './settings.ts'
import type { SmsVoiceApi } from './sms-voice-api.ts'

/** The parts of the SDK that one account needs, each loaded with its first use. */
export type Sdk = {
  openSmsVoice(): Promise<SmsVoiceApi>
  openStore(): Promise<MediaStore>
  /** Waits for requests in flight, then closes every connection. */
  close(): Promise<void>
}

/** Opens nothing yet. */
export function openSdk(settings: AwsSettings): Sdk {
  let smsVoice: Promise<SmsVoiceApi> | undefined
  let store: Promise<MediaStore> | undefined
  const openSmsVoice = (): Promise<SmsVoiceApi> => {
    smsVoice ??= import('./sms-voice-api.ts').then(({ openSmsVoiceApi }) => openSmsVoiceApi(settings))
    return smsVoice
  }
  const openStore = (): Promise<MediaStore> => {
    store ??= Promise.all([import('./media-store.ts'), openSmsVoice()]).then(([{ openMediaStore }, api]) =>
      openMediaStore(settings, api.credentials),
    )
    return store
  }
  return {
    openSmsVoice,
    openStore,
    async close() {
      const opened = await store
      opened?.close()
      const api = await smsVoice
      await api?.close()
    },
  }
}
