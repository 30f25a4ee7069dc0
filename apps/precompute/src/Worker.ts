/**
 * Keeps popular answers fresh: one pass over all patterns, then a pass a minute in which only what
 * is about to run out is renewed.
 *
 * One failing pattern never ends a pass, and a pass never ends the worker. At most `concurrency`
 * questions are with the model at a time, so customers keep the model to themselves.
 */
import { Clock, Context, Effect, Layer, Schedule } from "effect"
import { answerAhead, type AnsweringNeeds, ProductSearch } from "@manga-assist/assistant"
import { declaredPatterns, type Pattern, titlePatterns } from "./Pattern.ts"

export interface PassReport {
  readonly patterns: number
  readonly written: number
  readonly fresh: number
  readonly failed: number
  readonly wordings: number
  readonly refusedWordings: ReadonlyArray<string>
  readonly outputTokens: number
  readonly tookMs: number
}

/** Two questions at a time: a full first pass takes minutes, and never bursts upon the model. */
const concurrency = 2
/** The source document keeps answers for the 100 most asked titles. */
const topTitles = 100
const searchMs = 5_000

const topTitlePatterns = Effect.gen(function* () {
  const search = yield* ProductSearch
  const titles = yield* search.byFilter(
    {
      filter: [{ term: { kind: "series" } }],
      sort: [{ popularity: "desc" }, { id: "asc" }],
      size: topTitles,
    },
    searchMs,
  )
  return titles.flatMap(titlePatterns)
}).pipe(
  Effect.tapError((error) => Effect.logWarning("top titles could not be read", error)),
  Effect.orElseSucceed((): ReadonlyArray<Pattern> => []),
)

export class PrecomputeWorker extends Context.Service<
  PrecomputeWorker,
  {
    /** One pass; never fails. `onProgress` is called after each pattern. */
    readonly pass: (onProgress: (done: number, total: number) => void) => Effect.Effect<PassReport>
  }
>()("precompute/PrecomputeWorker") {
  static readonly layer: Layer.Layer<PrecomputeWorker, never, AnsweringNeeds> = Layer.effect(
    PrecomputeWorker,
    Effect.gen(function* () {
      const services = yield* Effect.context<AnsweringNeeds>()
      return PrecomputeWorker.of({
        pass: (onProgress) => pass(onProgress).pipe(Effect.provideContext(services)),
      })
    }),
  )

  /** Runs passes for as long as the layer lives, beginning at once. */
  static readonly layerScheduled: Layer.Layer<never, never, PrecomputeWorker> = Layer.effectDiscard(
    Effect.gen(function* () {
      const worker = yield* PrecomputeWorker
      yield* worker
        .pass(() => undefined)
        .pipe(
          Effect.tap((report) =>
            report.written + report.failed > 0
              ? Effect.logInfo("precompute pass", report)
              : Effect.void,
          ),
          Effect.repeat(Schedule.spaced("1 minute")),
          Effect.ignoreCause({ log: "Error" }),
          Effect.forkScoped({ startImmediately: true }),
        )
    }),
  )
}

const pass = Effect.fnUntraced(function* (onProgress: (done: number, total: number) => void) {
  const startedAt = yield* Clock.currentTimeMillis
  const patterns = [...declaredPatterns(), ...(yield* topTitlePatterns)]
  let done = 0
  const results = yield* Effect.forEach(
    patterns,
    (pattern) =>
      answerAhead(pattern.wordings, pattern.locale).pipe(
        Effect.tapError((error) => Effect.logDebug("pattern not answered", error.message)),
        Effect.result,
        Effect.tap(() =>
          Effect.sync(() => {
            done += 1
            onProgress(done, patterns.length)
          }),
        ),
      ),
    { concurrency },
  )
  const answered = results.flatMap((result) => (result._tag === "Success" ? [result.success] : []))
  const tookMs = (yield* Clock.currentTimeMillis) - startedAt
  return {
    patterns: patterns.length,
    written: answered.filter((each) => each.outcome === "written").length,
    fresh: answered.filter((each) => each.outcome === "fresh").length,
    failed: results.length - answered.length,
    wordings: answered.reduce((sum, each) => sum + each.wordings, 0),
    refusedWordings: answered.flatMap((each) => each.refused),
    outputTokens: answered.reduce((sum, each) => sum + each.outputTokens, 0),
    tookMs,
  } satisfies PassReport
})
