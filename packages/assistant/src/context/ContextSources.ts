/**
 * Loads what is read as soon as a socket opens: conversation, customer, orders, and the trending list. Each is read
 * from Redis first, else from DynamoDB or OpenSearch and then written back to Redis.
 *
 * Redis keys of conversation, customer and orders contain the user. A cached profile or order of another user is
 * ignored.
 */
import { TagVersions } from "@manga-assist/caching"
import type { PrefetchKey } from "@manga-assist/prefetch"
import { Effect, Option, Schema } from "effect"
import { ContextCache } from "./ContextCache.ts"
import {
  type Conversation,
  ConversationSummary,
  emptyConversation,
  PastTurn,
} from "../conversation/Conversation.ts"
import { SeriesRecords } from "../facts/SeriesRecords.ts"
import { spokenOf } from "../facts/Topics.ts"
import { StoreNames } from "../reading/StoreNames.ts"
import type { TrendingList } from "../retrieval/TrendingList.ts"
import { Customers, orderOf, userOf } from "../products/Customers.ts"
import { listedProduct } from "../products/ListedProduct.ts"
import { ProductSearch } from "../products/ProductSearch.ts"
import { trendingPlan } from "../products/RetrievalPlan.ts"
import { SessionStore } from "../conversation/session/SessionStore.ts"

/** The source document's lifetimes: session 300 s, trending 900 s, ten products of it. */
const sessionFreshMs = 300_000
const trendingFreshMs = 900_000
const trendingSize = 10
/** An order's status may change under an open socket. */
const ordersFreshMs = 30_000
/** Well above a read's 95th percentile (12 ms), well below a turn's budget. */
const readMs = 500
const searchMs = 1_000
const keptTurns = 20

const parse = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))
const decodeTurn = Schema.decodeUnknownOption(PastTurn)
const decodeStamp = Schema.decodeUnknownOption(
  Schema.Struct({ since: Schema.Struct({ epoch: Schema.String, number: Schema.Int }) }),
)
const decodeSummary = Schema.decodeUnknownOption(Schema.Struct({ summary: ConversationSummary }))

/** Turns, and the summary of those before them. */
const conversationOf = (values: ReadonlyArray<unknown>): Conversation => {
  const [found] = values.flatMap((value) => Option.toArray(decodeSummary(value)))
  return {
    turns: values.flatMap((value) => Option.toArray(decodeTurn(value))),
    ...(found === undefined ? {} : { summary: found.summary }),
  }
}

const textsOf = ({ summary, turns }: Conversation): ReadonlyArray<unknown> => [
  ...turns,
  ...(summary === undefined ? [] : [{ summary }]),
]

/** Products, and the stamp from before they were read. */
const trendingOf = (values: ReadonlyArray<unknown>): TrendingList | undefined => {
  const products = values.flatMap((value) => listedProduct(value) ?? [])
  if (products.length === 0) return undefined
  const [stamp] = values.flatMap((value) => Option.toArray(decodeStamp(value)))
  return { products, since: stamp?.since }
}

const bytesOf = (value: unknown) => 100 + 2 * (JSON.stringify(value) ?? "").length

/** Neither a session nor a user has a colon in it. */
const turnsKey = ({ session, user }: PrefetchKey) => `turns:${user ?? ""}:${session}`

/** `isNew`: the session was made a moment ago and was not read yet, so that nothing can be stored of it. */
export const contextSources = Effect.fnUntraced(function* (isNew: (session: string) => boolean) {
  const cache = yield* ContextCache
  const sessions = yield* SessionStore
  const customers = yield* Customers
  const search = yield* ProductSearch
  const tagVersions = yield* TagVersions
  const records = yield* SeriesRecords
  const names = yield* StoreNames

  /** What `from` makes of the kept values, a text each, else what `read` says, kept from then on. */
  const through = <A, E>(
    key: string,
    ttlMs: number,
    from: (values: ReadonlyArray<unknown>) => A | undefined,
    read: Effect.Effect<A, E>,
    to: (value: A) => ReadonlyArray<unknown>,
  ) =>
    Effect.gen(function* () {
      const texts = yield* cache.read(key)
      const kept = texts && from(texts.flatMap((text) => Option.toArray(parse(text))))
      if (kept !== undefined) return kept
      const value = yield* read
      cache.replace(
        key,
        to(value).map((each) => JSON.stringify(each)),
        ttlMs,
      )
      return value
    })

  /** Kept as empty, so that its turns are added to it. */
  const begun = (key: PrefetchKey) =>
    Effect.sync(() => {
      cache.replace(turnsKey(key), [], sessionFreshMs)
      return emptyConversation
    })

  const stored = (key: PrefetchKey) =>
    through(
      turnsKey(key),
      sessionFreshMs,
      conversationOf,
      sessions.load(key.session, key.user, readMs),
      textsOf,
    ).pipe(
      // The next message is likely about what was spoken of.
      Effect.tap((found) => Effect.sync(() => records.ahead(spokenOf(found, names)))),
    )

  const declared = {
    conversation: {
      load: (key: PrefetchKey) => (isNew(key.session) ? begun(key) : stored(key)),
      deadlineMs: readMs,
      freshForMs: sessionFreshMs,
      bytesOf,
    },
    customer: {
      load: ({ user }: PrefetchKey) =>
        user === undefined
          ? Effect.succeed(undefined)
          : through(
              `profile:${user}`,
              sessionFreshMs,
              (values) => values.map(userOf).find((found) => found?.id === user),
              customers.profile(user, readMs),
              (found) => {
                if (found === undefined) return []
                const { id, ...rest } = found
                return [{ user: id, ...rest }]
              },
            ),
      deadlineMs: readMs,
      freshForMs: sessionFreshMs,
      bytesOf,
    },
    orders: {
      load: ({ user }: PrefetchKey) =>
        user === undefined
          ? Effect.succeed([])
          : through(
              `orders:${user}`,
              ordersFreshMs,
              (values) =>
                values
                  .flatMap((order) => orderOf(order) ?? [])
                  .filter((order) => order.user === user),
              customers.orders(user, readMs),
              (orders) => orders,
            ),
      deadlineMs: readMs,
      freshForMs: ordersFreshMs,
      bytesOf,
    },
    trending: {
      load: () =>
        through(
          "trending",
          trendingFreshMs,
          trendingOf,
          Effect.flatMap(
            Effect.orElseSucceed(tagVersions.now, () => undefined),
            (since) =>
              Effect.map(
                search.byFilter({ ...trendingPlan, size: trendingSize }, searchMs),
                (products): TrendingList => ({ products, since }),
              ),
          ),
          ({ products, since }) => [...products, ...(since === undefined ? [] : [{ since }])],
        ),
      deadlineMs: searchMs,
      freshForMs: trendingFreshMs,
      shared: true,
    },
  } as const

  return {
    declared,
    /** Until the table has it: another instance reads it here. */
    keep: (session: string, user: string | undefined, conversation: Conversation): void => {
      const texts = textsOf(conversation).map((each) => JSON.stringify(each))
      cache.replace(turnsKey({ session, user }), texts, sessionFreshMs)
    },
    append: (session: string, user: string | undefined, turn: PastTurn): void => {
      cache.append(turnsKey({ session, user }), JSON.stringify(turn), keptTurns, sessionFreshMs)
    },
  }
})
