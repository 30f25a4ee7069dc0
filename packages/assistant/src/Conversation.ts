/**
 * What a session remembers: its finished turns, oldest first, and how to cut them for a prompt.
 *
 * Pure data. Two copies of one session (this process, the store) are joined by turn id, so that
 * a turn recorded here is visible to the next message before any write has landed.
 */
import { Schema } from "effect"

export const PastTurn = Schema.Struct({
  turn: Schema.String,
  question: Schema.String,
  answer: Schema.String,
  /** Series the turn was about, first the most relevant; what "it" means in the next question. */
  series: Schema.Array(Schema.String),
  /** Ids of the products shown, in their order. */
  products: Schema.Array(Schema.String),
  /** Milliseconds since the epoch. */
  at: Schema.Finite,
})
export type PastTurn = typeof PastTurn.Type

export interface Conversation {
  readonly turns: ReadonlyArray<PastTurn>
}

export const emptyConversation: Conversation = { turns: [] }

/** More than the prompt uses, so that the summary has something to stand on. */
const keptTurns = 20

export const joinConversations = (a: Conversation, b: Conversation): Conversation => {
  if (b.turns.length === 0) return a
  if (a.turns.length === 0) return b
  const byId = new Map<string, PastTurn>()
  for (const turn of [...a.turns, ...b.turns]) byId.set(turn.turn, turn)
  const turns = [...byId.values()].toSorted((x, y) => x.at - y.at)
  return { turns: turns.slice(-keptTurns) }
}

export const appendTurn = (conversation: Conversation, turn: PastTurn): Conversation =>
  joinConversations(conversation, { turns: [turn] })
