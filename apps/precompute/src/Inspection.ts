/** Where an entry lies in the cache and what is there, without asking a model. */
import { cacheKeyOf, cachePolicyOf, read } from "@manga-assist/assistant"
import { Effect } from "effect"
import type { Entry } from "./Entry.ts"
import { HeldAnswers } from "./HeldAnswers.ts"
import type { PrecomputeError } from "./PrecomputeError.ts"
import type { Held } from "./RefreshList.ts"

export interface Inspection {
  /** One for all its wordings; `undefined` for what is not to be kept at all: its refresh will say why. */
  readonly key: (entry: Entry) => string | undefined
  readonly held: (entry: Entry) => Effect.Effect<Held | undefined, PrecomputeError, HeldAnswers>
}

const keyOf = ({ locale, wordings }: Entry): string | undefined => {
  const question = read(wordings[0], locale)
  return cachePolicyOf(question).cacheable ? cacheKeyOf(question) : undefined
}

/** Keys change only with the catalogue's and the prompt's version, which a process does not outlive. */
export const makeInspection = (mostRemembered = 5_000): Inspection => {
  const remembered = new Map<string, string | undefined>()
  const key = (entry: Entry): string | undefined => {
    if (remembered.has(entry.id)) return remembered.get(entry.id)
    const found = keyOf(entry)
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(entry.id, found)
    return found
  }
  const held = Effect.fnUntraced(function* (entry: Entry) {
    const answers = yield* HeldAnswers
    const place = key(entry)
    const answer = place === undefined ? undefined : yield* answers.held(place)
    if (answer === undefined) return undefined
    const { freshForMs, storedAt } = answer
    return { storedAt, freshForMs: Math.min(freshForMs, entry.timing.holdsMs * 0.9) }
  })
  return { held, key }
}
