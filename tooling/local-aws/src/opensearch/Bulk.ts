/**
 * Performs a `_bulk` request: many writes as JSON lines, each of which succeeds or fails by itself. A malformed line
 * throws, after earlier writes were done.
 */
import { randomUUID } from "node:crypto"
import { write, type WriteAction } from "./documents/Documents.ts"
import { type Indices } from "./documents/Indices.ts"
import { asText, isObject, type JsonObject } from "./documents/Json.ts"
import { illegalArgument, OpenSearchError, validation } from "./documents/OpenSearchError.ts"

const actions = ["index", "create", "update", "delete"] as const
const metadata = new Set([
  "_index",
  "_id",
  "routing",
  "retry_on_conflict",
  "require_alias",
  "if_seq_no",
  "if_primary_term",
  "pipeline",
  "version",
  "version_type",
])

/** @throws OpenSearchError when the lines themselves are malformed; nothing after such a line is done */
export const bulk = (
  indices: Indices,
  defaultIndex: string | undefined,
  body: Buffer,
  startedMs: number,
): JsonObject => {
  const lines = body.toString("utf8").split("\n")
  if (body.length === 0) throw validation("no requests added")
  if (lines.pop() !== "") {
    throw illegalArgument(String.raw`The bulk request must be terminated by a newline [\n]`)
  }
  const items: Array<JsonObject> = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ""
    at += 1
    if (line.trim() === "") continue
    const { action, index, id } = readAction(line, at, defaultIndex)
    const source = action === "delete" ? undefined : lines[at++]
    if (source === undefined && action !== "delete")
      throw validation(`the source of line [${at - 1}] is missing`)
    items.push({ [action]: perform(indices, action, index, id, source) })
  }
  if (items.length === 0) throw validation("no requests added")
  const errors = items.some((item) =>
    Object.values(item).some((one) => isObject(one) && "error" in one),
  )
  return { took: Math.max(0, Date.now() - startedMs), errors, items }
}

const readAction = (
  line: string,
  number: number,
  defaultIndex: string | undefined,
): { readonly action: WriteAction; readonly index: string; readonly id: string | undefined } => {
  const parsed = parse(line)
  if (!isObject(parsed)) {
    throw illegalArgument(
      `Malformed action/metadata line [${number}], expected START_OBJECT or END_OBJECT`,
    )
  }
  const [name, ...more] = Object.keys(parsed)
  const action = actions.find((known) => known === name)
  const options = action === undefined ? undefined : parsed[action]
  if (action === undefined || more.length > 0 || !isObject(options)) {
    throw illegalArgument(
      `Malformed action/metadata line [${number}], expected field [create], [delete], [index] or [update] but found [${String(name)}]`,
    )
  }
  const unknown = Object.keys(options).find((key) => !metadata.has(key))
  if (unknown !== undefined) {
    throw illegalArgument(
      `Action/metadata line [${number}] contains an unknown parameter [${unknown}]`,
    )
  }
  const index = options["_index"] ?? defaultIndex
  const id = options["_id"]
  if (typeof index !== "string") throw validation("index is missing")
  if (id === undefined && (action === "update" || action === "delete"))
    throw validation("id is missing")
  return { action, index, id: id === undefined || id === null ? undefined : asText(id) }
}

const perform = (
  indices: Indices,
  action: WriteAction,
  indexName: string,
  id: string | undefined,
  source: string | undefined,
): JsonObject => {
  try {
    const index = indices.getOrCreate(indexName)
    const body = source === undefined ? undefined : parse(source)
    const { status, body: result } = write(index, action, id ?? randomUUID(), body)
    return { ...result, status }
  } catch (error) {
    if (!(error instanceof OpenSearchError)) throw error
    return { _index: indexName, _id: id ?? null, status: error.status, error: error.detail }
  }
}

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
