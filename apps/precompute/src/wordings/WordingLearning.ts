/**
 * Learns wordings in the worker: questions of customers, with slots, that ask the same as a sentence of the store. Only
 * the leading worker learns, in passes (`LearningPass.ts`) two minutes apart, never on a customer's path.
 */
import { RedisConnection, repeatForever } from "@manga-assist/connections"
import { type Config, Context, Effect, Layer } from "effect"
import { rankedQuestions } from "../questions/RankedQuestions.ts"
import { PrecomputeWorker } from "../worker/Worker.ts"
import type { AskedQuestion } from "./Candidates.ts"
import { type Learning, type LearningNeeds, makeLearning } from "./LearningPass.ts"

const mostMissed = 300

export class WordingLearning extends Context.Service<WordingLearning, Learning>()(
  "precompute/WordingLearning",
) {
  /** `WORDING_TOKENS_PER_HOUR`, 0 to 100,000,000, 200,000 unless set: what learning may spend, of all workers. */
  static readonly layer: Layer.Layer<
    WordingLearning,
    Config.ConfigError,
    LearningNeeds | PrecomputeWorker
  > = Layer.effect(
    WordingLearning,
    Effect.gen(function* () {
      const { plan, schedule } = yield* PrecomputeWorker
      const missed = rankedQuestions(yield* RedisConnection, "missed", mostMissed)
      const asked = Effect.map(plan({}), ({ entries }): ReadonlyArray<AskedQuestion> =>
        entries.map(({ entry: { locale, wordings } }) => ({ locale, text: wordings[0] })),
      )
      return yield* makeLearning(missed, asked, schedule.busyAbove)
    }),
  )

  /** Runs passes while it leads, for as long as the layer lives. */
  static readonly layerScheduled: Layer.Layer<never, never, WordingLearning | PrecomputeWorker> =
    Layer.effectDiscard(
      Effect.gen(function* () {
        yield* scheduled(yield* WordingLearning, yield* PrecomputeWorker).pipe(
          // One broken pass must not end the learning.
          repeatForever("learning wordings"),
          Effect.forkScoped({ startImmediately: true }),
        )
      }),
    )
}

/** The first pass lets the entries be written first. */
const firstAfterMs = 30_000
const betweenPassesMs = 120_000

const scheduled = (
  { pass }: WordingLearning["Service"],
  { leadership }: PrecomputeWorker["Service"],
) => {
  let told: string | undefined
  let waitMs = firstAfterMs
  return Effect.gen(function* () {
    yield* Effect.sleep(waitMs)
    waitMs = betweenPassesMs
    const term = yield* leadership.term
    const report = yield* Effect.raceFirst(pass(term), Effect.as(term.lost, undefined))
    const { counts = {}, stopped } = report ?? {}
    if (Object.keys(counts).length > 0 || stopped?.by !== told) {
      yield* stopped?.why === undefined
        ? Effect.logInfo("wording learning", { ...counts, stopped: stopped?.by })
        : Effect.logWarning(`wording learning: stopped by ${stopped.by}: ${stopped.why}`, counts)
    }
    told = stopped?.by
  })
}
