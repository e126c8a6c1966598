import { listProviders } from '@heliograph/delivery/accounts/list-providers'
import { providerList } from '@heliograph/shared/contracts/providers'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { ApiDeps } from '../api-deps.ts'
import { problemResponses } from '../problems/problem-responses.ts'

const schema = {
  operationId: 'listProviders',
  summary: 'List the providers',
  description:
    'Every carrier API that Heliograph speaks: whether it is configured here, its senders, and what it takes. A message ' +
    'beyond that is refused when it is posted, with the field and the remedy.',
  tags: ['providers'],
  security: [{ apiKey: [] }],
  response: {
    200: providerList,
    ...problemResponses('key_in_url', 'unauthorized', 'scope_missing', 'database_unavailable'),
  },
}

/** GET /providers: what can be sent through whom. Depends on the installation alone, on no tenant. */
export const providers: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  const config = { scope: 'messages:read', reach: 'both' } as const
  app.get('/providers', { schema, config }, () => ({ data: listProviders(deps.routing) }))
  done()
}
