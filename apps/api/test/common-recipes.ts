import { randomUUIDv7 } from 'node:crypto'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { OPERATOR_SCOPES, SCOPES } from '@heliograph/delivery/tenants/scopes'
import type { Kitchen, Recipe, Recipes } from './kitchen.ts'

/** How to get each error that is the same on every operation, by code. */
export function buildCommonRecipes(kitchen: Kitchen): Recipes {
  return {
    ...keyRecipes(kitchen),
    ...limitRecipes(kitchen),
    ...faultRecipes(kitchen),
    ...requestRecipes(kitchen),
  }
}

function keyRecipes({ api, owner, operator, appWith, send, sendUntil }: Kitchen): Recipes {
  const headers = { 'heliograph-tenant': 'nobody-has-this-name' }
  return {
    unauthorized: (operation) => send(operation, { key: null }),
    scope_missing: async (operation) => {
      const isOperator = operation.reach === 'installation'
      const scopes = (isOperator ? OPERATOR_SCOPES : SCOPES).filter((scope) => scope !== operation.scope)
      const tenantId = isOperator ? null : owner.tenantId
      const { key } = await createApiKey(api.db, { tenantId, name: 'x', scopes })
      return await send(operation, { key })
    },
    operator_only: (operation) => send(operation, { key: owner.key, headers }),
    tenant_required: (operation) => send(operation, { key: operator }),
    tenant_not_found: (operation) => send(operation, { key: operator, headers }),
    key_in_url: (operation) => send(operation, { query: '?api_key=x' }),
    too_many_failures: async (operation) =>
      sendUntil(operation, { app: await appWith('lockedOut'), key: 'hg_wrong_wrong' }, 429),
  }
}

function limitRecipes({ appWith, send, sendUntil }: Kitchen): Recipes {
  return {
    rate_limited: async (operation) => sendUntil(operation, { app: await appWith('limited') }, 429),
    quota_exceeded: async (operation) => sendUntil(operation, { app: await appWith('quota') }, 429),
    velocity_exceeded: async (operation) => sendUntil(operation, { app: await appWith('velocity') }, 429),
    sender_backlog: async (operation) => send(operation, { app: await appWith('backlog') }),
    overloaded: async (operation) => send(operation, { app: await appWith('overloaded') }),
  }
}

function faultRecipes({ appWith, send }: Kitchen): Recipes {
  return {
    database_unavailable: async (operation) => {
      const answer = await send(operation, { app: await appWith('away') })
      // What reads nothing itself still needs its key to be read.
      return answer.statusCode < 400 ? await send(operation, { app: await appWith('keysAway') }) : answer
    },
    internal_error: async (operation) => {
      const answer = await send(operation, { app: await appWith('broken') })
      return answer.statusCode < 400 ? await send(operation, { app: await appWith('failing') }) : answer
    },
  }
}

const json = { 'content-type': 'application/json' }
/** Query parameters with few values; one of them is in every list and report. */
const strictParameters = ['limit', 'interval', 'groupBy', 'format', 'class', 'provider']
const things = ['message', 'batch', 'request', 'suppression', 'inbound', 'key']

function requestRecipes({ send }: Kitchen): Recipes {
  const foreignId: Recipe = (operation) => send(operation, { id: randomUUIDv7() })
  return {
    ...Object.fromEntries(things.map((thing) => [`${thing}_not_found`, foreignId])),
    error_code_not_found: (operation) => send(operation, { id: '99999' }),
    invalid_request: (operation) => {
      if (operation.bodies.length > 0) return send(operation, { headers: json, payload: '[]' })
      const strict = operation.parameters.find(({ name }) => strictParameters.includes(name))
      if (strict !== undefined) return send(operation, { query: `?${strict.name}=-` })
      return send(operation, { headers: { 'idempotency-key': 'a b' } })
    },
    invalid_cursor: (operation) => send(operation, { query: '?cursor=x' }),
    malformed_body: (operation) => send(operation, { headers: json, payload: '{' }),
    unsupported_media_type: (operation) =>
      send(operation, { headers: { 'content-type': 'text/plain' }, payload: 'x' }),
    // What is announced is refused before it is read.
    payload_too_large: (operation) =>
      send(operation, { headers: { ...json, 'content-length': '99999999' }, payload: '{}' }),
    idempotency_key_reused: async (operation) => {
      const headers = { 'idempotency-key': randomUUIDv7() }
      await send(operation, { headers })
      return await send(operation, { headers })
    },
  }
}
