/**
 * Writes one text of what a `precompute` command returns (a pass's report, a plan, the traffic report, wordings, switches) to
 * standard output with a line end. Fails where it cannot be written, for example on a full disk. A closed pipe (`|
 * head`) is not an error.
 */
import { Effect } from "effect"
import { PrecomputeError } from "../PrecomputeError.ts"

export const print = (line: string): Effect.Effect<void, PrecomputeError> =>
  Effect.callback((resume) => {
    // Told to the callback as well; without a listener it would end the process.
    if (process.stdout.listenerCount("error") === 0) process.stdout.on("error", () => undefined)
    process.stdout.write(`${line}\n`, (cause?: NodeJS.ErrnoException | null) => {
      if (!cause || cause.code === "EPIPE") return resume(Effect.void)
      const detail = `the result could not be written: ${cause.message}`
      resume(Effect.fail(new PrecomputeError({ reason: "output", detail, cause })))
    })
  })
