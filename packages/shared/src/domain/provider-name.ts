/** Every carrier API that an adapter exists for, in the order they are shown. */
export const providerNames = ['twilio', 'plivo', 'sinch', 'aws'] as const

/** A carrier API by its name. */
export type ProviderName = (typeof providerNames)[number]
