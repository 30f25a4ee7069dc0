/**
 * A conversation: its newest finished turns, at most 20, oldest first, and a summary of the first ones. Pure data.
 *
 * `joinConversations` merges the copy read from Redis or the session table with the one in this process's memory, so
 * that the next message sees a turn before its write has completed. A turn that both have is taken from memory; of two
 * summaries the one that covers more turns counts.
 */
import { Schema } from "effect"

export const PastTurn = Schema.Struct({
  turn: Schema.String,
  question: Schema.String,
  answer: Schema.String,
  /** Series the turn was about, first the most relevant. */
  series: Schema.Array(Schema.String),
  /** Ids of the products shown, in their order. */
  products: Schema.Array(Schema.String),
  /** Milliseconds since the epoch; behind the turns before it as far as they are known, whatever the clocks of instances say. */
  at: Schema.Finite,
  /** 1 for the first turn of the session; absent in turns that were written before it was counted. */
  seq: Schema.optionalKey(Schema.Int),
})
export type PastTurn = typeof PastTurn.Type

/** What a model made of the first turns of a session. */
export const ConversationSummary = Schema.Struct({
  text: Schema.String,
  /** How many turns, counted from the session's first. */
  covers: Schema.Int,
})
export type ConversationSummary = typeof ConversationSummary.Type

export interface Conversation {
  readonly turns: ReadonlyArray<PastTurn>
  readonly summary?: ConversationSummary | undefined
  /** It could not be read yet: there may be turns. */
  readonly isUnknown?: true
}

export const emptyConversation: Conversation = { turns: [] }
export const unknownConversation: Conversation = { turns: [], isUnknown: true }

/** Known to have no turns. */
export const isNew = ({ isUnknown, summary, turns }: Conversation): boolean =>
  turns.length === 0 && summary === undefined && isUnknown === undefined

/** More than the prompt uses, so that the summary has something to stand on. */
const keptTurns = 20

const later = (
  a: ConversationSummary | undefined,
  b: ConversationSummary | undefined,
): Pick<Conversation, "summary"> => {
  const summary = (a?.covers ?? 0) >= (b?.covers ?? 0) ? (a ?? b) : b
  return summary === undefined ? {} : { summary }
}

const inOrder = (turns: ReadonlyArray<PastTurn>): boolean =>
  turns.every((turn, index) => index === 0 || (turns[index - 1]?.at ?? 0) <= turn.at)

/** Nothing of `part` is missing in `whole`, and nothing of `whole` is to be moved: as at nearly every turn. */
const isWhole = (whole: ReadonlyArray<PastTurn>, part: ReadonlyArray<PastTurn>): boolean => {
  if (whole.length > keptTurns || !inOrder(whole)) return false
  if (whole.length === keptTurns && (part.at(-1)?.at ?? 0) < (whole[0]?.at ?? 0)) return true
  // Both are in order, so one walk finds each of them; a walk that fails leaves it to the slower way.
  let at = 0
  for (const { turn } of part) {
    while (at < whole.length && whole[at]?.turn !== turn) at += 1
    if (at === whole.length) return false
    at += 1
  }
  return true
}

/** Where both have a turn, that of `b` counts. */
export const joinConversations = (a: Conversation, b: Conversation): Conversation => {
  // As at nearly every turn: all of it was said here, and is in order as `appendTurn` keeps it.
  if (a.turns.length === 0 && a.summary === undefined && b.turns.length <= keptTurns) return b
  if (b.turns.length === 0 && isWhole(a.turns, [])) {
    return { turns: a.turns, ...later(a.summary, b.summary) }
  }
  if (isWhole(b.turns, a.turns)) return { turns: b.turns, ...later(a.summary, b.summary) }
  const byId = new Map<string, PastTurn>()
  for (const turn of [...a.turns, ...b.turns]) byId.set(turn.turn, turn)
  const turns = [...byId.values()].toSorted((x, y) => x.at - y.at)
  return { turns: turns.slice(-keptTurns), ...later(a.summary, b.summary) }
}

export const appendTurn = (conversation: Conversation, turn: PastTurn): Conversation =>
  (conversation.turns.at(-1)?.at ?? 0) <= turn.at &&
  conversation.turns.every((before) => before.turn !== turn.turn)
    ? { ...conversation, turns: [...conversation.turns.slice(1 - keptTurns), turn] }
    : joinConversations(conversation, { turns: [turn] })

/**
 * How many turns of the session came before those that are at hand. A turn that was counted while the
 * earlier ones could not be read has too low a number, which the others outvote.
 */
export const turnsBefore = ({ turns }: Conversation): number =>
  turns.reduce((most, { seq }, index) => Math.max(most, (seq ?? 0) - 1 - index), 0)

/** The number of the turn that comes next. */
export const nextSeq = (conversation: Conversation): number =>
  turnsBefore(conversation) + conversation.turns.length + 1

/** When the turn that comes next is, at the earliest: another instance, whose clock is ahead, may have written the last. */
export const nextAt = ({ turns }: Conversation, nowMs: number): number =>
  Math.max(nowMs, (turns.at(-1)?.at ?? nowMs - 1) + 1)
