import { randomUUIDv7 } from 'node:crypto'
import { writeCallbackToken } from '@heliograph/delivery/secrets/callback-path'
import { accountSid, publicBaseUrl } from './api-fixture.ts'
import {
  awsEvent,
  type OtherCarriers,
  plivoStatusForm,
  signAsOldPlivo,
  signAsPlivo,
  signAsSinch,
  sinchReport,
} from './carrier-accounts.ts'
import type { DocumentedOperation } from './documented-operations.ts'
import { type Good, newRecipient, signForm, statusForm } from './good-requests.ts'
import type { Answer, Kitchen, Recipes } from './kitchen.ts'

/** How to get each error of the carriers' webhooks, whichever carrier it is. */
export function buildCarrierRecipes(kitchen: Kitchen, carriers: OtherCarriers): Recipes {
  const { appWith, send } = kitchen
  return {
    callback_refused: (operation) => send(operation, forge(operation, carriers)),
    not_found: async (operation) => send(operation, { app: await appWith('withoutCallbacks') }),
    attempt_not_found: async (operation) => send(operation, { app: await appWith('withoutAccounts') }),
    malformed_callback: async (operation) => {
      const id = await newId(kitchen, operation)
      return await send(operation, { id, ...signNonsense(operation, id, carriers) })
    },
    provider_id_mismatch: (operation) => contradict(kitchen, operation, carriers),
    provider_unavailable: (operation) => leaveInDoubt(kitchen, operation, carriers),
  }
}

const carrierOf = ({ path }: DocumentedOperation): string => path.split('/')[2] ?? ''
const urlOf = ({ path }: DocumentedOperation, id: string): string =>
  publicBaseUrl + path.replace('{token}', id)

async function newId({ goods }: Kitchen, { id }: DocumentedOperation): Promise<string> {
  return (await goods[id]?.())?.id ?? ''
}

function forge(operation: DocumentedOperation, { signAsAws }: OtherCarriers): Good {
  if (carrierOf(operation) === 'aws') {
    const { headers, payload } = signAsAws(awsEvent('x'))
    return { headers, payload: payload.replace('MEDIA_SUCCESSFUL', 'MEDIA_DELIVERED') }
  }
  const names = ['x-twilio-signature', 'x-plivo-signature-v3', 'x-sinch-webhook-signature']
  return { headers: Object.fromEntries(names.map((name) => [name, 'forged'])) }
}

function signNonsense(operation: DocumentedOperation, id: string, { signAsAws }: OtherCarriers): Good {
  switch (carrierOf(operation)) {
    case 'plivo':
      return signAsPlivo(urlOf(operation, id), { Nonsense: '1' })
    case 'sinch':
      return signAsSinch({
        type: operation.id === 'sinchInbound' ? 'mo_text' : 'recipient_delivery_report_mms',
      })
    case 'aws':
      return signAsAws({ eventType: 'MEDIA_DELIVERED' })
    default:
      return signForm(operation.path.replace('{token}', id), { AccountSid: accountSid })
  }
}

/** A genuine receipt for the attempt of `id` under another id of the carrier. */
function signAnother(operation: DocumentedOperation, id: string, { signAsAws }: OtherCarriers): Good {
  switch (carrierOf(operation)) {
    case 'plivo':
      return signAsPlivo(urlOf(operation, id), plivoStatusForm(newRecipient()))
    case 'sinch':
      return signAsSinch(sinchReport(newRecipient()))
    case 'aws':
      return signAsAws(awsEvent(id))
    default:
      return signForm(operation.path.replace('{token}', id), statusForm())
  }
}

/** Two genuine receipts for one attempt that name different messages of the carrier. */
async function contradict(
  { goods, send }: Kitchen,
  operation: DocumentedOperation,
  carriers: OtherCarriers,
): Promise<Answer> {
  const good = { ...(await goods[operation.id]?.()) }
  await send(operation, good)
  const reference = carrierOf(operation) === 'aws' ? referenceIn(good) : (good.id ?? '')
  return await send(operation, {
    ...signAnother(operation, reference, carriers),
    ...(good.id && { id: good.id }),
  })
}

/** The attempt that an event of AWS says it is about. */
function referenceIn({ payload }: Good): string {
  const { Message } = JSON.parse(String(payload))
  return JSON.parse(Message).context.heliograph
}

/** What cannot be told apart from a lie yet: no certificate, or a hint about an attempt that nobody knows here. */
async function leaveInDoubt(
  { api, send }: Kitchen,
  operation: DocumentedOperation,
  { signAsAws, unproven }: OtherCarriers,
): Promise<Answer> {
  if (carrierOf(operation) === 'aws') {
    const elsewhere = `/SimpleNotificationService-${'1'.repeat(32)}.pem`
    return await send(operation, signAsAws(awsEvent('x'), elsewhere))
  }
  const id = writeCallbackToken(api.keyring, { messageId: randomUUIDv7(), attempt: 1 })
  if (carrierOf(operation) === 'plivo') {
    // Alone: beside a signature of version 3 one of version 2 says nothing.
    const url = operation.path.replace('{token}', id)
    const signed = signAsOldPlivo(urlOf(operation, id), plivoStatusForm(newRecipient()))
    return await api.app.inject({ method: 'POST', url, ...signed })
  }
  const sinch = unproven.find(({ provider }) => provider === 'sinch')
  const account = api.routing.find(({ provider }) => provider === 'sinch')
  if (sinch === undefined || account === undefined) throw new Error('there is no account at Sinch')
  const app = await api.build({ providers: new Map([[account.id, sinch.open()]]) })
  return await send(operation, { id, app, ...signAsSinch(sinchReport(newRecipient())) })
}
