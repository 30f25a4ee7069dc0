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
  readonly question: string
  readonly answer: string
}

/** As many as are kept of a session. */
const mostTurns = 20
/** As many as a finished turn records. */
const mostSeries = 10

/** Which products were shown is not told; the series are those that the texts name. */
export const toldConversation = oncePer((names: StoreReader) =>
  oncePer((told: ReadonlyArray<ToldTurn>): Conversation => {
    const first = Math.max(0, told.length - mostTurns)
    return {
      turns: told.slice(first).map(({ answer, question }, index) => {
        const at = first + index
        const turn: PastTurn = {
          turn: `told-${at}`,
          question: maskSecrets(question),
          answer: maskSecrets(answer),
          series: [],
          products: [],
          at,
          seq: at + 1,
        }
        const series = spokenOf({ turns: [turn] }, names).slice(0, mostSeries)
        return Object.assign(turn, { series })
      }),
    }
  }),
)
