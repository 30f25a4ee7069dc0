/**
 * The worker as a process: `--once` for one pass and its report, otherwise a pass a minute until it
 * is stopped.
 */
import { layerConnections, layerStore } from "@manga-assist/assistant"
import { layerLogging, runMain } from "@manga-assist/process"
import { Console, Context, Effect, Layer } from "effect"
import { showProgress } from "./Progress.ts"
import { PrecomputeWorker } from "./Worker.ts"

/** A pass under way is given up; what it wrote stays. */
const stopWithinMs = 10_000

const usage = "usage: precompute [--once]"

const worker = PrecomputeWorker.layer.pipe(
  Layer.provide(layerStore),
  Layer.provide(layerConnections),
  Layer.provideMerge(layerLogging),
)

const once = Effect.gen(function* () {
  const { pass } = Context.get(yield* Layer.build(worker), PrecomputeWorker)
  const report = yield* pass(showProgress(process.stderr))
  yield* Console.log(JSON.stringify(report))
})

const scheduled = Effect.gen(function* () {
  yield* Layer.build(PrecomputeWorker.layerScheduled.pipe(Layer.provide(worker)))
  return yield* Effect.never
})

const unknown = process.argv.slice(2).filter((word) => word !== "--once" && word !== "--")
if (unknown.length > 0) {
  process.stderr.write(`unknown option ${unknown[0]}\n${usage}\n`)
  process.exitCode = 2
} else {
  runMain(Effect.scoped(process.argv.includes("--once") ? once : scheduled), stopWithinMs)
}
