/**
 * Has a guardrail judge what a model says in a stream. Before its verdict (`sync`): all text comes so much later as
 * judging takes, and from the piece on that is blocked none does. Behind it (`async`): text comes at once, the verdict
 * so much later; what was said until then has left.
 *
 * Where text is blocked, the guardrail's own words end the answer. The end of an answer always waits for its verdict.
 */
import type { OutputJudge } from "./Guardrail.ts"
import type { Part } from "./Part.ts"

export async function* judged(
  parts: Iterable<Part> | AsyncIterable<Part>,
  { blockedText, isLate, ms }: OutputJudge,
): AsyncGenerator<Part> {
  let text = ""
  let tokens = 0
  let words: string | undefined
  let verdictAt = 0
  for await (const part of parts) {
    if (words !== undefined && performance.now() >= verdictAt) break
    if (part.type === "end") {
      const leftMs = verdictAt - performance.now()
      if (isLate && leftMs > 0) yield { type: "pause", ms: leftMs }
      if (words !== undefined) break
    }
    if (part.type === "text") {
      if (text === "" && !isLate) yield { type: "pause", ms }
      text += part.text
      if (words === undefined) {
        words = blockedText(text)
        verdictAt = performance.now() + (isLate ? ms : 0)
      }
      tokens += part.tokens
      if (words !== undefined && !isLate) break
    }
    yield part
  }
  if (words === undefined) return
  yield { type: "text", text: words, tokens: 0 }
  yield { type: "end", stopReason: "guardrail_intervened", modelTokens: tokens }
}
