import type { FastifyReply } from 'fastify'

/** What an API request is answered with, before any fault disturbs it. */
export type Answer = {
  status: number
  headers: Record<string, string>
  body: Buffer
  /** The carrier's own code of a refusal, for the ledger. */
  errorCode: number | string | null
}

/** The way in which a request's connection is treated at the end. */
export type Ending =
  | { kind: 'answer'; answer: Answer }
  /** A TCP reset, no byte of an answer. */
  | { kind: 'reset' }
  /** Nothing, until `hangMs` are over or the client leaves. */
  | { kind: 'hang'; hangMs: number }
  /** Headers and half of the body, then the connection closes. */
  | { kind: 'truncated'; answer: Answer }
  /** The status of the answer with a body that is not JSON. */
  | { kind: 'invalid'; answer: Answer }

/** Ends a request as decided. Headers that the reply has already are sent with it. */
export async function sendEnding(reply: FastifyReply, ending: Ending): Promise<FastifyReply> {
  switch (ending.kind) {
    case 'answer':
      return reply.code(ending.answer.status).headers(ending.answer.headers).send(ending.answer.body)
    case 'invalid':
      return reply.code(ending.answer.status).headers(ending.answer.headers).send('{"id": "')
    case 'truncated':
      return truncate(reply, ending.answer)
    case 'reset':
      reply.hijack()
      reply.raw.socket?.resetAndDestroy()
      return reply
    case 'hang':
      reply.hijack()
      await hang(reply, ending.hangMs)
      return reply
  }
}

function truncate(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.hijack()
  const { raw } = reply
  reply.headers({ ...answer.headers, 'content-length': answer.body.length })
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) raw.setHeader(name, value)
  raw.writeHead(answer.status)
  raw.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => raw.socket?.destroy())
  return reply
}

// The client's leaving and the server's closing both destroy the socket, which ends the wait and its timer.
function hang(reply: FastifyReply, hangMs: number): Promise<void> {
  const { socket } = reply.raw
  if (!socket || socket.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), hangMs)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
