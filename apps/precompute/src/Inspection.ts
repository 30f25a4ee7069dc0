/**
 * Where an entry lies in the cache and what is there, without asking a model: `answerAhead` is given a cache that
 * claims to be fresh, notes the keys it is asked for, and is told nothing else.
 */
import { answerAhead, type AnsweringNeeds, CachedAnswers } from "@manga-assist/assistant"
import { Effect } from "effect"
import type { Entry } from "./Entry.ts"
import { HeldAnswers } from "./HeldAnswers.ts"
import type { PrecomputeError } from "./PrecomputeError.ts"
import type { Held } from "./RefreshList.ts"

const anything = {
  text: "-",
  products: [],
  model: "",
  origin: "precomputed",
  words: "",
  figures: [],
  series: [],
} as const

const keysOf = Effect.fnUntraced(function* (entry: Entry) {
  const answers = yield* CachedAnswers
  const keys: Array<string> = []
  yield* answerAhead(entry.wordings, entry.locale).pipe(
    Effect.provideService(
      CachedAnswers,
      CachedAnswers.of({
        ...answers,
        lookup: (key) =>
          Effect.sync(() => {
            keys.push(key)
            return { value: anything, freshness: "fresh", ageMs: 0, freshForMs: 1, tagged: false }
          }),
      }),
    ),
    // Not to be kept at all: then it has no key, and its refresh will say why.
    Effect.ignore,
  )
  return keys
})

export interface Inspection {
  /** Where it lies; empty for what is not to be kept at all. */
  readonly keys: (entry: Entry) => Effect.Effect<ReadonlyArray<string>, never, AnsweringNeeds>
  /** Of several keys the one that ends first; `undefined` when one of them is missing. */
  readonly held: (
    entry: Entry,
  ) => Effect.Effect<Held | undefined, PrecomputeError, AnsweringNeeds | HeldAnswers>
}

/** Keys change only with the catalogue's and the prompt's version, which a process does not outlive. */
export const makeInspection = (mostRemembered = 5_000): Inspection => {
  const remembered = new Map<string, ReadonlyArray<string>>()
  const keys = Effect.fnUntraced(function* (entry: Entry) {
    const known = remembered.get(entry.id)
    if (known !== undefined) return known
    const found = yield* keysOf(entry)
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(entry.id, found)
    return found
  })
  const held: Inspection["held"] = Effect.fnUntraced(function* (entry) {
    const answers = yield* HeldAnswers
    let first: Held | undefined
    for (const key of yield* keys(entry)) {
      const answer = yield* answers.held(key)
      if (answer === undefined) return undefined
      const { storedAt } = answer
      const freshForMs = Math.min(answer.freshForMs, entry.timing.holdsMs * 0.9)
      if (first === undefined || storedAt + freshForMs < first.storedAt + first.freshForMs) {
        first = { storedAt, freshForMs }
      }
    }
    return first
  })
  return { held, keys }
}
