/**
 * Formats an answer for Converse: the events of its stream (`messageStart`, deltas, `contentBlockStop`,
 * `messageStop`, `metadata`), or the whole response without a stream.
 */
import { encodeEvent } from "../wire/EventStream.ts"
import { traceOf } from "../answers/Guardrail.ts"
import { inputOf } from "../answers/Part.ts"
import type { AnswerFormat, Telling } from "./StreamedAnswer.ts"

const frame = (type: string, payload: unknown): Buffer => encodeEvent(type, JSON.stringify(payload))

const facts = ({ cost, latencyMs, said, serviceTier }: Telling) => ({
  usage: cost.usage(),
  metrics: { latencyMs: latencyMs() },
  ...traceOf(said.assessment),
  ...(serviceTier && { serviceTier: { type: serviceTier } }),
})

export const converseFormat: AnswerFormat = {
  begin: () => frame("messageStart", { role: "assistant" }),
  open: (contentBlockIndex, part) => {
    // A block of text begins with its first delta; where there is none it is only closed.
    if (part.type === "text") return []
    const { name, toolUseId } = part
    const start = { toolUse: { toolUseId, name } }
    return [frame("contentBlockStart", { contentBlockIndex, start })]
  },
  delta: (contentBlockIndex, part) => {
    const delta = part.type === "text" ? { text: part.text } : { toolUse: { input: part.json } }
    return frame("contentBlockDelta", { contentBlockIndex, delta })
  },
  close: (contentBlockIndex) => frame("contentBlockStop", { contentBlockIndex }),
  end: (stopReason, telling) => [
    frame("messageStop", { stopReason }),
    frame("metadata", facts(telling)),
  ],
  whole: (telling) => {
    const { stopReason, text, toolUses } = telling.heard
    const content = [
      ...(text === "" && toolUses.length > 0 ? [] : [{ text }]),
      ...toolUses.map(({ json, name, toolUseId }) => ({
        toolUse: { toolUseId, name, input: inputOf(json) },
      })),
    ]
    return { output: { message: { role: "assistant", content } }, stopReason, ...facts(telling) }
  },
}
