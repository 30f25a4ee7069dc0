/**
 * Retrieval while the customer types: reads the products for the unsent text (the draft), and hands the result to the
 * sent message if that would read the same.
 *
 * "The same" means an equal `retrievalKey`: plan of what to read, search text, slots (the values found in the
 * question, such as a title) and orders. An incomplete result is discarded and read anew. `TYPE_AHEAD=off` disables
 * it.
 */
import { Ledger } from "@manga-assist/latency-budget"
import { makeTypeAhead } from "@manga-assist/prefetch"
import { oneWord, wholeNumber } from "@manga-assist/process"
import { type Config, Context, Effect, Layer } from "effect"
import { CustomerContext } from "../context/CustomerContext.ts"
import { cachePolicyOf } from "../answers/CachePolicy.ts"
import { type RetrievalNeeds, type Retrieved, retrieve } from "../retrieval/Retrieve.ts"
import type { RetrieveInput } from "../retrieval/FindProducts.ts"
import { retrievalKey } from "../retrieval/RetrievalKey.ts"
import { whatToRead } from "../retrieval/WhatToRead.ts"
import { ownedKey } from "../conversation/session/SessionKeys.ts"
import { read } from "../reading/Read.ts"
import { StoreNames } from "../reading/StoreNames.ts"

export class DraftedRetrieval extends Context.Service<
  DraftedRetrieval,
  {
    readonly draft: (session: string, user: string | undefined, text: string) => void
    /** Retrieves, by the draft where it asked for the same; the stage `retrieve` says which. */
    readonly retrieve: (
      session: string,
      input: RetrieveInput,
    ) => Effect.Effect<Retrieved, never, RetrievalNeeds>
    /** The same, for what is begun before the message is there: it still finds what the draft read. */
    readonly look: (
      session: string,
      input: RetrieveInput,
    ) => Effect.Effect<Retrieved, never, RetrievalNeeds>
    readonly closed: (session: string, user: string | undefined) => void
    readonly counters: () => Readonly<Record<string, number>>
  }
>()("@manga-assist/assistant/DraftedRetrieval") {
  /**
   * `TYPE_AHEAD`: `on` (unless set) or `off`. `TYPE_AHEAD_PERCENT`: drafts make at most this share of
   * all retrievals, 0 to 95, 75 unless set.
   */
  static readonly layer: Layer.Layer<
    DraftedRetrieval,
    Config.ConfigError,
    CustomerContext | RetrievalNeeds
  > = Layer.effect(
    DraftedRetrieval,
    Effect.suspend(() => make),
  )

  /** Drafts are not read for. */
  static readonly layerOff: Layer.Layer<DraftedRetrieval> = Layer.sync(DraftedRetrieval, () => off)
}

const off = DraftedRetrieval.of({
  draft: () => undefined,
  retrieve: (_session, input) => retrieve(input),
  look: (_session, input) => retrieve(input),
  closed: () => undefined,
  counters: () => ({}),
})

/** One letter asks for nothing yet; two Japanese characters may. */
const leastChars = 2

/** Of a longer draft no more is read: it is read anew with each pause. */
const longestDraft = 300

/** A draft waits for nobody: it has what a turn has. */
const draftBudgetMs = 2_000

const make = Effect.gen(function* () {
  const choice = yield* oneWord("TYPE_AHEAD", ["on", "off"])
  const percent = yield* wholeNumber("TYPE_AHEAD_PERCENT", { min: 0, max: 95, byDefault: 75 })
  if (choice === "off") return off
  const context = yield* CustomerContext
  const names = yield* StoreNames
  const ahead = yield* makeTypeAhead<Retrieved, never, RetrievalNeeds>({ maxShare: percent / 100 })

  const ask = Effect.fnUntraced(function* (
    session: string,
    user: string | undefined,
    text: string,
  ) {
    if (text.trim().length < leastChars) return undefined
    const asked = read(names, text.slice(0, longestDraft))
    const known = yield* context.take(session, user, 0)
    const { conversation, orders } = known
    const isForAll = cachePolicyOf(asked, conversation).cacheable
    const input: RetrieveInput = {
      ...whatToRead(asked, { conversation, orders, isForAll }),
      user,
      customer: known.customer,
      trending: known.trending,
      orders,
      ledger: new Ledger({ totalMs: draftBudgetMs }),
    }
    const key = retrievalKey(input)
    return key === undefined ? undefined : { key, read: retrieve(input) }
  })

  const finish = Effect.fnUntraced(function* (
    drafted: Effect.Effect<Retrieved | undefined>,
    input: RetrieveInput,
  ) {
    const end = input.ledger.begin("retrieve")
    const found = yield* drafted.pipe(Effect.onInterrupt(() => Effect.sync(() => end("cancelled"))))
    const isWhole = found?.degraded.length === 0
    end(isWhole ? "draft" : "draft-failed")
    return isWhole ? found : yield* retrieve(input)
  })

  return DraftedRetrieval.of({
    draft: (session, user, text) => {
      ahead.draft(ownedKey(session, user), ask(session, user, text))
    },
    retrieve: (session, input) => {
      // Nothing to read, nothing to hand over; a draft for something else is cut off all the same.
      const drafted = ahead.take(ownedKey(session, input.user), () => retrievalKey(input) ?? "")
      return drafted === undefined ? retrieve(input) : finish(drafted, input)
    },
    look: (session, input) => {
      const drafted = ahead.look(ownedKey(session, input.user), retrievalKey(input) ?? "")
      return drafted === undefined ? retrieve(input) : finish(drafted, input)
    },
    closed: (session, user) => {
      ahead.closed(ownedKey(session, user))
    },
    counters: () => ({ ...ahead.counters() }),
  })
})
