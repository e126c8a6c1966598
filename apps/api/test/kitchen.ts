import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { OPERATOR_SCOPES } from '@heliograph/delivery/tenants/scopes'
import type { FastifyInstance } from 'fastify'
import type { ApiFixture, Caller } from './api-fixture.ts'
import type { DocumentedOperation } from './documented-operations.ts'
import type { Good, GoodRequests } from './good-requests.ts'
import type { Trouble } from './troubled-apps.ts'

/** What came back, however it was sent. */
export type Answer = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** Produces one answer of an operation. */
export type Recipe = (operation: DocumentedOperation) => Promise<Answer>

/** Recipes by the code that they get. */
export type Recipes = Readonly<Record<string, Recipe>>

/** How a request differs from the good one. */
export type Change = Good & {
  readonly app?: FastifyInstance
  /** `null` sends none. */
  readonly key?: string | null
  /** Goes after the path, with its question mark. */
  readonly query?: string
}

type Tools = {
  readonly api: ApiFixture
  readonly owner: Caller
  readonly goods: GoodRequests
  readonly appWith: (trouble: Trouble) => Promise<FastifyInstance>
}

/** What recipes work with. */
export type Kitchen = Tools & {
  /** A key of the installation with every scope. */
  readonly operator: string
  /** The id of a thing as the good request of an operation names it. */
  newIdFor(operationId: string): Promise<string>
  /** Sends the operation's good request, changed; by an operator where the route is theirs, else by the owner. */
  send(operation: DocumentedOperation, change?: Change): Promise<Answer>
  /** Sends until the answer has this status: for limits that let something through first. */
  sendUntil(operation: DocumentedOperation, change: Change, status: number): Promise<Answer>
}

/** Gets ready to send. */
export async function openKitchen(tools: Tools): Promise<Kitchen> {
  const { api, owner, goods } = tools
  const draft = { tenantId: null, name: 'operator', scopes: OPERATOR_SCOPES }
  const { key: operator } = await createApiKey(api.db, draft)
  const send: Kitchen['send'] = async (operation, change = {}) => {
    const good: Good = { ...(await goods[operation.id]?.()) }
    const { id = good.id ?? '', payload = good.payload, query = '' } = change
    const usualKey = operation.reach === 'installation' ? operator : owner.key
    const key = change.key === undefined ? usualKey : change.key
    return await (change.app ?? api.app).inject({
      method: operation.method,
      url: operation.path.replace(/\{\w+\}/, id) + query,
      headers: {
        ...(key === null || operation.scope === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...good.headers,
        ...change.headers,
      },
      ...(payload === undefined ? {} : { payload }),
    })
  }
  return {
    ...tools,
    operator,
    newIdFor: async (operationId) => {
      const id = (await goods[operationId]?.())?.id
      if (id === undefined) throw new Error(`${operationId} is about nothing with an id`)
      return id
    },
    send,
    sendUntil: async (operation, change, status) => {
      for (let tries = 0; tries < 150; tries += 1) {
        const answer = await send(operation, change)
        if (answer.statusCode === status) return answer
      }
      throw new Error(`not answered with ${status}`)
    },
  }
}
