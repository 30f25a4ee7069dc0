/** What the log says of a pass of learning, by what the pass reports. Time by TestClock. */
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Logger } from "effect"
import { TestClock } from "effect/testing"
import { Stopped } from "../../src/wordings/AskedModel.ts"
import type { LearningReport } from "../../src/wordings/LearningPass.ts"
import { WordingLearning } from "../../src/wordings/WordingLearning.ts"
import { PrecomputeWorker } from "../../src/worker/Worker.ts"
import { setting } from "../fixtures/passSetting.ts"
import { leads } from "./learningLab.ts"

const saidOf = Effect.fnUntraced(function* (report: Partial<LearningReport>) {
  const said: Array<string> = []
  const heard = Logger.layer([
    Logger.make(({ logLevel, message }) => {
      said.push(`${logLevel} ${Array.isArray(message) ? message[0] : message}`)
    }),
  ])
  const real = yield* (yield* setting({})).start
  const worker = PrecomputeWorker.of({
    ...real,
    leadership: { ...real.leadership, term: Effect.succeed(leads()) },
  })
  const learning = WordingLearning.of({
    pass: () => Effect.succeed({ counts: {}, ...report }),
    totals: {},
    state: Effect.never,
  })
  yield* Layer.build(
    WordingLearning.layerScheduled.pipe(
      Layer.provide([
        Layer.succeed(WordingLearning, learning),
        Layer.succeed(PrecomputeWorker, worker),
        heard,
      ]),
    ),
  )
  yield* TestClock.adjust("10 minutes")
  return said
})

it.effect.each<readonly [string, Partial<LearningReport>, ReadonlyArray<string>]>([
  ["nothing happened", {}, []],
  [
    "its embeddings are away",
    { stopped: new Stopped({ by: "embedding", why: "no route" }) },
    ["Warn wording learning: stopped by embedding: no route"],
  ],
  [
    "the model refused",
    { stopped: new Stopped({ by: "model-refused", why: "busy" }) },
    ["Warn wording learning: stopped by model-refused: busy"],
  ],
  [
    "customers went first",
    { stopped: new Stopped({ by: "customers-first" }) },
    ["Info wording learning"],
  ],
])("the log tells once: %s", ([, report, said]) =>
  Effect.gen(function* () {
    assert.deepStrictEqual(yield* saidOf(report), said)
  }).pipe(Effect.scoped),
)
