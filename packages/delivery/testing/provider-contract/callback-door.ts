import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type {
  CallbackReading,
  CallbackRequest,
  EventReading,
  InboundReading,
} from '../../src/providers/provider.ts'

/** What any of a provider's readers can say. */
export type Reading = CallbackReading | InboundReading | EventReading

/** A request that came in and what the provider made of it. */
export type Arrival = { readonly request: CallbackRequest; readonly reading: Reading }

/** Reads a request as the address it came to asks for. */
export type ReadRequest = (request: CallbackRequest) => Promise<Reading>

/** An HTTP door as the API has one for providers. Answers as the API would: a refusal for what is not believed. */
export type CallbackDoor = AsyncDisposable & {
  readonly url: string
  readonly arrivals: readonly Arrival[]
  /** Those about one message: its id is in the address, or in the event itself. */
  about(messageId: string): readonly Arrival[]
}

/** Opens a door on a free port. `accepted` is the status after what was believed. */
export async function openDoor(read: ReadRequest, accepted: number): Promise<CallbackDoor> {
  const arrivals: Arrival[] = []
  const server = createServer((incoming, response) => {
    void collect(incoming).then(async (rawBody) => {
      const signedUrl = `${url}${incoming.url}`
      const request: CallbackRequest = { method: 'POST', signedUrl, headers: incoming.headers, rawBody }
      const reading = await read(request)
      arrivals.push({ request, reading })
      response.writeHead(statusFor(reading, accepted)).end()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  // A server that listens on TCP has an address of this shape.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    arrivals,
    about: (messageId) =>
      arrivals.filter(({ request }) => (request.signedUrl + request.rawBody.toString()).includes(messageId)),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function collect(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

function statusFor({ kind }: Reading, accepted: number): number {
  if (kind === 'forged') return 403
  if (kind === 'malformed') return 400
  return kind === 'unavailable' ? 503 : accepted
}
