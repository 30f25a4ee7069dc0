/**
 * A process whose finalizer waits for what the test says: `clean`, `slow` (never done), `left` (something
 * undone), `fails` at once or `command`.
 */
import { ExitCode, runMain } from "../src/RunMain.ts"
import { Data, Effect } from "effect"

class StartFailed extends Data.TaggedError("StartFailed")<{ readonly message: string }> {}

const [how = "clean", stopWithinMs = "30000"] = process.argv.slice(2)
const finalizer =
  how === "slow" ? Effect.never : Effect.sync(() => process.stdout.write("drained\n"))
const leave = Effect.map(ExitCode, (ending) => {
  if (how === "left") ending.code = 3
})

const program = Effect.gen(function* () {
  if (how === "fails") return yield* new StartFailed({ message: "PORT must be a number" })
  yield* Effect.addFinalizer(() => Effect.andThen(leave, finalizer))
  // "ready" is to be seen only once signals are heard.
  yield* Effect.yieldNow
  process.stdout.write("ready\n")
  return yield* Effect.never
})

runMain(Effect.scoped(program), Number(stopWithinMs), { command: how === "command" })
