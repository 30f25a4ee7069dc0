/**
 * The digest by which a recorded answer is found again: of the model, the API and the body of a call. Streamed or whole
 * makes no difference, nor does the order of a body's fields, its `requestMetadata`, or how tool uses are numbered.
 */
import { createHash } from "node:crypto"
import { isObject } from "../../wire/Json.ts"
import type { ModelCall } from "../ModelAnswer.ts"

const idNames = new Set(["toolUseId", "tool_use_id"])

const canonical = (value: unknown, ids: Map<unknown, string>): unknown => {
  if (Array.isArray(value)) return value.map((each) => canonical(each, ids))
  if (!isObject(value)) return value
  const isId = (name: string) =>
    idNames.has(name) || (name === "id" && value["type"] === "tool_use")
  return Object.keys(value)
    .toSorted()
    .map((name) => {
      if (!isId(name)) return [name, canonical(value[name], ids)]
      const id = ids.get(value[name]) ?? `#${ids.size + 1}`
      ids.set(value[name], id)
      return [name, id]
    })
}

/** 64 hexadecimal digits. */
export const digestOf = ({ api, body, modelId }: Pick<ModelCall, "api" | "body" | "modelId">) => {
  const { requestMetadata: _, ...asked } = body
  const text = JSON.stringify([modelId, api, canonical(asked, new Map())])
  return createHash("sha256").update(text).digest("hex")
}
