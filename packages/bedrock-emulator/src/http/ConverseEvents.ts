/**
 * Formats an answer for Converse: the events of its stream (`messageStart`, deltas, `contentBlockStop`,
 * `messageStop`, `metadata`), or the whole response without a stream.
 */
import { encodeEvent } from "../wire/EventStream.ts"
import { traceOf } from "../answers/Guardrail.ts"
import { inputOf } from "../answers/Part.ts"
import type { AnswerEvent, MakeFormat, Progress, Saying } from "./StreamedAnswer.ts"

const event = (type: string, payload: unknown, tokens = 0): AnswerEvent => ({
  frame: () => encodeEvent(type, JSON.stringify(payload)),
  tokens,
})

export const converseFormat: MakeFormat = ({ assessment }, { latencyMs, usage }) => {
  let contentBlockIndex = 0
  let open: "text" | "tool" | undefined
  const closed = (): ReadonlyArray<AnswerEvent> => {
    // Even an answer without a word has a block, which is only closed.
    if (open === undefined && contentBlockIndex > 0) return []
    const stop = event("contentBlockStop", { contentBlockIndex })
    contentBlockIndex += 1
    open = undefined
    return [stop]
  }
  const delta = (content: unknown, tokens: number) =>
    event("contentBlockDelta", { contentBlockIndex, delta: content }, tokens)
  const metadata = (): AnswerEvent => ({
    tokens: 0,
    frame: () =>
      encodeEvent(
        "metadata",
        JSON.stringify({
          usage: usage(),
          metrics: { latencyMs: latencyMs() },
          ...traceOf(assessment),
        }),
      ),
  })
  return {
    begin: () => event("messageStart", { role: "assistant" }),
    of: (part) => {
      switch (part.type) {
        case "text": {
          const before = open === "tool" ? closed() : []
          open = "text"
          return [...before, delta({ text: part.text }, part.tokens)]
        }
        case "tool": {
          const before = open === undefined ? [] : closed()
          open = "tool"
          const { name, toolUseId } = part
          const start = { toolUse: { toolUseId, name } }
          return [...before, event("contentBlockStart", { contentBlockIndex, start })]
        }
        case "input":
          return [delta({ toolUse: { input: part.json } }, part.tokens)]
        case "end":
          return [...closed(), event("messageStop", { stopReason: part.stopReason }), metadata()]
      }
    },
  }
}

export const converseReply = ({ heard, said }: Saying, { latencyMs, usage }: Progress) => {
  const { stopReason, text, toolUses } = heard
  return {
    output: {
      message: {
        role: "assistant",
        content: [
          ...(text === "" && toolUses.length > 0 ? [] : [{ text }]),
          ...toolUses.map(({ json, name, toolUseId }) => ({
            toolUse: { toolUseId, name, input: inputOf(json) },
          })),
        ],
      },
    },
    stopReason,
    usage: usage(),
    metrics: { latencyMs: latencyMs() },
    ...traceOf(said.assessment),
  }
}
