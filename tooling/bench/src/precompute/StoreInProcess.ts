/**
 * Runs the assistant's turn over services that answer at once, and the precompute worker beside it, on one simulated
 * clock: hours of questions take minutes.
 *
 * The model echoes the question, so that a cached answer shows which question it was written for. A search returns the
 * same few products for every question and, where none of them fits its filter, a few more that do. The products have
 * no influence on which answer is cached for which question.
 */
import {
  type AnsweringNeeds,
  CachedAnswers,
  ProductSearch,
  Turn,
  type TurnEvent,
} from "@manga-assist/assistant"
import type { WritePolicy } from "@manga-assist/caching"
import { products } from "@manga-assist/catalogue"
import {
  Clock,
  type Config,
  ConfigProvider,
  Context,
  Effect,
  Layer,
  Logger,
  type Scope,
} from "effect"
import { PrecomputeWorker } from "precompute"
import type * as Listed from "../../../../packages/assistant/src/products/ListedProduct.ts"

interface Script {
  readonly model: ReadonlyArray<{
    readonly say: ReadonlyArray<string>
    readonly end: "end_turn"
    readonly usage: object
  }>
}

interface Kept {
  readonly key: string
  readonly answer: Parameters<CachedAnswers["Service"]["write"]>[1]
  readonly freshForMs: number
  readonly staleForMs: number
  readonly tags: NonNullable<WritePolicy["tags"]>
}

interface ScriptedStore {
  readonly layer: Layer.Layer<AnsweringNeeds | CachedAnswers | Turn, Config.ConfigError>
  readonly seen: {
    readonly calls: Array<{ readonly prompt: string }>
    readonly asked: Array<unknown>
    readonly recorded: Readonly<Record<string, Array<unknown>>> & { readonly answers: Array<Kept> }
  }
}

// Of the assistant's inside and of its tests: loaded by path, because its package offers whole turns alone.
const inside = (file: string) => new URL(`../../../../packages/assistant/${file}`, import.meta.url)
const { scriptedStore }: { readonly scriptedStore: (script: Script) => ScriptedStore } =
  await import(inside("test/scriptedStore.ts").href)
const { listedProduct }: typeof Listed = await import(inside("src/products/ListedProduct.ts").href)

/** Of 478 answers of the local model: its means. */
const usage = { inputTokens: 2_330, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0 }

export interface StoreInProcess {
  readonly ask: (session: string, text: string) => Effect.Effect<ReadonlyArray<TurnEvent>>
  readonly worker: PrecomputeWorker["Service"]
  /** Moves the clock. */
  readonly pass: (ms: number) => void
  readonly calls: () => number
}

/** Out of a prompt's messages as JSON. */
const questionIn = (prompt: string): string => {
  const found = /<question [^>]*>\\n([\s\S]*?)\\n<\/question>/u.exec(prompt)?.[1] ?? ""
  return found
    .replaceAll('\\"', '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
}

const movedClock = () => {
  const beganAt = Date.UTC(2026, 10, 24, 9)
  let passed = 0
  const millis = () => beganAt + passed
  const nanos = () => BigInt(Math.round(millis())) * 1_000_000n
  const clock: Clock.Clock = {
    currentTimeMillisUnsafe: millis,
    currentTimeMillis: Effect.sync(millis),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: nanos,
    monotonicTimeNanos: Effect.sync(nanos),
    // Deadlines of ports that answer at once: none is ever needed.
    sleep: () => Effect.never,
  }
  return {
    clock,
    pass: (ms: number) => {
      passed += ms
    },
  }
}

/** What the worker asks for the most popular titles. */
const popular = products()
  .filter(({ kind }) => kind === "series")
  .toSorted((a, b) => b.popularity - a.popularity || (a.id < b.id ? -1 : 1))
  .flatMap((product) => listedProduct(product) ?? [])

export const startStoreInProcess = Effect.fnUntraced(function* (): Effect.fn.Return<
  StoreInProcess,
  Config.ConfigError,
  Scope.Scope
> {
  const { clock, pass } = movedClock()
  let forgotten = 0
  const store = scriptedStore({
    model: [
      {
        get say() {
          return [questionIn(store.seen.calls.at(-1)?.prompt ?? "")]
        },
        end: "end_turn",
        usage,
      },
    ],
  })
  const { asked, calls: prompts, recorded } = store.seen
  const context = yield* Layer.build(store.layer).pipe(Effect.provideService(Clock.Clock, clock))
  const search = Context.get(context, ProductSearch)
  const ranked = ProductSearch.of({
    ...search,
    byFilter: (plan, deadlineMs) =>
      JSON.stringify(plan.filter).includes('"kind":"series"') && plan.size > 50
        ? Effect.succeed(popular.slice(0, plan.size))
        : search.byFilter(plan, deadlineMs),
  })
  const worker = Context.get(
    yield* Layer.build(
      PrecomputeWorker.layer.pipe(
        Layer.provide(Layer.succeedContext(Context.add(context, ProductSearch, ranked))),
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({}))),
        // Standard output is the result's alone.
        Layer.provide(Logger.layer([])),
      ),
    ).pipe(Effect.provideService(Clock.Clock, clock)),
    PrecomputeWorker,
  )
  const answers = Context.get(context, CachedAnswers)
  const turn = Context.get(context, Turn)
  const ask = Effect.fnUntraced(function* (session: string, text: string) {
    const events: Array<TurnEvent> = []
    const request = { id: "m", session, text, arrivedAt: performance.now() }
    yield* turn.run(request, (event) => events.push(event))
    for (const { answer, freshForMs, key, staleForMs, tags } of recorded.answers) {
      yield* Effect.ignore(answers.write(key, answer, { freshForMs, staleForMs, tags }))
    }
    // Twenty thousand prompts need not be kept.
    forgotten += prompts.length
    for (const list of [asked, prompts, ...Object.values(recorded)]) list.length = 0
    return events
  })
  return {
    pass,
    calls: () => forgotten + prompts.length,
    worker,
    ask: (session, text) => ask(session, text).pipe(Effect.provideService(Clock.Clock, clock)),
  }
})
