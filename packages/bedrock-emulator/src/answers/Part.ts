/**
 * What a model says, part by part: pieces of text, tool uses with pieces of their JSON, and the end.
 *
 * `spoken` cuts an answer that is known whole into parts of a few tokens each, within the request's stop sequences and
 * `maxTokens`; a cut may fall into a tool's JSON. `counted` passes on the parts of a model that speaks in its own time.
 * `hear` puts parts together again.
 */
import { type AwsErrorType, knownError } from "../wire/AwsError.ts"
import { parsedJson } from "../wire/Json.ts"
import type { ModelAnswer, ModelPart, StopReason } from "./ModelAnswer.ts"
import { countTokens, tokenPieces } from "./Tokens.ts"

export type Part =
  | (Extract<ModelPart, { type: "text" | "input" }> & { readonly tokens: number })
  | Exclude<ModelPart, { type: "text" | "input" | "end" }>
  | (Extract<ModelPart, { type: "end" }> & {
      /** What the model had said before a guardrail ended it. */
      readonly modelTokens?: number
    })
  | { readonly type: "pause"; readonly ms: number }

/** Claude's frames on Bedrock carry a few tokens each. */
const tokensPerDelta = 2

export function* spoken(
  said: ModelAnswer,
  { maxTokens, stopSequences }: { maxTokens: number; stopSequences: ReadonlyArray<string> },
): Generator<Part> {
  let left = maxTokens
  /** The text in the pieces that leave together: the first token alone, as on the service. */
  function* deltas(text: string) {
    const pieces = tokenPieces(text)
    const kept = pieces.slice(0, left)
    left -= pieces.length
    for (let at = 0; at < kept.length; at += at === 0 ? 1 : tokensPerDelta) {
      const some = kept.slice(at, at === 0 ? 1 : at + tokensPerDelta)
      yield { text: some.join(""), tokens: some.length }
    }
  }
  const { stopped, text } = cutAtStop(said.text, stopSequences)
  for (const delta of deltas(text)) yield { type: "text", ...delta }
  const { toolUses = [] } = said
  for (const { cut, delayMs, input, name, toolUseId } of stopped || left < 0 ? [] : toolUses) {
    if (delayMs !== undefined) yield { type: "pause", ms: delayMs }
    yield { type: "tool", toolUseId, name }
    for (const { text: json, tokens } of deltas(JSON.stringify(input).slice(0, cut))) {
      yield { type: "input", json, tokens }
    }
    if (left < 0) break
  }
  yield { type: "end", stopReason: reasonOf(said, left < 0, stopped) }
}

const reasonOf = (said: ModelAnswer, full: boolean, stopped: boolean): StopReason => {
  if (full) return "max_tokens"
  if (stopped) return "stop_sequence"
  return said.stopReason ?? ((said.toolUses ?? []).length > 0 ? "tool_use" : "end_turn")
}

/** The stop sequence itself is not part of the answer. */
const cutAtStop = (text: string, stopSequences: ReadonlyArray<string>) => {
  const cuts = stopSequences.map((stop) => text.indexOf(stop)).filter((at) => at >= 0)
  return cuts.length === 0
    ? { text, stopped: false }
    : { text: text.slice(0, Math.min(...cuts)), stopped: true }
}

export async function* counted(parts: AsyncIterable<ModelPart>): AsyncGenerator<Part> {
  for await (const part of parts) {
    if (part.type === "text") yield { ...part, tokens: countTokens(part.text) }
    else if (part.type === "input") yield { ...part, tokens: countTokens(part.json) }
    else yield part
  }
}

/** What was said so far. */
export interface Heard {
  text: string
  readonly toolUses: Array<{ readonly toolUseId: string; readonly name: string; json: string }>
  /** Absent until the end. */
  stopReason?: StopReason
  /** The service's error in the answer's place, or in the midst of it. */
  refused?: AwsErrorType
}

export const nothingHeard = (): Heard => ({ text: "", toolUses: [] })

export const hear = (heard: Heard, part: Part): void => {
  if (part.type === "text") heard.text += part.text
  else if (part.type === "tool") {
    heard.toolUses.push({ toolUseId: part.toolUseId, name: part.name, json: "" })
  } else if (part.type === "input") {
    const last = heard.toolUses.at(-1)
    if (last !== undefined) last.json += part.json
  } else if (part.type === "end") heard.stopReason = part.stopReason
}

export const hearRefusal = (heard: Heard, error: unknown): void => {
  heard.refused = knownError(error).type
}

/** The input of a tool use; JSON that breaks off is an empty object, as the service returns it. */
export const inputOf = (json: string): unknown => parsedJson(json) ?? {}
