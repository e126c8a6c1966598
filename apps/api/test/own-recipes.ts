import { randomUUIDv7 } from 'node:crypto'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { revokeApiKey } from '@heliograph/delivery/tenants/revoke-api-key'
import { SCOPES } from '@heliograph/delivery/tenants/scopes'
import type { DocumentedOperation } from './documented-operations.ts'
import { newName, newRecipient, newSid } from './good-requests.ts'
import type { Answer, Kitchen, Recipes } from './kitchen.ts'
import { sendLargeHeader } from './send-large-header.ts'

/** How to get each error that belongs to few operations, by code. */
export function buildOwnRecipes(kitchen: Kitchen): Recipes {
  return {
    ...messageRecipes(kitchen),
    ...batchRecipes(kitchen),
    ...accessRecipes(kitchen),
    range_too_large: async (operation) => {
      await kitchen.newIdFor('getMessage')
      return await kitchen.send(operation, { app: await kitchen.appWith('short') })
    },
    headers_too_large: (operation) => sendLargeHeader(kitchen.api.app, operation),
  }
}

function messageRecipes(kitchen: Kitchen): Recipes {
  const { api, newIdFor, send } = kitchen
  return {
    recipient_opted_out: async (operation) => send(operation, { payload: await draftOptedOut(kitchen) }),
    message_not_cancelable: async (operation) => {
      const id = await newIdFor('cancelMessage')
      await api.db.mmsLog.update({ where: { id }, data: { status: 'submitted', nextAt: null } })
      return await send(operation, { id })
    },
    message_not_unknown: async (operation) => send(operation, { id: await newIdFor('getMessage') }),
    provider_id_mismatch: (operation) => takeProviderId(kitchen, operation),
  }
}

function batchRecipes(kitchen: Kitchen): Recipes {
  const { api, owner, send } = kitchen
  const batch = async (data: object) => {
    const common = { id: randomUUIDv7(), tenantId: owner.tenantId, mode: 'each' }
    return (await api.db.batch.create({ data: { ...common, ...data } })).id
  }
  return {
    batch_refused: async (operation) => {
      const items = [{ to: newRecipient(), body: 'x' }, await draftOptedOut(kitchen)]
      return operation.id === 'createBatch'
        ? await send(operation, { payload: { mode: 'all', items } })
        : await send(operation, { id: await batch({ mode: 'all' }), payload: { items } })
    },
    batch_full: async (operation) => send(operation, { id: await batch({ items: 100_000 }) }),
    batch_canceled: async (operation) => send(operation, { id: await batch({ canceledAt: new Date() }) }),
    chunk_changed: async (operation) => {
      const chunk = { id: await batch({}), headers: { 'idempotency-key': 'chunk-1' } }
      await send(operation, chunk)
      return await send(operation, chunk)
    },
  }
}

const cli = { actor: { kind: 'cli' }, ip: null, requestId: null } as const

function accessRecipes({ api, owner, newIdFor, send }: Kitchen): Recipes {
  const { db } = api
  return {
    key_not_active: async (operation) => {
      const id = await newIdFor('getKey')
      await revokeApiKey(db, { tenantId: owner.tenantId, id }, { isForced: true, source: cli })
      return await send(operation, { id })
    },
    last_admin_key: async (operation) => {
      const { tenantId } = await api.addCaller([])
      const { key, keyId } = await createApiKey(db, { tenantId, name: 'x', scopes: SCOPES })
      return await send(operation, { id: keyId, key })
    },
    tenant_name_taken: async (operation) => {
      const name = newName()
      await db.tenant.create({ data: { id: randomUUIDv7(), name } })
      return await send(operation, { payload: { name } })
    },
  }
}

async function draftOptedOut({ api, owner }: Kitchen): Promise<{ to: string; body: string }> {
  const to = newRecipient()
  const data = { tenantId: owner.tenantId, recipient: to, reason: 'api' }
  await api.db.suppression.create({ data })
  return { to, body: 'x' }
}

/** Settles a message with the id that the carrier gave to another one. */
async function takeProviderId({ send }: Kitchen, operation: DocumentedOperation): Promise<Answer> {
  const payload = { outcome: 'sent', note: 'seen in the console', providerId: newSid('MM') }
  await send(operation, { payload })
  return await send(operation, { payload })
}
