/**
 * One index in memory: its documents by number (the slot), and their values by field.
 *
 * The slot of a removed document stays empty. What is kept of a field is made at its first use and thrown away when documents
 * are added or removed.
 */
import type { JsonObject } from "@manga-assist/bedrock-emulator/services"
import { checkDocument, type Mapping, type Value, valuesOf, vectorOf } from "./Mapping.ts"
import { tokens } from "./Tokens.ts"

export interface Column {
  /** By slot. */
  readonly values: ReadonlyArray<ReadonlyArray<Value>>
  /** By value, the slots that hold it. */
  readonly slots: ReadonlyMap<Value, ReadonlySet<number>>
}

/** Made once for each name, until all are forgotten. */
const remembering = <A>(make: (name: string) => A) => {
  const known = new Map<string, A>()
  const get = (name: string): A => {
    const value = known.get(name) ?? make(name)
    known.set(name, value)
    return value
  }
  return { get, forget: () => known.clear() }
}

export const makeSearchIndex = (name: string, mapping: Mapping) => {
  const documents: Array<JsonObject | undefined> = []

  const columns = remembering((path): Column => {
    const field = mapping.fields.get(path)
    const values = documents.map((each) =>
      field === undefined || each === undefined ? [] : valuesOf(field, each[path]),
    )
    const slots = new Map<Value, Set<number>>()
    for (const [slot, own] of values.entries()) {
      for (const value of own) {
        const holding = slots.get(value)
        if (holding === undefined) slots.set(value, new Set([slot]))
        else holding.add(slot)
      }
    }
    return { values, slots }
  })
  const words = remembering((path) =>
    documents.map((each) => tokens(typeof each?.[path] === "string" ? each[path] : "")),
  )
  const vectors = remembering((path) => documents.map((each) => vectorOf(each?.[path])))

  const bySlot: ReadonlyArray<JsonObject | undefined> = documents
  const forget = () => {
    for (const each of [columns, words, vectors]) each.forget()
  }
  return {
    name,
    mapping,
    documents: bySlot,
    /** The number of the document. @throws OpenSearchError when the mapping refuses it */
    add: (document: JsonObject): number => {
      checkDocument(mapping, document)
      forget()
      return documents.push(document) - 1
    },
    /** Whether there was a document in the slot. */
    remove: (slot: number): boolean => {
      if (documents[slot] === undefined) return false
      documents[slot] = undefined
      forget()
      return true
    },
    column: columns.get,
    /** Of a text, by slot; the same text has the same list. */
    words: words.get,
    /** By slot. */
    vectors: vectors.get,
  }
}

export type SearchIndex = ReturnType<typeof makeSearchIndex>
