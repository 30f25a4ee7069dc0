/** A learned wording, as the worker would write it, whatever it says. */
import { type Wording, WordingBook } from "@manga-assist/caching"
import { Effect } from "effect"
import { wordingVersion } from "../src/answers/StoreWordings.ts"

export const learned = (text: string, sentence: string): Wording => ({
  locale: "en",
  text,
  sentence,
  version: wordingVersion,
  approvedAt: 0,
  expiresAt: Number.MAX_SAFE_INTEGER,
  approvedBy: "a test",
  model: "none",
})

export const learn = Effect.fnUntraced(function* (...wordings: ReadonlyArray<Wording>) {
  const book = yield* WordingBook
  yield* book.approve({ lead: 1, wordings })
})
