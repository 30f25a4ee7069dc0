/**
 * Learns aliases in the worker: wordings of customers that ask the same as a question with a cached answer. Embeddings
 * propose pairs; rules and a judge model decide.
 *
 * Only the leading worker learns, in passes (`LearningPass.ts`) two minutes apart, never on a customer's path.
 */
import type { RedisConnection } from "@manga-assist/connections"
import { type Config, Context, Effect, Layer } from "effect"
import { PrecomputeWorker } from "../worker/Worker.ts"
import { withoutEmpty } from "../answers/PassReport.ts"
import { keptQuestions } from "./KeptQuestions.ts"
import { LearningLedger } from "./LearningLedger.ts"
import { faultOf } from "./LearningTally.ts"
import { type Learning, type LearningNeeds, makeLearning } from "./LearningPass.ts"
import { MissedQuestions } from "./MissedQuestions.ts"
import { RejectedPairs } from "./RejectedPairs.ts"

type Needs =
  | Exclude<LearningNeeds, LearningLedger | MissedQuestions | RejectedPairs>
  | PrecomputeWorker
  | RedisConnection

export class AliasLearning extends Context.Service<AliasLearning, Learning>()(
  "precompute/AliasLearning",
) {
  /** `ALIAS_TOKENS_PER_HOUR`, 0 to 100,000,000, 200,000 unless set: what judging may spend, of all workers. */
  static readonly layer: Layer.Layer<AliasLearning, Config.ConfigError, Needs> = Layer.effect(
    AliasLearning,
    Effect.flatMap(PrecomputeWorker, ({ plan, schedule }) =>
      makeLearning(Effect.map(plan({}), keptQuestions), schedule.busyAbove),
    ),
  ).pipe(Layer.provide([LearningLedger.layer, MissedQuestions.layer, RejectedPairs.layer]))

  /** Runs passes while it leads, for as long as the layer lives. */
  static readonly layerScheduled: Layer.Layer<never, never, AliasLearning | PrecomputeWorker> =
    Layer.effectDiscard(
      Effect.gen(function* () {
        yield* scheduled(yield* AliasLearning, yield* PrecomputeWorker).pipe(
          Effect.ignoreCause({ log: "Error" }),
          Effect.forkScoped({ startImmediately: true }),
        )
      }),
    )
}

/** The first pass lets the entries be written that it compares with. */
const firstAfterMs = 30_000
const betweenPassesMs = 120_000

const scheduled = Effect.fnUntraced(function* (
  { pass }: AliasLearning["Service"],
  { leadership }: PrecomputeWorker["Service"],
) {
  let told = ""
  yield* Effect.sleep(firstAfterMs)
  for (;;) {
    const term = yield* leadership.term
    // One broken pass must not end the learning.
    const whole = pass(term).pipe(
      Effect.catchDefect((defect) =>
        Effect.as(Effect.logError("alias learning broke", defect), undefined),
      ),
    )
    const report = yield* Effect.raceFirst(whole, Effect.as(term.lost, undefined))
    const { approved = 0, disagreed = 0, expired = 0, off, proposed = 0, stopped } = report ?? {}
    const standing = [off, stopped].filter((why) => why !== undefined).join()
    if (proposed + approved + disagreed + expired > 0 || standing !== told) {
      const fault = report === undefined ? undefined : faultOf(report)
      yield* fault === undefined
        ? Effect.logInfo("alias learning", withoutEmpty(report ?? {}))
        : Effect.logWarning(`alias learning: ${fault}`, withoutEmpty(report ?? {}))
    }
    told = standing
    yield* Effect.sleep(betweenPassesMs)
  }
})
