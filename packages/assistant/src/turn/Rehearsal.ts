/**
 * Warms the process up before it serves customers: runs the steps of a turn up to the model call over the real
 * connections, so that their code is loaded and compiled, which would otherwise cost the first customer some 100 ms.
 * Neither chat nor embedding model is called, so no tokens are spent. Never fails.
 */
import { Effect, Layer } from "effect"
import type { Catalogue } from "@manga-assist/catalogue"
import type { StoreReader } from "@manga-assist/store-grammar"
import { admit } from "./Admit.ts"
import { retrieveForAll, sharedParts } from "../answers/ComposeAnswer.ts"
import { emptyConversation } from "../conversation/Conversation.ts"
import { nearTitles } from "../facts/NearTitles.ts"
import { titlesTold } from "../facts/TitlesTold.ts"
import { read } from "../reading/Read.ts"
import { StoreNames } from "../reading/StoreNames.ts"
import { HitAudit } from "../answers/audit/HitAudit.ts"
import { Models } from "../model/Models.ts"
import { storeWeekday } from "../model/StoreClock.ts"
import { namesOf } from "../tools/names/CatalogueNames.ts"
import { toCard } from "../products/Offer.ts"
import { buildPrompt } from "../prompt/Prompt.ts"
import { placeCachePoints } from "../model/PromptCache.ts"
import { makeLookUp } from "../answers/LookUp.ts"
import { Renewals } from "../answers/Renewals.ts"

/** Questions that slots determine, so that no embedding is asked for, in both languages. */
const questionsOf = ({ series }: Catalogue) =>
  series
    .slice(0, 3)
    .flatMap((each) => [
      `Is volume 1 of ${each.english} in stock?`,
      `${each.japanese}について教えて`,
    ])

/** In words that no list explains. */
const freeWords = ["Something quiet for a rainy evening", "雨の夜に読みたい静かな一冊"]

/** What is made of a catalogue when it is first asked for: some 60 ms for 300 series, which no customer shall wait for. */
export const makeIndexes = (names: StoreReader): void => {
  for (const text of freeWords) {
    nearTitles(read(names, text))
    titlesTold(text, names.catalogue)
  }
  namesOf(names.catalogue)
}

/** Time is no matter here. */
const budgetMs = 60_000

/** What needs no service is repeated, so that the engine compiles it; some 10 ms for each question. */
const times = 40

const rehearseOne = Effect.fnUntraced(function* (text: string) {
  const models = yield* Models
  const names = yield* StoreNames
  const recall = yield* makeLookUp
  const understand = (asked: string) => read(names, asked)
  const { question, ledger } = admit(understand, { text, arrivedAt: performance.now() }, budgetMs)
  yield* recall.ask(question, emptyConversation, ledger)
  const { offers } = yield* retrieveForAll(question, ledger)
  const now = yield* storeWeekday
  const parts = sharedParts({ question, now, offers, records: [], unread: [] })
  for (let time = 0; time < times; time += 1) {
    admit(understand, { text: `${text} ${time}`, arrivedAt: performance.now() }, budgetMs)
    offers.map(toCard)
    placeCachePoints(buildPrompt(parts), models.complex.name)
  }
})

/** Never fails: what is broken is another target's to report. */
export const rehearse = StoreNames.pipe(
  Effect.tap((names) => Effect.sync(() => makeIndexes(names))),
  Effect.flatMap(({ catalogue }) =>
    Effect.forEach(questionsOf(catalogue), rehearseOne, { discard: true }),
  ),
  Effect.provide(Layer.mergeAll(HitAudit.layerOff, Renewals.layerOff)),
)
