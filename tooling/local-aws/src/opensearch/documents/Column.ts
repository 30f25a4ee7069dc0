/**
 * Column store of one field: its values by the number of the document (its slot in the index), and an inverted index
 * from value to documents, which is built when it is first used and then kept up to date. `SearchIndex.ts` makes a
 * column when a query or sort first needs the field.
 */
import { type Value } from "./DocumentValues.ts"

export interface Column {
  readonly at: (slot: number) => ReadonlyArray<Value> | undefined
  readonly set: (slot: number, values: ReadonlyArray<Value> | undefined) => void
  /** Slots that hold this value. */
  readonly holding: (value: Value) => ReadonlySet<number>
}

const nobody: ReadonlySet<number> = new Set()

export const makeColumn = (): Column => {
  const bySlot: Array<ReadonlyArray<Value> | undefined> = []
  let byValue: Map<Value, Set<number>> | undefined

  const add = (index: Map<Value, Set<number>>, slot: number): void => {
    for (const value of bySlot[slot] ?? []) {
      const slots = index.get(value)
      if (slots === undefined) index.set(value, new Set([slot]))
      else slots.add(slot)
    }
  }

  return {
    at: (slot) => bySlot[slot],
    set: (slot, values) => {
      if (byValue !== undefined) {
        for (const value of bySlot[slot] ?? []) {
          const slots = byValue.get(value)
          slots?.delete(slot)
          if (slots?.size === 0) byValue.delete(value)
        }
      }
      while (bySlot.length < slot) bySlot.push(undefined)
      bySlot[slot] = values
      if (byValue !== undefined) add(byValue, slot)
    },
    holding: (value) => {
      if (byValue === undefined) {
        byValue = new Map()
        for (let slot = 0; slot < bySlot.length; slot++) add(byValue, slot)
      }
      return byValue.get(value) ?? nobody
    },
  }
}
