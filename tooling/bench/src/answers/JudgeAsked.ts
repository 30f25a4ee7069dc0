/**
 * Evaluates the answers to a corpus entry, turn by turn: unmet expectations, their cause, and whether each statement
 * is backed by facts in the prompt. Cause and statements need the prompts, which can be inspected only if the
 * benchmark itself started the chat server with an emulated model; a server that `--url` names does not show them.
 */
import type { AskedEntry } from "./AskCorpus.ts"
import type { Told } from "./AskedSession.ts"
import type { JudgedEntry, JudgedTurn } from "./AnswersResult.ts"
import { causeOf } from "./Causes.ts"
import type { CorpusEntry } from "./Corpus.ts"
import { unmet } from "./Judge.ts"
import type { OtherIntents } from "./OtherIntents.ts"
import { originsOf, statements } from "./Stated.ts"
import type { SeenPrompt, SeenPrompts } from "./SeenPrompts.ts"

/** Absent for a store whose model cannot be watched. */
export interface Watched {
  readonly prompts: SeenPrompts
  readonly intents: OtherIntents
}

const statedIn = (
  { answer }: Told,
  { facts }: SeenPrompt,
  before: ReadonlyArray<{ readonly told: Told }>,
): JudgedTurn["stated"] => {
  const stated = statements(answer)
  const said = before.map(({ told }) => told.answer)
  const origins = originsOf(stated, { ...facts, text: [facts.text, ...said].join("\n") })
  return {
    facts: origins.filter((origin) => origin === "facts").length,
    computed: origins.filter((origin) => origin === "computed").length,
    nowhere: stated.filter((_, index) => origins[index] === "nowhere"),
  }
}

const judgeTurn = async (
  { ask, expect }: CorpusEntry["turns"][number],
  told: Told,
  before: ReadonlyArray<{ readonly ask: string; readonly told: Told }>,
  watched: Watched | undefined,
): Promise<JudgedTurn> => {
  const { answer, degraded = [], outcome, products, reason, source } = told
  const seen = watched?.prompts.of(
    answer,
    ask,
    before.map((each) => each.ask),
  )
  const missed = [
    ...unmet(expect, told),
    ...(outcome === "complete" || outcome === "blocked"
      ? []
      : [{ rule: "answered" as const, wanted: "an answer", got: outcome }]),
  ]
  const tried =
    missed.length === 0 || seen === undefined || watched === undefined
      ? undefined
      : () =>
          watched.intents.anyRight(
            seen.sent,
            (other) => unmet(expect, { ...told, answer: other }).length === 0,
          )
  const intent = seen?.facts.intent
  const stated = seen === undefined ? undefined : statedIn(told, seen, before)
  return {
    ask,
    answer,
    products: products.map(({ id }) => id),
    outcome,
    degraded,
    ...(source === undefined ? {} : { source }),
    ...(reason === undefined ? {} : { reason }),
    ...(intent === undefined ? {} : { intent }),
    unmet: missed,
    ...(missed.length === 0
      ? {}
      : { cause: causeOf(missed, expect, seen?.facts, await tried?.()) }),
    ...(stated === undefined ? {} : { stated }),
  }
}

export const judgeAsked = async (
  { entry, told }: AskedEntry,
  watched: Watched | undefined,
): Promise<JudgedEntry> => {
  const judged: Array<JudgedTurn> = []
  const before: Array<{ readonly ask: string; readonly told: Told }> = []
  for (const [index, turn] of entry.turns.entries()) {
    const answer = told[index] ?? { answer: "", products: [], outcome: "not asked" }
    judged.push(await judgeTurn(turn, answer, before, watched))
    before.push({ ask: turn.ask, told: answer })
  }
  const [first, ...others] = judged
  if (first === undefined) throw new Error(`${entry.id} has no turns`)
  return {
    id: entry.id,
    class: entry.class,
    language: entry.language,
    turns: [first, ...others],
  }
}
