import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'

/** Decides who may use the control endpoints. */
export type ControlAccess = {
  /** True when the simulator is reachable from other machines; then everybody needs the account's credentials. */
  isExposed: boolean
  isAuthorized(authorization: string | undefined): boolean
}

/** True when a control request may pass: from this machine, or with the account's credentials. */
export function mayControl(access: ControlAccess, request: FastifyRequest): boolean {
  if (!access.isExposed && isLoopback(request.ip) && isMeantForLoopback(request)) return true
  return access.isAuthorized(request.headers.authorization)
}

function isLoopback(ip: string): boolean {
  const address = ip.startsWith('::ffff:') ? ip.slice(7) : ip
  return isIP(address) === 4 ? address.startsWith('127.') : address === '::1'
}

// A web page elsewhere can make its visitor's browser call this machine; its Origin, or after DNS rebinding its Host, tells.
function isMeantForLoopback({ headers, protocol, host }: FastifyRequest): boolean {
  return [headers.origin, `${protocol}://${host}`].every((url) => url === undefined || hasLoopbackHost(url))
}

function hasLoopbackHost(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return hostname === 'localhost' || isLoopback(hostname.replace(/^\[|\]$/g, ''))
}
