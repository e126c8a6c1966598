import openapiTS, { astToString } from 'openapi-typescript'

/** Types of a client for an OpenAPI document, as source text. Throws when the document is not valid. */
export async function generateTypes(document: string): Promise<string> {
  // A field with a default may be left out of a request.
  return astToString(await openapiTS(document, { defaultNonNullable: false }))
}
