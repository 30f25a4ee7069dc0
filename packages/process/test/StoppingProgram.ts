/**
 * A process whose finalizer waits for what the test says: `clean`, `slow` (never done), `fails` at once or
 * `command`.
 */
import { runMain } from "../src/RunMain.ts"
import { Data, Effect } from "effect"

class StartFailed extends Data.TaggedError("StartFailed")<{ readonly message: string }> {}

const [how = "clean", stopWithinMs = "30000"] = process.argv.slice(2)
const finalizer =
  how === "slow" ? Effect.never : Effect.sync(() => process.stdout.write("drained\n"))

const program = Effect.gen(function* () {
  if (how === "fails") return yield* new StartFailed({ message: "PORT must be a number" })
  yield* Effect.addFinalizer(() => finalizer)
  // "ready" is to be seen only once signals are heard.
  yield* Effect.yieldNow
  process.stdout.write("ready\n")
  return yield* Effect.never
})

runMain(Effect.scoped(program), Number(stopWithinMs), { command: how === "command" })
