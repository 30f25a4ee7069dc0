/** Shows the progress of a pass: a bar on a terminal, elsewhere one structured line for each tenth. */
import { Presets, SingleBar } from "cli-progress"
import { Effect, type Scope } from "effect"

export interface ProgressOutput extends NodeJS.WritableStream {
  readonly isTTY?: boolean
}

/** Of what was done at once nobody can tell how long it takes: the bar then gives no number. */
const timeText = (seconds: unknown): string => {
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) return "-"
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

interface Shown {
  readonly show: (done: number, total: number) => void
  /** Nothing is shown after it. */
  readonly end: () => void
}

const bar = (output: NodeJS.WritableStream): Shown => {
  const single = new SingleBar(
    {
      stream: output,
      format: "answered ahead {bar} {value}/{total} entries, {eta_formatted} left",
      formatTime: timeText,
      clearOnComplete: false,
      hideCursor: true,
      // Signals are handled by the process; the bar must not catch them.
      gracefulExit: false,
    },
    Presets.shades_classic,
  )
  // Shows the cursor and ends the line, also of a pass that was stopped or had to leave something out.
  const end = () => {
    process.removeListener("exit", end)
    if (single.isActive) single.stop()
  }
  const show = (done: number, total: number): void => {
    if (!single.isActive) {
      single.start(Math.max(1, total), done)
      // Of a process that is ended at once no scope is closed.
      process.on("exit", end)
    }
    single.update(total === 0 ? 1 : done)
  }
  return { show, end }
}

const steps = (output: NodeJS.WritableStream): Shown => {
  let last = -1
  return {
    show: (done, total) => {
      const step = total === 0 ? 10 : Math.floor((done / total) * 10)
      if (step === last) return
      last = step
      output.write(`${JSON.stringify({ event: "progress", done, total })}\n`)
    },
    end: () => undefined,
  }
}

/** Until the scope closes: then the terminal is as it was. */
export const showProgress = (
  output: ProgressOutput,
): Effect.Effect<Shown["show"], never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => (output.isTTY === true ? bar(output) : steps(output))),
    ({ end }) => Effect.sync(end),
  ).pipe(Effect.map(({ show }) => show))
