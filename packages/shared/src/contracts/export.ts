import { z } from 'zod'
import { messageFilterFields } from './message-search.ts'

/** Query of `GET /v1/export`: any filter of `GET /v1/messages`, and how to write what it finds. */
export const exportQuery = z.strictObject({
  ...messageFilterFields,
  format: z
    .enum(['csv', 'ndjson'])
    .default('csv')
    .describe('`csv` for spreadsheets, `ndjson` for programs.')
    .meta({ example: 'ndjson' }),
})

/** Query of `GET /v1/export`. */
export type ExportQuery = z.infer<typeof exportQuery>
