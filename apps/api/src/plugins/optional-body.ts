import { z } from 'zod'

/** Whether a route with this contract for its body, if any, can do without one. */
export function mayLeaveBodyOut(contract: unknown): boolean {
  return contract === undefined || (contract instanceof z.ZodType && contract.safeParse(undefined).success)
}
