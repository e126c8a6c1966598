import type { AddressInfo } from 'node:net'

/** Where the simulator's SNS is, as its customers reach it; without a slash at the end. */
export type SnsUrl = {
  (): string
  /** Tells where the server listens; asked when no customer has called yet. */
  listensAt(address: () => AddressInfo | undefined): void
  /** Tells which host a customer has called: that host reaches us from where it is. */
  wasCalledAs(host: string): void
}

/** Makes the address. A fixed one goes before everything else. */
export function createSnsUrl(fixed: () => string | null): SnsUrl {
  let address: () => AddressInfo | undefined = () => undefined
  let calledAs: string | undefined
  const url = (): string =>
    fixed()?.replace(/\/+$/, '') ?? (calledAs === undefined ? urlOf(address()) : `http://${calledAs}`)
  return Object.assign(url, {
    listensAt: (given: () => AddressInfo | undefined) => {
      address = given
    },
    wasCalledAs: (host: string) => {
      calledAs = host
    },
  })
}

// Whoever listens on every address is reached on this machine under 127.0.0.1.
function urlOf(address: AddressInfo | undefined): string {
  if (!address) return 'http://127.0.0.1'
  const { address: host, family, port } = address
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`
  return `http://${family === 'IPv6' ? `[${host}]` : host}:${port}`
}
