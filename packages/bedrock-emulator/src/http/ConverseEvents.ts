/**
 * Formats an answer for Converse: the events of its stream (`messageStart`, deltas, `contentBlockStop`,
 * `messageStop`, `metadata`), or the whole response without a stream.
 */
import { type Answer, usageOf } from "../answers/Answer.ts"
import { encodeEvent } from "../wire/EventStream.ts"
import { traceOf } from "../answers/Guardrail.ts"
import { type AnswerEvent, deltasOf, type Progress } from "./StreamedAnswer.ts"
import { tokenPieces } from "../answers/Tokens.ts"

const event = (type: string, payload: unknown, tokens = 0): AnswerEvent => ({
  frame: () => encodeEvent(type, JSON.stringify(payload)),
  tokens,
})

export const converseEvents = function* (
  said: Answer,
  { latencyMs, outputTokens }: Progress,
): Generator<AnswerEvent> {
  yield event("messageStart", { role: "assistant" })
  let contentBlockIndex = 0
  if (said.pieces.length > 0 || said.toolUses.length === 0) {
    for (const { text, tokens } of deltasOf(said.pieces)) {
      yield event("contentBlockDelta", { contentBlockIndex, delta: { text } }, tokens)
    }
    yield event("contentBlockStop", { contentBlockIndex })
    contentBlockIndex += 1
  }
  for (const { input, name, toolUseId } of said.toolUses) {
    yield event("contentBlockStart", { contentBlockIndex, start: { toolUse: { toolUseId, name } } })
    for (const { text, tokens } of deltasOf(tokenPieces(JSON.stringify(input)))) {
      const delta = { toolUse: { input: text } }
      yield event("contentBlockDelta", { contentBlockIndex, delta }, tokens)
    }
    yield event("contentBlockStop", { contentBlockIndex })
    contentBlockIndex += 1
  }
  yield event("messageStop", { stopReason: said.stopReason })
  const blocked = said.stopReason === "guardrail_intervened"
  yield {
    tokens: 0,
    frame: () =>
      encodeEvent(
        "metadata",
        JSON.stringify({
          usage: usageOf(said, blocked ? 0 : outputTokens()),
          metrics: { latencyMs: latencyMs() },
          ...traceOf(said.assessment),
        }),
      ),
  }
}

export const converseReply = (said: Answer, outputTokens: number, latencyMs: number) => {
  const text = said.pieces.join("")
  return {
    output: {
      message: {
        role: "assistant",
        content: [
          ...(text === "" && said.toolUses.length > 0 ? [] : [{ text }]),
          ...said.toolUses.map((toolUse) => ({ toolUse })),
        ],
      },
    },
    stopReason: said.stopReason,
    usage: usageOf(said, outputTokens),
    metrics: { latencyMs },
    ...traceOf(said.assessment),
  }
}
