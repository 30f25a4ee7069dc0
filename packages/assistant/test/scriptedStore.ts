/**
 * A store for tests of the turn: the real steps over ports that do what a script says.
 */
import {
  BedrockChat,
  BedrockEmbeddings,
  BedrockError,
  ConnectionError,
  type ConverseListener,
  type ConverseOutcome,
  type ConverseRequest,
  RedisConnection,
  RedisSubscriber,
} from "@manga-assist/connections"
import { CacheStore, TagVersions, WordingBook } from "@manga-assist/caching"
import type { TokenUsage } from "@manga-assist/protocol"
import { orders, products, users } from "@manga-assist/catalogue"
import { type Config, ConfigProvider, Effect, Layer } from "effect"
import { textOf } from "../src/reading/CustomerWords.ts"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { layerModelBudget } from "../src/budget/BudgetedModel.ts"
import {
  appendTurn,
  type Conversation,
  emptyConversation,
} from "../src/conversation/Conversation.ts"
import { CustomerContext, type KnownContext } from "../src/context/CustomerContext.ts"
import { Customers } from "../src/products/Customers.ts"
import { QuestionCounts } from "../src/answers/demand/QuestionCounts.ts"
import { DraftAnswers } from "../src/drafts/DraftAnswers.ts"
import { DraftedRetrieval } from "../src/turn/DraftedRetrieval.ts"
import { FigureCheck } from "../src/answers/audit/FigureCheck.ts"
import { HedgedCalls } from "../src/hedge/HedgedCalls.ts"
import { HitAudit } from "../src/answers/audit/HitAudit.ts"
import { listedProduct } from "../src/products/ListedProduct.ts"
import { Models } from "../src/model/Models.ts"
import { ProductFacts } from "../src/products/ProductFacts.ts"
import { ProductSearch } from "../src/products/ProductSearch.ts"
import { SharedModelCalls } from "../src/model/SharedModelCalls.ts"
import { wordingVersion } from "../src/answers/StoreWordings.ts"
import { Renewals } from "../src/answers/Renewals.ts"
import { SeriesRecords } from "../src/facts/SeriesRecords.ts"
import { StoreTools } from "../src/tools/StoreTools.ts"
import { Summaries } from "../src/context/Summaries.ts"
import { Turn } from "../src/turn/Turn.ts"
import { prices } from "./budget/instances.ts"
import { speaking } from "./drivenChat.ts"
import { matchesClauses } from "./matchesClauses.ts"
import type { Clause, Sort } from "../src/products/RetrievalPlan.ts"
import type { TurnRequest } from "../src/turn/TurnRequest.ts"
import type { TurnEvent } from "../src/turn/TurnEvent.ts"
import { TurnSinks } from "../src/record/TurnSinks.ts"

/** One call of the model: text to say, then how it ends. `never` says nothing more. */
export interface Spoken {
  readonly say?: ReadonlyArray<string>
  /** Tools that it uses where they are offered; it ends by `tool_use` then. */
  readonly uses?: ReadonlyArray<{ readonly name: string; readonly input: object }>
  /** Milliseconds before the first of it; beyond the call's deadline it ends as `first-token-timeout`. */
  readonly afterMs?: number
  readonly usage?: TokenUsage
  readonly end:
    | "end_turn"
    | "max_tokens"
    | "guardrail_intervened"
    | "refusal"
    | "model_context_window_exceeded"
    | "tool_use"
    | "something_new"
    | "never"
    | BedrockError["reason"]
}

const stopReasons = new Set<string>([
  "end_turn",
  "max_tokens",
  "guardrail_intervened",
  "refusal",
  "model_context_window_exceeded",
  "tool_use",
  "something_new",
])

const isFailure = (end: Exclude<Spoken["end"], "never">): end is BedrockError["reason"] =>
  !stopReasons.has(end)

export interface Script {
  /** One entry for each call, the last one repeated. */
  readonly model?: ReadonlyArray<Spoken>
  /** Stands in for the scripted model. */
  readonly chat?: BedrockChat["Service"]
  readonly search?: "ok" | "down" | "never"
  /** A sink that takes nothing. */
  readonly refuses?: keyof Seen["recorded"]
  /** Ids of what passes a filter; the same three unless given. */
  readonly finds?: (filter: string, sort: Sort) => ReadonlyArray<string>
  /** How long a search takes; beyond its deadline it ends as `timeout`. */
  readonly searchMs?: number
  /** Where answers are kept; this process unless given. */
  readonly store?: Layer.Layer<CacheStore, Config.ConfigError, RedisConnection | RedisSubscriber>
  /** Who is told of changes; this instance alone unless given. */
  readonly tagVersions?: Layer.Layer<TagVersions, never, RedisConnection | RedisSubscriber>
  /** Stands in for answers kept in the store. */
  readonly cached?: Layer.Layer<CachedAnswers>
  /** Stands in for counts that keep all they are given. */
  readonly demand?: Layer.Layer<QuestionCounts, never, RedisConnection>
  /** Stands in for the live service. */
  readonly sharedCalls?: typeof SharedModelCalls.layer
  /** Off unless given; given the script's model. */
  readonly summaries?: Layer.Layer<Summaries, never, BedrockChat | Models>
  /** What the layers read of their environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** `late`: a read ends by its deadline; `never`: not even then. */
  readonly facts?: "ok" | "down" | "late" | "never"
  /** Stands in for the context that is always there; given the script's other ports. */
  readonly context?: Layer.Layer<
    CustomerContext,
    Config.ConfigError,
    Customers | ProductSearch | SeriesRecords | TagVersions
  >
  /** Checks answers that the cache gave to other words with the live service. */
  readonly hitChecks?: boolean
  /** Reads for drafts with the live service. */
  readonly typeAhead?: boolean
  /** `down-first`: the first read alone fails. */
  readonly orders?: "ok" | "down" | "down-first" | "never"
  readonly profile?: "ok" | "down" | "never"
  /** The list for everybody, which prefetch reads. */
  readonly trending?: "ok" | "down" | "never"
}

export interface Seen {
  readonly calls: Array<{
    readonly modelId: string
    readonly prompt: string
    readonly system: string
    readonly request: ConverseRequest
    readonly firstEventMs: number
  }>
  cancelled: number
  searches: number
  searchesCancelled: number
  embeddings: number
  /** The keys of each request to the table of products. */
  readonly tableReads: Array<ReadonlyArray<string>>
  orderReads: number
  /** What was counted as asked, and what answered it. */
  readonly asked: Array<{ readonly text: string; readonly source: string | undefined }>
  readonly recorded: Record<
    "session" | "answers" | "analytics" | "audit" | "feedback",
    Array<object>
  >
  /** Prices as the table has them now; changed by tests. */
  readonly prices: Map<string, number>
}

const vikings = ["vinland-saga", "one-piece", "blue-lock"]

/** Where none of these fits the filter, some that do as well: what contradicts a wish is not shown. */
const fitting = (filter: ReadonlyArray<Clause>): ReadonlyArray<string> => {
  const matching = products()
    .filter((product) => product.kind === "series" && matchesClauses(product, filter))
    .map(({ id }) => id)
  return vikings.some((id) => matching.includes(id))
    ? vikings
    : [...vikings, ...matching.slice(0, vikings.length)]
}
const byId = new Map(products().map((product) => [product.id, product]))
const isExcluded = (id: string, exclude: ReadonlyArray<Clause>): boolean =>
  exclude.some((clause) => matchesClauses(byId.get(id) ?? {}, [clause]))
const listed = (ids: ReadonlyArray<string>) =>
  ids.flatMap((id) => listedProduct(byId.get(id)) ?? [])

/** How many products prefetch asks for; a turn asks for other numbers. */
const prefetchedTrending = 10

const by = <A, E>(
  how: "ok" | "down" | "never" | undefined,
  ok: Effect.Effect<A, E>,
): Effect.Effect<A, E | ConnectionError> =>
  how === "down" ? Effect.fail(down("dynamodb")) : how === "never" ? Effect.never : ok

type Service = "opensearch" | "dynamodb"
const down = (service: Service) =>
  new ConnectionError({ service, operation: "test", reason: "refused", detail: "" })
const late = (service: Service) =>
  new ConnectionError({ service, operation: "test", reason: "timeout", detail: "" })

export const scriptedStore = (script: Script = {}) => {
  const seen: Seen = {
    calls: [],
    cancelled: 0,
    searches: 0,
    searchesCancelled: 0,
    embeddings: 0,
    tableReads: [],
    orderReads: 0,
    asked: [],
    recorded: { session: [], answers: [], analytics: [], audit: [], feedback: [] },
    prices: new Map(),
  }
  const spoken = script.model ?? [{ say: ["Hello ", "there."], end: "end_turn" }]
  const speak = (
    step: Spoken,
    afterMs: number,
    request: ConverseRequest,
    listener: ConverseListener,
  ): Effect.Effect<ConverseOutcome, BedrockError> =>
    Effect.suspend(() => {
      const { fields, firstEventMs } = request
      if (afterMs > firstEventMs) {
        const late = new BedrockError({ reason: "first-token-timeout", detail: "scripted" })
        return Effect.andThen(Effect.sleep(firstEventMs), Effect.fail(late))
      }
      if (afterMs > 0) {
        return Effect.andThen(Effect.sleep(afterMs), speak(step, 0, request, listener))
      }
      const spoken = speaking(listener)
      for (const text of step.say ?? []) spoken.say(text)
      const uses = fields?.toolConfig === undefined ? [] : (step.uses ?? [])
      for (const { input, name } of uses) spoken.use(name, input)
      if (uses.length > 0) return Effect.succeed(spoken.outcome("tool_use", step.usage))
      if (step.end === "never") {
        return Effect.never.pipe(Effect.onInterrupt(() => Effect.sync(() => (seen.cancelled += 1))))
      }
      if (isFailure(step.end)) {
        return Effect.fail(new BedrockError({ reason: step.end, detail: "scripted" }))
      }
      return Effect.succeed(spoken.outcome(step.end, step.usage))
    })
  const chat = BedrockChat.of({
    converse: (request, listener) =>
      Effect.suspend(() => {
        const step = spoken[Math.min(seen.calls.length, spoken.length - 1)]!
        seen.calls.push({
          modelId: request.modelId,
          prompt: JSON.stringify(request.messages),
          system: JSON.stringify(request.system),
          request,
          firstEventMs: request.firstEventMs,
        })
        const silentMs = step.end === "never" && step.say === undefined ? Infinity : 0
        return speak(step, step.afterMs ?? silentMs, request, listener)
      }),
  })
  const find = (ids: ReadonlyArray<string>, deadlineMs: number): ReturnType<typeof found> =>
    Effect.suspend(() => {
      const { searchMs = 0 } = script
      if (searchMs === 0) return found(ids)
      return searchMs > deadlineMs
        ? Effect.andThen(Effect.sleep(deadlineMs), Effect.fail(late("opensearch")))
        : Effect.andThen(Effect.sleep(searchMs), found(ids))
    })
  const found = (ids: ReadonlyArray<string>) =>
    Effect.suspend(() => {
      seen.searches += 1
      if (script.search === "down") return Effect.fail(down("opensearch"))
      if (script.search === "never") {
        return Effect.never.pipe(
          Effect.onInterrupt(() => Effect.sync(() => (seen.searchesCancelled += 1))),
        )
      }
      return Effect.succeed(listed(ids))
    })
  const byFilter: ProductSearch["Service"]["byFilter"] = ({ filter, size, sort }, deadlineMs) =>
    size === prefetchedTrending
      ? by(script.trending, find(vikings, deadlineMs))
      : find(script.finds?.(JSON.stringify(filter), sort) ?? fitting(filter), deadlineMs)
  const byMeaning = (
    { exclude }: { readonly exclude: Parameters<typeof isExcluded>[1] },
    deadlineMs: number,
  ) =>
    find(
      vikings.filter((id) => !isExcluded(id, exclude)),
      deadlineMs,
    )
  const conversations = new Map<string, Conversation>()
  const keep = (name: keyof Seen["recorded"]) => ({
    offer: (record: object) => name !== script.refuses && seen.recorded[name].push(record) > 0,
  })
  const ports = Layer.mergeAll(
    Layer.succeed(BedrockChat, script.chat ?? chat),
    Layer.succeed(
      BedrockEmbeddings,
      BedrockEmbeddings.of({
        embed: () =>
          Effect.sync(() => {
            seen.embeddings += 1
            return Array.from({ length: 256 }, () => 0)
          }),
      }),
    ),
    Layer.succeed(
      ProductSearch,
      ProductSearch.of({
        byFilter,
        all: (searches, deadlineMs) =>
          Effect.all(
            searches.map((each) =>
              Effect.result(
                each.by === "filter" ? byFilter(each, deadlineMs) : byMeaning(each, deadlineMs),
              ),
            ),
            { concurrency: "unbounded" },
          ),
      }),
    ),
    Layer.succeed(
      ProductFacts,
      ProductFacts.of({
        read: (ids, deadlineMs) =>
          Effect.suspend(() => {
            seen.tableReads.push(ids)
            if (script.facts === "never") return Effect.never
            if (script.facts === "late") {
              return Effect.andThen(Effect.sleep(deadlineMs), Effect.fail(late("dynamodb")))
            }
            if (script.facts === "down") return Effect.fail(down("dynamodb"))
            return Effect.succeed(
              new Map(
                listed(ids).map((product) => [
                  product.id,
                  { ...product, price: seen.prices.get(product.id) ?? product.price },
                ]),
              ),
            )
          }),
      }),
    ),
    Layer.succeed(
      Customers,
      Customers.of({
        profile: (user) =>
          by(script.profile, Effect.succeed(users().find((each) => each.id === user))),
        orders: (user) => {
          seen.orderReads += 1
          const isFirst = seen.orderReads === 1
          const how = script.orders === "down-first" ? (isFirst ? "down" : "ok") : script.orders
          return by(how, Effect.succeed(orders().filter((order) => order.user === user)))
        },
      }),
    ),
    Layer.succeed(
      TurnSinks,
      TurnSinks.of({
        session: keep("session"),
        answers: keep("answers"),
        analytics: keep("analytics"),
        audit: keep("audit"),
        feedback: keep("feedback"),
      }),
    ),
    script.demand ??
      Layer.succeed(
        QuestionCounts,
        QuestionCounts.of({
          observe: ({ question, source }) => {
            seen.asked.push({ text: textOf(question.words), source })
          },
          flush: Effect.void,
          counters: () => ({
            observed: seen.asked.length,
            missed: 0,
            private: 0,
            noisy: 0,
            dropped: 0,
          }),
        }),
      ),
    (script.cached ?? CachedAnswers.layer).pipe(
      Layer.provide(script.store ?? CacheStore.layerMemory()),
      Layer.provideMerge(script.tagVersions ?? TagVersions.layerMemory()),
    ),
    Models.layer,
    WordingBook.layerMemory({ version: wordingVersion }),
  )
  const known = (session: string, user: string | undefined): KnownContext => ({
    conversation: conversations.get(session) ?? emptyConversation,
    customer: users().find((each) => each.id === user),
    trending: undefined,
    orders: undefined,
    outcome: "hit",
    broken: false,
  })
  const context =
    script.context ??
    Layer.succeed(
      CustomerContext,
      CustomerContext.of({
        opened: () => undefined,
        closed: () => undefined,
        counters: () => ({}),
        take: (session, user) => Effect.sync(() => known(session, user)),
        takeNow: known,
        carry: () => Effect.succeed([]),
        remember: (session, _user, turn) => {
          conversations.set(
            session,
            appendTurn(conversations.get(session) ?? emptyConversation, turn),
          )
        },
      }),
    )
  const layer = Turn.layer.pipe(
    Layer.provideMerge(
      script.typeAhead === true ? DraftedRetrieval.layer : DraftedRetrieval.layerOff,
    ),
    Layer.provideMerge(
      Layer.mergeAll(
        context,
        DraftAnswers.layer,
        HedgedCalls.layer,
        script.summaries ?? Summaries.layerOff,
      ),
    ),
    Layer.provideMerge(Layer.merge(script.sharedCalls ?? SharedModelCalls.layer, Renewals.layer)),
    Layer.provideMerge(script.hitChecks === true ? HitAudit.layer : HitAudit.layerOff),
    Layer.provideMerge(Layer.merge(StoreTools.layer, FigureCheck.layer)),
    Layer.provideMerge(SeriesRecords.layer),
    Layer.provideMerge(layerModelBudget(prices)),
    Layer.provideMerge(ports),
    Layer.provideMerge(Layer.merge(RedisConnection.layerOptional, RedisSubscriber.layerOptional)),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(script.environment ?? {}))),
  )
  return { seen, layer }
}

/** Runs one turn and returns all its events. */
export const ask = (text: string, more: Partial<TurnRequest> = {}) =>
  Effect.gen(function* () {
    const turn = yield* Turn
    const events: Array<TurnEvent> = []
    yield* turn.run(
      { id: "m-1", session: "s-1", text, arrivedAt: performance.now(), ...more },
      (event) => events.push(event),
    )
    return events
  })

export const typesOf = (events: ReadonlyArray<TurnEvent>): ReadonlyArray<string> =>
  events.map((event) => event.type).filter((type, index, all) => type !== all[index - 1])
