/**
 * The context of a turn: the conversation so far, the customer, their orders, the trending list. Its live layer
 * (`layerPrefetched`) starts their four reads when the socket opens; a turn takes what is there and waits no longer than
 * its budget allows.
 *
 * Each read asks Redis first, all in one round trip, then DynamoDB or OpenSearch, and writes back. A finished turn is added
 * at once, before any write has completed: turns finished in this process are kept in memory, bounded by bytes, and
 * override what was read until the table has caught up.
 */
import type { TagVersions } from "@manga-assist/caching"
import type { Order, User } from "@manga-assist/catalogue"
import { monotonicMs } from "@manga-assist/connections"
import { makePrefetch } from "@manga-assist/prefetch"
import { oneWord } from "@manga-assist/process"
import { Clock, type Config, Context, Effect, Layer } from "effect"
import { LRUCache } from "lru-cache"
import type { ContextCache } from "./ContextCache.ts"
import {
  appendTurn,
  type Conversation,
  emptyConversation,
  joinConversations,
  type PastTurn,
  unknownConversation,
} from "../conversation/Conversation.ts"
import { contextSources } from "./ContextSources.ts"
import type { Customers } from "../products/Customers.ts"
import type { SeriesRecords } from "../facts/SeriesRecords.ts"
import type { ProductSearch } from "../products/ProductSearch.ts"
import { ownedKey } from "../conversation/session/SessionKeys.ts"
import type { SessionStore } from "../conversation/session/SessionStore.ts"
import type { TrendingList } from "../retrieval/TrendingList.ts"

export interface KnownContext {
  readonly conversation: Conversation
  readonly customer: User | undefined
  readonly trending: TrendingList | undefined
  /** The customer's orders, at most 30 s old; none for an anonymous visitor. */
  readonly orders: ReadonlyArray<Order> | undefined
  /** `hit` when everything was there, else what was not and why; shown in the ledger. */
  readonly outcome: string
  /** A read failed, or is slow rather than young: what it would have given is left out of this turn. */
  readonly broken: boolean
}

export class CustomerContext extends Context.Service<
  CustomerContext,
  {
    /**
     * Starts the reads; calling again for the same session starts nothing. `isNew`: the session was made a moment ago,
     * so that no conversation of it is stored, and none is read.
     */
    readonly opened: (session: string, user: string | undefined, isNew: boolean) => void
    readonly take: (
      session: string,
      user: string | undefined,
      waitMs: number,
    ) => Effect.Effect<KnownContext>
    /**
     * What is there now, synchronously; reads that were not started are. `undefined` where a turn has to wait
     * for them, since none begins before it.
     */
    readonly takeNow: (session: string, user: string | undefined) => KnownContext | undefined
    readonly remember: (session: string, user: string | undefined, turn: PastTurn) => void
    /**
     * Gives what an anonymous visitor said in `from` to the new session `to` of `user`, as far as it can be read in
     * half a second. Answers its turns, which are still to be written there.
     */
    readonly carry: (
      from: string,
      to: string,
      user: string,
    ) => Effect.Effect<ReadonlyArray<PastTurn>>
    readonly closed: (session: string) => void
    /** By source, for the metrics. */
    readonly counters: () => Readonly<Record<string, Readonly<Record<string, number>>>>
  }
>()("@manga-assist/assistant/CustomerContext") {}

/** Conversations of sockets that are open now and a little longer: 64 MiB of text. */
const rememberedBytes = 64 * 1024 * 1024
const conversationBytes = (conversation: Conversation) =>
  conversation.turns.reduce(
    (sum, turn) => sum + 2 * (turn.question.length + turn.answer.length) + 200,
    100,
  )

/** Without prefetch a turn waits for its reads as long as for any other. */
const readMs = 500

/** Twelve times a read's 95th percentile: what is still under way then is not young but slow. */
const slowMs = 150

const make = Effect.gen(function* () {
  const isAhead = (yield* oneWord("PREFETCH", ["on", "off"])) === "on"
  const nowMs = monotonicMs(yield* Clock.Clock)
  /** Of open sockets only: as many entries as there are sockets. */
  const open = new Map<
    string,
    { readonly user: string | undefined; readonly at: number; isNew: boolean }
  >()
  const sources = yield* contextSources((session) => {
    const entry = open.get(session)
    // Without reading ahead the first read comes with a message, when the session may be open elsewhere too.
    if (entry?.isNew !== true || !isAhead) return false
    entry.isNew = false
    return true
  })
  // An idle socket reads nothing: ten thousand would read hundreds of times a second, the most for nobody. Who types is
  // read for meanwhile, and a message that comes whole after minutes waits for the table, 12 ms in the 95th percentile.
  const prefetch = yield* makePrefetch(sources.declared, { idleRefreshMs: 0 })
  const runFork = Effect.runForkWith(yield* Effect.context())
  const remembered = new LRUCache<string, Conversation>({
    maxSize: rememberedBytes,
    sizeCalculation: conversationBytes,
  })
  const known = (
    session: string,
    user: string | undefined,
    { outcomes, values }: ReturnType<typeof prefetch.takeNow>,
  ): KnownContext => {
    const missing = Object.entries(outcomes).filter(([, outcome]) => outcome !== "used")
    const openFor = () => nowMs() - (open.get(session)?.at ?? Infinity)
    const told = remembered.get(ownedKey(session, user))
    return {
      conversation:
        values.conversation === undefined && told === undefined
          ? unknownConversation
          : joinConversations(values.conversation ?? emptyConversation, told ?? emptyConversation),
      customer: values.customer,
      trending: values.trending,
      orders: values.orders,
      outcome:
        missing.length === 0
          ? "hit"
          : missing.map(([source, outcome]) => `${source} ${outcome}`).join(", "),
      broken: missing.some(
        ([, outcome]) => outcome === "failed" || (outcome === "late" && openFor() > slowMs),
      ),
    }
  }
  return CustomerContext.of({
    opened: (session, user, isNew) => {
      open.set(session, { user, at: nowMs(), isNew })
      if (isAhead) runFork(prefetch.start({ session, user }))
    },
    take: (session, user, waitMs) =>
      prefetch
        .take({ session, user }, isAhead ? waitMs : Math.max(waitMs, readMs))
        .pipe(Effect.map((taken) => known(session, user, taken))),
    takeNow: (session, user) =>
      isAhead ? known(session, user, prefetch.takeNow({ session, user })) : undefined,
    remember: (session, user, turn) => {
      const key = ownedKey(session, user)
      remembered.set(key, appendTurn(remembered.get(key) ?? emptyConversation, turn))
      sources.append(session, user, turn)
    },
    carry: (from, to, user) =>
      Effect.map(prefetch.take({ session: from, user: undefined }, readMs), (taken) => {
        const { conversation } = known(from, undefined, taken)
        if (conversation.turns.length > 0) {
          remembered.set(ownedKey(to, user), conversation)
          sources.keep(to, user, conversation)
        }
        return conversation.turns
      }),
    closed: (session) => {
      runFork(prefetch.close({ session, user: open.get(session)?.user }))
      open.delete(session)
    },
    counters: prefetch.counters,
  })
})

/** `PREFETCH`: `on` (unless set), or `off`: reads begin with the message, which waits for them. */
export const layerPrefetched: Layer.Layer<
  CustomerContext,
  Config.ConfigError,
  ContextCache | Customers | ProductSearch | SeriesRecords | SessionStore | TagVersions
> = Layer.effect(CustomerContext, make)
