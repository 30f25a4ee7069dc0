/**
 * One index in memory: documents by id and by number (slot, the place in its arrays), their values by column, their
 * vectors.
 */
import { type Column, makeColumn } from "./Column.ts"
import { readDocument, valuesOf } from "./DocumentValues.ts"
import { type JsonObject } from "./Json.ts"
import { type Mapping } from "./Mapping.ts"
import { makeVectorField, type VectorField } from "./VectorField.ts"

export interface IndexedDocument {
  readonly slot: number
  readonly id: string
  readonly source: JsonObject
  readonly version: number
  readonly sequence: number
}

export interface SearchIndex {
  readonly name: string
  readonly createdMs: number
  readonly settings: JsonObject
  readonly mapping: Mapping
  readonly size: () => number
  readonly get: (id: string) => IndexedDocument | undefined
  /** Adds or replaces. @throws OpenSearchError when the mapping refuses it */
  readonly put: (id: string, source: JsonObject) => IndexedDocument
  /** The removed document, if there was one. */
  readonly remove: (id: string) => IndexedDocument | undefined
  readonly at: (slot: number) => IndexedDocument | undefined
  /** In the order of their slots. */
  readonly documents: () => Iterable<IndexedDocument>
  readonly column: (path: string) => Column
  readonly vectors: (path: string) => VectorField | undefined
}

export const makeSearchIndex = (
  name: string,
  settings: JsonObject,
  mapping: Mapping,
  createdMs: number,
): SearchIndex => {
  const slots: Array<IndexedDocument | undefined> = []
  const free: Array<number> = []
  const byId = new Map<string, IndexedDocument>()
  const vectors = new Map<string, VectorField>()
  const columns = new Map<string, Column>()
  let sequence = -1

  const vectorField = (path: string): VectorField | undefined => {
    const field = mapping.fields.get(path)
    if (field?.type !== "knn_vector") return undefined
    const own = vectors.get(path) ?? makeVectorField(field.dimension, field.space)
    vectors.set(path, own)
    return own
  }

  const column = (path: string): Column => {
    const known = columns.get(path)
    if (known !== undefined) return known
    const made = makeColumn()
    // A field that is not mapped yet would miss what comes: it is asked for again next time.
    if (mapping.fields.has(path)) columns.set(path, made)
    for (const { slot, source } of byId.values()) made.set(slot, valuesOf(mapping, path, source))
    return made
  }

  return {
    name,
    createdMs,
    settings,
    mapping,
    size: () => byId.size,
    get: (id) => byId.get(id),
    at: (slot) => slots[slot],
    put: (id, source) => {
      const read = readDocument(mapping, id, source)
      const previous = byId.get(id)
      const slot = previous?.slot ?? free.pop() ?? slots.length
      sequence += 1
      const document = {
        slot,
        id,
        source,
        version: (previous?.version ?? 0) + 1,
        sequence,
      }
      slots[slot] = document
      byId.set(id, document)
      for (const [path, values] of columns) values.set(slot, read.values.get(path))
      for (const field of vectors.values()) field.remove(slot)
      for (const [path, vector] of read.vectors) vectorField(path)?.set(slot, vector)
      return document
    },
    remove: (id) => {
      const document = byId.get(id)
      if (document === undefined) return undefined
      sequence += 1
      byId.delete(id)
      slots[document.slot] = undefined
      free.push(document.slot)
      for (const values of columns.values()) values.set(document.slot, undefined)
      for (const field of vectors.values()) field.remove(document.slot)
      return document
    },
    documents: function* () {
      for (const document of slots) if (document !== undefined) yield document
    },
    column,
    vectors: vectorField,
  }
}
