import { buildAwsCarrier } from './aws/carrier.ts'
import type { CarrierBuilder, CarrierName } from './core/carrier.ts'
import { buildPlivoCarrier } from './plivo/carrier.ts'
import { buildSinchCarrier } from './sinch/carrier.ts'
import { buildTwilioCarrier } from './twilio/carrier.ts'

/** Makes each carrier that this simulator speaks. */
export const carrierBuilders = {
  twilio: buildTwilioCarrier,
  plivo: buildPlivoCarrier,
  sinch: buildSinchCarrier,
  aws: buildAwsCarrier,
} satisfies Partial<Record<CarrierName, CarrierBuilder>>

/** A carrier that this simulator speaks. */
export type SpokenCarrier = keyof typeof carrierBuilders

/** Their names, in the order in which they are shown. */
export const carrierNames = Object.keys(carrierBuilders).filter(isSpoken)

/** True for the name of a carrier that this simulator speaks. */
export function isSpoken(name: string): name is SpokenCarrier {
  return Object.hasOwn(carrierBuilders, name)
}
