/** Progress on standard error: one rewritten line on a terminal, plain lines elsewhere. */
export interface Progress {
  readonly step: (text: string) => void
  /** Leaves the terminal's line clean. */
  readonly done: () => void
}

interface ProgressTarget {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly write: (text: string) => unknown
}

const eraseLine = "\r\u001B[2K"

export const progressOn = (target: ProgressTarget, now: () => number): Progress => {
  const started = now()
  const { columns = 80, isTTY = false } = target
  return {
    step: (text) => {
      const line = `[${((now() - started) / 1_000).toFixed(0).padStart(3)} s] ${text}`
      target.write(isTTY ? eraseLine + line.slice(0, Math.max(20, columns) - 1) : `${line}\n`)
    },
    done: () => void (isTTY && target.write(eraseLine)),
  }
}
