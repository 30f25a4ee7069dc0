/**
 * The JSON body of a ConverseStream request, written once.
 *
 * The shapes are those of the SDK's types, which are those of the wire, but for bytes (images,
 * documents): the wire has them in base64.
 */
import { type ConverseRequest } from "./BedrockChat.ts"

export const converseBody = (request: ConverseRequest): Buffer => {
  const { system, messages, inferenceConfig, guardrail } = request
  const body = {
    system,
    messages,
    inferenceConfig,
    ...(guardrail === undefined
      ? {}
      : {
          guardrailConfig: {
            guardrailIdentifier: guardrail.id,
            guardrailVersion: guardrail.version,
          },
        }),
  }
  const plain = messages.every(({ content }) => content?.every(isPlain) ?? true)
  return Buffer.from(plain ? JSON.stringify(body) : JSON.stringify(body, bytesAsBase64))
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
