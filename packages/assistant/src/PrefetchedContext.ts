/**
 * The live `CustomerContext`: three declared reads, started when a socket opens.
 *
 * Turns finished in this process are kept beside them, bounded by bytes, and win over what the
 * table says until the table has caught up.
 */
import { Effect, Layer } from "effect"
import { LRUCache } from "lru-cache"
import { makePrefetch } from "@manga-assist/prefetch"
import {
  appendTurn,
  type Conversation,
  emptyConversation,
  joinConversations,
} from "./Conversation.ts"
import { CustomerContext } from "./CustomerContext.ts"
import { Customers } from "./Customers.ts"
import { ProductSearch } from "./ProductSearch.ts"
import { trendingPlan } from "./RetrievalPlan.ts"
import { SessionStore } from "./SessionStore.ts"

/** The source document's lifetimes: session 300 s, trending 900 s, ten products of it. */
const sessionFreshMs = 300_000
const trendingFreshMs = 900_000
const trendingSize = 10
/** Well above a read's 95th percentile (12 ms), well below a turn's budget. */
const readMs = 500
const searchMs = 1_000

/** Conversations of sockets that are open now and a little longer: 64 MiB of text. */
const rememberedBytes = 64 * 1024 * 1024
const conversationBytes = (conversation: Conversation) =>
  conversation.turns.reduce(
    (sum, turn) => sum + 2 * (turn.question.length + turn.answer.length) + 200,
    100,
  )

/** Neither a session nor a user has a line break in it. */
const owned = (session: string, user: string | undefined) => `${session}\n${user ?? ""}`

const make = Effect.gen(function* () {
  const sessions = yield* SessionStore
  const customers = yield* Customers
  const search = yield* ProductSearch
  const prefetch = yield* makePrefetch({
    conversation: {
      load: ({ session, user }) => sessions.load(session, user, readMs),
      deadlineMs: readMs,
      freshForMs: sessionFreshMs,
    },
    customer: {
      load: ({ user }) =>
        user === undefined ? Effect.succeed(undefined) : customers.profile(user, readMs),
      deadlineMs: readMs,
      freshForMs: sessionFreshMs,
    },
    trending: {
      load: () => search.byFilter({ ...trendingPlan, size: trendingSize }, searchMs),
      deadlineMs: searchMs,
      freshForMs: trendingFreshMs,
      shared: true,
    },
  })
  const runFork = Effect.runForkWith(yield* Effect.context())
  const remembered = new LRUCache<string, Conversation>({
    maxSize: rememberedBytes,
    sizeCalculation: conversationBytes,
  })
  /** Of open sockets only: as many entries as there are sockets. */
  const users = new Map<string, string | undefined>()
  return CustomerContext.of({
    opened: (session, user) => {
      users.set(session, user)
      runFork(prefetch.start({ session, user }))
    },
    take: (session, user, waitMs) =>
      prefetch.take({ session, user }, waitMs).pipe(
        Effect.map(({ values, outcomes }) => {
          const missing = [outcomes.conversation, outcomes.customer, outcomes.trending].find(
            (outcome) => outcome !== "used",
          )
          return {
            conversation: joinConversations(
              values.conversation ?? emptyConversation,
              remembered.get(owned(session, user)) ?? emptyConversation,
            ),
            customer: values.customer,
            trending: values.trending,
            outcome: missing ?? "hit",
          }
        }),
      ),
    remember: (session, user, turn) => {
      const key = owned(session, user)
      remembered.set(key, appendTurn(remembered.get(key) ?? emptyConversation, turn))
    },
    closed: (session) => {
      runFork(prefetch.close({ session, user: users.get(session) }))
      users.delete(session)
    },
    counters: prefetch.counters,
  })
})

export const layerPrefetched: Layer.Layer<
  CustomerContext,
  never,
  Customers | ProductSearch | SessionStore
> = Layer.effect(CustomerContext, make)
