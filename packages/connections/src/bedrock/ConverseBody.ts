/**
 * Serialises the JSON body of a ConverseStream request.
 *
 * Its shapes are those of the SDK's types, which equal the wire format except for bytes (images, documents): these
 * become base64. The JSON of a frozen system prompt, and of frozen tools, is kept and reused.
 */
import type { ConverseRequest } from "./ConverseRequest.ts"

export const converseBody = (request: ConverseRequest): Buffer => {
  const { fields, system, messages, inferenceConfig, guardrail } = request
  const { toolConfig, ...others } = fields ?? {}
  const behind = {
    // A field can add to what is named, and not replace it.
    ...others,
    messages,
    inferenceConfig,
    ...(guardrail === undefined
      ? {}
      : {
          guardrailConfig: {
            guardrailIdentifier: guardrail.id,
            guardrailVersion: guardrail.version,
            ...(guardrail.mode === undefined ? {} : { streamProcessingMode: guardrail.mode }),
          },
        }),
  }
  const plain =
    messages.every(({ content }) => content?.every(isPlain) ?? true) &&
    Object.keys(others).every((name) => name === "requestMetadata")
  const rest = plain ? JSON.stringify(behind) : JSON.stringify(behind, bytesAsBase64)
  const start = systemStart(system)
  const tools = toolConfig === undefined ? nothing : toolsPart(toolConfig)
  const body = Buffer.allocUnsafe(start.length + tools.length + Buffer.byteLength(rest) - 1)
  start.copy(body)
  tools.copy(body, start.length)
  body.write(rest.slice(1), start.length + tools.length)
  return body
}

const nothing = Buffer.alloc(0)

/** `"toolConfig":…,` of definitions that cannot change any more. */
const toolParts = new WeakMap<object, Buffer>()

const toolsPart = (toolConfig: object): Buffer => {
  const known = toolParts.get(toolConfig)
  if (known !== undefined) return known
  const part = Buffer.from(`"toolConfig":${JSON.stringify(toolConfig)},`)
  if (isFrozen(toolConfig)) toolParts.set(toolConfig, part)
  return part
}

const isFrozen = (value: unknown): boolean =>
  typeof value !== "object" ||
  value === null ||
  (Object.isFrozen(value) && Object.values(value).every(isFrozen))

/** `{"system":…,` of lists that cannot change any more: most of every prompt, and the same in all of them. */
const starts = new WeakMap<object, Buffer>()

const systemStart = (system: ConverseRequest["system"]): Buffer => {
  const known = starts.get(system)
  if (known !== undefined) return known
  const start = Buffer.from(`{"system":${JSON.stringify(system)},`)
  if (isFrozen(system)) starts.set(system, start)
  return start
}

/** Text and cache points hold no bytes; the check spares them a call per member. */
const isPlain = (block: object): boolean => "text" in block || "cachePoint" in block

/** `this` holds the value before `toJSON`, which turns a `Buffer` into an array of numbers. */
function bytesAsBase64(
  this: Readonly<Record<string, unknown>>,
  key: string,
  value: unknown,
): unknown {
  const original = this[key]
  return original instanceof Uint8Array
    ? Buffer.from(original.buffer, original.byteOffset, original.byteLength).toString("base64")
    : value
}
