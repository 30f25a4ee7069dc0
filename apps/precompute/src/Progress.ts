/** How far a pass is: a bar on a terminal, one structured line for each tenth elsewhere. */
import { Presets, SingleBar } from "cli-progress"

export interface ProgressOutput extends NodeJS.WritableStream {
  readonly isTTY?: boolean
}

/** Of what was done at once nobody can tell how long it takes: the bar then gives no number. */
const timeText = (seconds: unknown): string => {
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) return "-"
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

const bar = (output: NodeJS.WritableStream) => {
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
  let started = false
  return (done: number, total: number): void => {
    if (!started) single.start(Math.max(1, total), done)
    started = true
    single.update(total === 0 ? 1 : done)
    if (done >= total) single.stop()
  }
}

const steps = (output: NodeJS.WritableStream) => {
  let shown = -1
  return (done: number, total: number): void => {
    const step = total === 0 ? 10 : Math.floor((done / total) * 10)
    if (step === shown) return
    shown = step
    output.write(`${JSON.stringify({ event: "progress", done, total })}\n`)
  }
}

export const showProgress = (output: ProgressOutput): ((done: number, total: number) => void) =>
  output.isTTY === true ? bar(output) : steps(output)
