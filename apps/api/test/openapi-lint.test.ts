import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { openApiFixture } from './api-fixture.ts'

const api = await openApiFixture()

test("the OpenAPI document breaks none of Redocly's recommended rules", async () => {
  const source = (await api.app.inject('/openapi.json')).body
  const config = await createConfig({ extends: ['recommended'] })
  const problems = await lintFromString({ source, config })
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([])
})
