/**
 * The conversation as a client tells it that sends all of it with each message. What it tells is used for its own prompts
 * alone: an answer that others may get is written without any conversation. Pure.
 */
import { maskSecrets } from "@manga-assist/async-sinks"
import type { StoreReader } from "@manga-assist/store-grammar"
import type { Conversation, PastTurn } from "../conversation/Conversation.ts"
import { spokenOf } from "../facts/Topics.ts"
import { oncePer } from "../reading/OncePer.ts"

export interface ToldTurn {
  /** 1 for the first of the conversation, which may be longer than what is told of it. */
  readonly seq: number
  readonly question: string
  readonly answer: string
}

/** As many as a finished turn records. */
const mostSeries = 10

/** Which products were shown is not told; the series are those that the texts name. */
export const toldConversation = oncePer((names: StoreReader) =>
  oncePer((told: ReadonlyArray<ToldTurn>): Conversation => ({
    turns: told.map(({ answer, question, seq }) => {
      const turn: PastTurn = {
        turn: `told-${seq}`,
        question: maskSecrets(question),
        answer: maskSecrets(answer),
        series: [],
        products: [],
        at: seq,
        seq,
      }
      const series = spokenOf({ turns: [turn] }, names).slice(0, mostSeries)
      return Object.assign(turn, { series })
    }),
  })),
)
