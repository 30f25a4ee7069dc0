/** What the log says of a pass of alias learning, by what the pass reports. Time by TestClock. */
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Logger } from "effect"
import { TestClock } from "effect/testing"
import { AliasLearning } from "../../src/aliases/AliasLearning.ts"
import { type LearningReport, LearningTally } from "../../src/aliases/LearningTally.ts"
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
  const learning = AliasLearning.of({
    pass: () => Effect.succeed({ ...new LearningTally(), ...report }),
    summary: Effect.never,
  })
  yield* Layer.build(
    AliasLearning.layerScheduled.pipe(
      Layer.provide([
        Layer.succeed(AliasLearning, learning),
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
    { stopped: "embedding", why: "no route" },
    ["Warn alias learning: stopped by embedding: no route"],
  ],
  [
    "the model refused",
    { stopped: "model-refused" },
    ["Warn alias learning: stopped by model-refused"],
  ],
  ["customers went first", { stopped: "customers-first" }, ["Info alias learning"]],
])("the log tells once: %s", ([, report, said]) =>
  Effect.gen(function* () {
    assert.deepStrictEqual(yield* saidOf(report), said)
  }).pipe(Effect.scoped),
)
