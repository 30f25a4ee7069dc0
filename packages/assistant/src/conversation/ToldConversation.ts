/**
 * The conversation as a client tells it that sends all of it with each message. What it tells is used for its own prompts
 * alone: an answer that others may get is written without any conversation. Pure.
 */
import { maskSecrets } from "@manga-assist/async-sinks"
import type { Conversation } from "./Conversation.ts"
import { oncePer } from "../reading/OncePer.ts"

export interface ToldTurn {
  readonly question: string
  readonly answer: string
}

/** As many as are kept of a session. */
const mostTurns = 20

/** Which products were shown is not told; the series are found in the texts. */
export const toldConversation = oncePer((told: ReadonlyArray<ToldTurn>): Conversation => {
  const first = Math.max(0, told.length - mostTurns)
  return {
    turns: told.slice(first).map(({ answer, question }, index) => ({
      turn: `told-${first + index}`,
      question: maskSecrets(question),
      answer: maskSecrets(answer),
      series: [],
      products: [],
      at: first + index,
      seq: first + index + 1,
    })),
  }
})
