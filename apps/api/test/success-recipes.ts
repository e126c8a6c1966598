import { randomUUIDv7 } from 'node:crypto'
import { newRecipient } from './good-requests.ts'
import type { Kitchen, Recipe, Recipes } from './kitchen.ts'

/** How to get an answer without a code that is not the one to the good request, by operation and status. */
export function buildSuccessRecipes({ api, appWith, send }: Kitchen): Recipes {
  const settled: Recipe = async (operation) => {
    const reference = randomUUIDv7()
    const headers = { 'idempotency-key': reference, 'content-type': 'application/json' }
    const payload = JSON.stringify({ to: newRecipient(), body: 'x', reference })
    await send(operation, { headers, payload })
    const { id } = await api.db.mmsLog.findFirstOrThrow({ where: { reference } })
    await api.db.mmsLog.update({ where: { id }, data: { status: 'submitted', nextAt: null } })
    return await send(operation, { headers: { ...headers, prefer: 'wait=5' }, payload })
  }
  return {
    'createMessage 200': (operation) =>
      send(operation, { payload: { to: newRecipient(), body: 'x', validateOnly: true } }),
    'createSuppression 200': async (operation) => {
      const payload = { recipient: newRecipient() }
      await send(operation, { payload })
      return await send(operation, { payload })
    },
    'sendMms 200': settled,
    'sendMmsApi 200': settled,
    'getReadiness 503': async (operation) => send(operation, { app: await appWith('away') }),
  }
}
