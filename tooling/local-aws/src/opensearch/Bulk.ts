/**
 * Performs a `_bulk` request, as JSON lines: documents to be added, and others to be removed by the ids that they were given,
 * each of which succeeds or fails by itself. A malformed line throws, after earlier writes were done.
 */
import { isObject, type JsonObject, parsedJson } from "@manga-assist/bedrock-emulator/services"
import { illegalArgument, mapperParsing, OpenSearchError } from "./OpenSearchError.ts"
import type { SearchIndex } from "./SearchIndex.ts"

/** The index that the first action names; all must be of one here. Empty when it names none. */
export const indexOfActions = (body: Buffer): string => {
  const action = objectIn(body.toString("utf8").split("\n", 1)[0]) ?? {}
  const options = Object.values(action).find(isObject)
  return typeof options?.["_index"] === "string" ? options["_index"] : ""
}

/** @throws OpenSearchError when the lines themselves are malformed; nothing after such a line is done */
export const bulk = (index: SearchIndex, body: Buffer, startedMs: number): JsonObject => {
  const lines = body.toString("utf8").split("\n")
  if (lines.pop() !== "") {
    throw illegalArgument(String.raw`The bulk request must be terminated by a newline [\n]`)
  }
  if (lines.length === 0) throw illegalArgument("no requests added")
  const items: Array<Readonly<Record<string, JsonObject>>> = []
  for (let at = 0; at < lines.length; at += 1) {
    const action = objectIn(lines[at]) ?? {}
    const { delete: removal, index: options } = action
    const named = Object.values(action).find(isObject)?.["_index"]
    if (named !== undefined && named !== index.name) {
      throw illegalArgument(`all actions must be of [${index.name}] here`)
    }
    if (isObject(removal))
      items.push({ delete: { _index: index.name, ...removed(index, removal) } })
    else if (isObject(options)) {
      at += 1
      items.push({ index: { _index: index.name, ...added(index, options, lines[at]) } })
    } else {
      throw illegalArgument(
        `Malformed action/metadata line [${at + 1}], expected field [index] or [delete]`,
      )
    }
  }
  const errors = items.some((item) => Object.values(item).some((each) => "error" in each))
  return { took: Math.max(0, Date.now() - startedMs), errors, items }
}

const removed = (index: SearchIndex, { _id }: JsonObject): JsonObject => {
  const isThere = typeof _id === "string" && /^\d+$/u.test(_id) && index.remove(Number(_id))
  return isThere
    ? { _id, _version: 2, result: "deleted", status: 200 }
    : { _id: String(_id), _version: 1, result: "not_found", status: 404 }
}

const added = (index: SearchIndex, options: JsonObject, line: string | undefined): JsonObject => {
  try {
    const unknown = Object.keys(options).find((name) => name !== "_index")
    // What Serverless says to whoever chooses ids in a vector collection.
    if (unknown === "_id") {
      throw illegalArgument("Document ID is not supported in create/index operation request")
    }
    if (unknown !== undefined) throw illegalArgument(`unknown parameter [${unknown}]`)
    const document = objectIn(line)
    if (document === undefined) throw mapperParsing("the document is not an object")
    return { _id: String(index.add(document)), _version: 1, result: "created", status: 201 }
  } catch (error) {
    if (!(error instanceof OpenSearchError)) throw error
    return { _id: null, status: error.status, error: error.detail }
  }
}

const objectIn = (line = ""): JsonObject | undefined => {
  const value = parsedJson(line)
  return isObject(value) ? value : undefined
}
