/**
 * Ties the stack to this process: signals, death of the package manager that started it, crash, exit code.
 *
 * The first signal stops everything in order and exits 0; the second kills what is left and exits 130.
 */
import { Cause, Deferred, Effect, Exit } from "effect"
import { killAll } from "./Child.ts"
import { launcherGone } from "./Launchers.ts"
import { type Outcome, runStack, type StackOptions } from "./Stack.ts"

/**
 * A terminal signals the whole group, and a package manager in it may forward the same signal within milliseconds: one
 * that comes within this many of the first is its echo.
 */
const echoMs = 150

/** Never returns control to a caller that waits: it ends the process. */
export const supervise = (options: StackOptions): void => {
  const over = Deferred.makeUnsafe<Outcome>()
  let firstAt: number | undefined
  const stop = (why: string) => Deferred.doneUnsafe(over, Effect.succeed({ code: 0, why }))

  const onSignal = (signal: NodeJS.Signals) => {
    const now = performance.now()
    if (firstAt === undefined) {
      firstAt = now
      stop(`${signal} (once more to stop at once)`)
    } else if (now - firstAt >= echoMs) {
      killAll()
      process.exit(130)
    }
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal)
  process.once("exit", killAll)

  Effect.runFork(
    Effect.andThen(
      launcherGone,
      Effect.sync(() => stop("the command that started this is gone")),
    ),
  )
  Effect.runFork(runStack(options, over)).addObserver((exit) => {
    if (Exit.isFailure(exit)) options.console.note(Cause.pretty(exit.cause))
    process.exit(Exit.isSuccess(exit) ? exit.value.code : 1)
  })
}
