/** What is under way, for members that come and go with each request. */
export type Slots<Member> = {
  /** Lets a member in. The function that comes back lets it out, however often it is called. */
  enter(member: Member): () => void
  /** Those that are in, in no order. They may leave meanwhile. */
  members(): Iterable<Member>
}

/**
 * Opens slots that are used again. They take the place of a Set or a Map, because V8 gives those a new table every few dozen
 * changes, and the old table keeps its members and points to the new one: once a table has grown old, no later member
 * is young garbage any more, nor is anything that one refers to, until all memory is collected (docs/adr/025-young-garbage.md).
 */
export function openSlots<Member>(): Slots<Member> {
  const slots: (Member | undefined)[] = []
  const free: number[] = []
  return {
    enter: (member) => {
      const slot = free.pop() ?? slots.length
      slots[slot] = member
      let isIn = true
      return () => {
        if (!isIn) return
        isIn = false
        slots[slot] = undefined
        free.push(slot)
      }
    },
    *members() {
      for (const member of slots) if (member !== undefined) yield member
    },
  }
}
