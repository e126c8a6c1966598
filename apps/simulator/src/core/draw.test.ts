import { expect, test } from 'vitest'
import { drawAt } from './draw.ts'

test('a draw depends on seed and key alone', () => {
  expect(drawAt(1, 'create:1')).toBe(drawAt(1, 'create:1'))
  expect(drawAt(1, 'create:1')).not.toBe(drawAt(2, 'create:1'))
})

test('draws over neighbouring keys are even and uncorrelated', () => {
  const draws = Array.from({ length: 10_000 }, (_, i) => drawAt(5, `create:${i}:rule0:`))
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length
  const products = draws.slice(1).map((draw, i) => (draw - 0.5) * ((draws[i] ?? 0) - 0.5))
  const covariance = products.reduce((sum, product) => sum + product, 0) / products.length
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.02)
  expect(Math.abs(covariance)).toBeLessThan(0.005)
  expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true)
  const rare = draws.filter((draw) => draw < 0.03).length
  expect(Math.abs(rare - 300)).toBeLessThan(70)
})
