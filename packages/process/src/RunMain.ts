/**
 * Runs a program as a process: the first signal stops it in order, a second one at once.
 *
 * Exit codes: 0 when it is done or, for a service, after a clean stop, unless the program set another (`ExitCode`); 1
 * when it could not start, broke, or did not stop in time; 130 after a second signal, and for a command that a signal
 * stopped before it was done. A failed start prints one line, without a stack; so does a name of the environment that is
 * almost a setting's.
 */
import { Cause, Config, Context, Effect, Exit } from "effect"
import { unknownSettings } from "./UnknownSettings.ts"

/** What the process ends with after a clean stop: a cell of each `runMain`, which a finalizer may set. */
export const ExitCode = Context.Reference<{ code: number }>("@manga-assist/process/ExitCode", {
  defaultValue: () => ({ code: 0 }),
})

/** One sentence for the operator: what failed, by its own message. */
const failureLine = (cause: Cause.Cause<unknown>): string => {
  const failed = cause.reasons.find(Cause.isFailReason)
  // Not an expected error but a defect: only the stack helps.
  if (failed === undefined) return Cause.pretty(cause)
  const { error } = failed
  if (error instanceof Config.ConfigError) return error.cause.message
  return error instanceof Error ? error.message : String(error)
}

const unfinished = 130

export interface RunMainOptions {
  /** It ends by itself: stopped by a signal it is not done. */
  readonly command?: boolean
}

/**
 * `program` runs until it ends, fails or is interrupted by SIGTERM or SIGINT; its finalizers then have
 * `stopWithinMs` milliseconds.
 */
export const runMain = <A, E>(
  program: Effect.Effect<A, E>,
  stopWithinMs: number,
  { command = false }: RunMainOptions = {},
): void => {
  for (const line of unknownSettings(process.env)) process.stderr.write(`warning: ${line}\n`)
  // Fibers do not keep a process alive by themselves.
  const alive = setInterval(() => {}, 2_147_483_647)
  let interrupt = () => {}
  let isStopping = false
  const stop = () => {
    if (isStopping) process.exit(unfinished)
    isStopping = true
    interrupt()
    setTimeout(() => {
      process.stderr.write(`error: did not stop within ${stopWithinMs} ms\n`)
      process.exit(1)
    }, stopWithinMs).unref()
  }
  // Before the program: it may say that it is ready in its first breath, and be stopped at once.
  process.on("SIGTERM", stop)
  process.on("SIGINT", stop)
  const ending = { code: 0 }
  const fiber = Effect.runFork(Effect.provideService(program, ExitCode, ending))
  interrupt = () => {
    fiber.interruptUnsafe()
  }
  if (isStopping) interrupt()
  fiber.addObserver((exit) => {
    clearInterval(alive)
    if (Exit.isSuccess(exit)) process.exit(ending.code)
    if (isStopping && Cause.hasInterruptsOnly(exit.cause)) {
      process.exit(command ? unfinished : ending.code)
    }
    process.stderr.write(`error: ${failureLine(exit.cause)}\n`)
    process.exit(1)
  })
}
