/**
 * Reads a streamed chat completion: server-sent events with JSON chunks, told as parts of a model's answer as they come.
 *
 * A stream that ends without saying why, or that says something else than chunks, is a `ModelStreamErrorException`.
 */
import {
  AwsError,
  isObject,
  type JsonObject,
  type ModelPart,
  parsedJson,
} from "@manga-assist/bedrock-emulator/services"
import { randomUUID } from "node:crypto"

const broken = (why: string) =>
  new AwsError("ModelStreamErrorException", `The local model's answer broke off: ${why}`)

/** The JSON of each event; ends at `[DONE]` or with the body. */
export async function* chunksOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<JsonObject> {
  const decoder = new TextDecoder()
  let rest = ""
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r?\n/)
    rest = lines.pop() ?? ""
    for (const line of lines) {
      if (!line.startsWith("data:")) continue
      const data = line.slice("data:".length).trim()
      if (data === "[DONE]") return
      yield chunkOf(data)
    }
  }
}

const chunkOf = (data: string): JsonObject => {
  const chunk = parsedJson(data)
  if (chunk === undefined) throw broken("it is no JSON")
  if (!isObject(chunk)) throw broken("it is no object")
  if (chunk["error"] !== undefined) throw broken(messageOf(chunk) ?? "it says no reason")
  return chunk
}

/** What an error in OpenAI's format says. */
export const messageOf = (body: unknown): string | undefined => {
  const error = isObject(body) ? body["error"] : undefined
  const message = isObject(error) ? error["message"] : error
  return typeof message === "string" ? message : undefined
}

const stopReasons = new Map([
  ["stop", "end_turn"],
  ["length", "max_tokens"],
  ["tool_calls", "tool_use"],
  ["function_call", "tool_use"],
  ["content_filter", "content_filtered"],
] as const)

type Ended = Extract<ModelPart, { type: "end" }>

export async function* partsOf(chunks: AsyncIterable<JsonObject>): AsyncGenerator<ModelPart> {
  const tools = new OpenTools()
  let stopReason: Ended["stopReason"] | undefined
  let usage: Ended["usage"]
  for await (const chunk of chunks) {
    usage = usageOf(chunk["usage"]) ?? usage
    const choices: ReadonlyArray<unknown> = Array.isArray(chunk["choices"]) ? chunk["choices"] : []
    const choice = objectOf(choices[0])
    const { content, tool_calls: calls } = objectOf(choice["delta"])
    if (typeof content === "string" && content !== "") yield { type: "text", text: content }
    for (const call of Array.isArray(calls) ? calls : []) yield* tools.parts(objectOf(call))
    const reason = choice["finish_reason"]
    if (typeof reason === "string") stopReason = reasonOf(reason)
  }
  yield* tools.closed()
  if (stopReason === undefined) throw broken("it has no end")
  // Some say `stop` for these too.
  const isOfTools = tools.some && stopReason === "end_turn"
  yield {
    type: "end",
    stopReason: isOfTools ? "tool_use" : stopReason,
    ...(usage === undefined ? {} : { usage }),
  }
}

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {})

const reasonOf = (reason: string): Ended["stopReason"] => {
  for (const [name, stopReason] of stopReasons) if (name === reason) return stopReason
  return "end_turn"
}

const usageOf = (value: unknown): Ended["usage"] => {
  const usage = objectOf(value)
  const { completion_tokens: outputTokens, prompt_tokens: prompt } = usage
  if (typeof outputTokens !== "number" || typeof prompt !== "number") return undefined
  const { cached_tokens: cached } = objectOf(usage["prompt_tokens_details"])
  const cacheReadTokens = typeof cached === "number" ? cached : 0
  return { inputTokens: prompt - cacheReadTokens, cacheReadTokens, outputTokens }
}

/** Calls come one after the other, each whole or in pieces of its arguments. */
class OpenTools {
  /** Was any begun? */
  some = false
  #index: unknown
  #isEmpty = false;

  *parts(call: JsonObject): Generator<ModelPart> {
    const { arguments: given, name } = objectOf(call["function"])
    const { index } = call
    // Servers that number them not send each whole.
    const isNext = !this.some || index === undefined || index !== this.#index
    if (isNext) {
      if (typeof name !== "string") throw broken("a tool use has no name")
      yield* this.closed()
      this.some = true
      this.#index = index
      this.#isEmpty = true
      // Ids of servers repeat, or have letters that Bedrock refuses.
      yield { type: "tool", toolUseId: `tooluse_${randomUUID().replaceAll("-", "")}`, name }
    }
    const json = typeof given === "string" ? given : JSON.stringify(given ?? "")
    if (json === "" || json === '""') return
    this.#isEmpty = false
    yield { type: "input", json }
  }

  /** An input that was never told is an empty one. */
  *closed(): Generator<ModelPart> {
    if (this.#isEmpty) yield { type: "input", json: "{}" }
    this.#isEmpty = false
  }
}
