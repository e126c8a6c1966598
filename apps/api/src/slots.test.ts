import { expect, test } from 'vitest'
import { openSlots } from './slots.ts'

test('members are in from enter until they are let out, in slots that others use after them', () => {
  const slots = openSlots<string>()
  const leaveFirst = slots.enter('first')
  slots.enter('second')
  expect([...slots.members()]).toEqual(['first', 'second'])
  leaveFirst()
  expect([...slots.members()]).toEqual(['second'])
  slots.enter('third')
  expect([...slots.members()]).toEqual(['third', 'second'])
})

test('letting a member out again does not let out who has its slot by now', () => {
  const slots = openSlots<string>()
  const leave = slots.enter('first')
  leave()
  slots.enter('second')
  leave()
  slots.enter('third')
  expect([...slots.members()]).toEqual(['second', 'third'])
})

test('members may leave while they are looked at', () => {
  const slots = openSlots<string>()
  const leaves = ['first', 'second', 'third'].map((member) => slots.enter(member))
  const seen: string[] = []
  for (const member of slots.members()) {
    seen.push(member)
    for (const leave of leaves.slice(1)) leave()
  }
  expect(seen).toEqual(['first'])
})
