/**
 * Learns aliases in the worker: wordings of customers that ask the same as a question with a cached answer. Embeddings
 * propose pairs; rules and a judge model decide.
 *
 * Only the leading worker learns, in passes (`LearningPass.ts`) two minutes apart, never on a customer's path.
 */
import { RedisConnection, repeatForever } from "@manga-assist/connections"
import { type Config, Context, Effect, Layer } from "effect"
import { withoutEmpty } from "../answers/PassReport.ts"
import { rankedQuestions } from "../questions/RankedQuestions.ts"
import { isServed } from "../questions/RefreshList.ts"
import { type Plan, PrecomputeWorker } from "../worker/Worker.ts"
import { type Learning, type LearningNeeds, makeLearning } from "./LearningPass.ts"
import { LearningRecord } from "./LearningRecord.ts"
import { faultOf } from "./LearningTally.ts"
import type { Question } from "./NearQuestions.ts"

type Needs = Exclude<LearningNeeds, LearningRecord> | PrecomputeWorker

const mostMissed = 300

/** Of the entries that are fresh now all wordings. */
const keptQuestions = ({ entries }: Plan): ReadonlyArray<Question> =>
  entries.flatMap(({ due, entry: { locale, wordings } }) =>
    isServed(due) ? wordings.map((text) => ({ locale, text })) : [],
  )

export class AliasLearning extends Context.Service<AliasLearning, Learning>()(
  "precompute/AliasLearning",
) {
  /** `ALIAS_TOKENS_PER_HOUR`, 0 to 100,000,000, 200,000 unless set: what judging may spend, of all workers. */
  static readonly layer: Layer.Layer<AliasLearning, Config.ConfigError, Needs> = Layer.effect(
    AliasLearning,
    Effect.gen(function* () {
      const { plan, schedule } = yield* PrecomputeWorker
      const missed = rankedQuestions(yield* RedisConnection, "missed", mostMissed)
      return yield* makeLearning(missed, Effect.map(plan({}), keptQuestions), schedule.busyAbove)
    }),
  ).pipe(Layer.provide(LearningRecord.layer))

  /** Runs passes while it leads, for as long as the layer lives. */
  static readonly layerScheduled: Layer.Layer<never, never, AliasLearning | PrecomputeWorker> =
    Layer.effectDiscard(
      Effect.gen(function* () {
        yield* scheduled(yield* AliasLearning, yield* PrecomputeWorker).pipe(
          // One broken pass must not end the learning.
          repeatForever("alias learning"),
          Effect.forkScoped({ startImmediately: true }),
        )
      }),
    )
}

/** The first pass lets the entries be written that it compares with. */
const firstAfterMs = 30_000
const betweenPassesMs = 120_000

const scheduled = (
  { pass }: AliasLearning["Service"],
  { leadership }: PrecomputeWorker["Service"],
) => {
  let told = ""
  let waitMs = firstAfterMs
  return Effect.gen(function* () {
    yield* Effect.sleep(waitMs)
    waitMs = betweenPassesMs
    const term = yield* leadership.term
    const report = yield* Effect.raceFirst(pass(term), Effect.as(term.lost, undefined))
    const { approved = 0, disagreed = 0, expired = 0, off, proposed = 0, stopped } = report ?? {}
    const standing = [off, stopped].filter((why) => why !== undefined).join()
    if (proposed + approved + disagreed + expired > 0 || standing !== told) {
      const fault = report === undefined ? undefined : faultOf(report)
      yield* fault === undefined
        ? Effect.logInfo("alias learning", withoutEmpty(report ?? {}))
        : Effect.logWarning(`alias learning: ${fault}`, withoutEmpty(report ?? {}))
    }
    told = standing
  })
}
