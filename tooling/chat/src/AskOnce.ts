/**
 * Asks one question, prints the answer and returns the exit code. For a race, what a model answered is asked once more. Ctrl-C cancels the question; pressed again it ends
 * the program at once.
 */
import { setTimeout } from "node:timers/promises"
import { answerPrinter } from "./AnswerPrinter.ts"
import type { Answer, Conversation } from "./Conversation.ts"
import type { Screen } from "./Screen.ts"

/** An answer is written to the cache behind the customer's back. */
const keptWithinMs = 1_000

/** 0: complete; 130: cancelled; 1: anything else. */
export const exitCodeOf = (answer: Answer): number => {
  if (answer.kind === "failed") return 1
  if (answer.end.finish === "cancelled") return 130
  return answer.end.finish === "complete" ? 0 : 1
}

export const askOnce = async (
  conversation: Conversation,
  question: string,
  screen: Screen,
  shown: { readonly json: boolean; readonly race: boolean },
): Promise<number> => {
  let interrupted = false
  const left = new AbortController()
  process.on("SIGINT", () => {
    if (interrupted) process.exit(130)
    interrupted = true
    left.abort()
    conversation.cancel()
  })
  const ask = async () => {
    const printer = answerPrinter(screen, shown)
    const answer = await conversation.ask(question, printer.onEvent)
    printer.finish(answer)
    return answer
  }
  let answer = await ask()
  if (shown.race && !interrupted && answer.kind === "ended" && answer.end.source === "model") {
    await setTimeout(keptWithinMs, undefined, { signal: left.signal }).catch(() => undefined)
    if (interrupted) return 130
    if (!shown.json) screen.line(screen.dim("\nThe same again:"))
    answer = await ask()
  }
  return interrupted ? 130 : exitCodeOf(answer)
}
