/** Progress on standard error: one rewritten line on a terminal, plain lines elsewhere. */
export interface Progress {
  readonly step: (text: string) => void
  /** Leaves the terminal's line clean. */
  readonly done: () => void
}

export interface ProgressTarget {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly write: (text: string) => unknown
}

const eraseLine = "\r\u001B[2K"

export const progressOn = (target: ProgressTarget, now: () => number): Progress => {
  const started = now()
  const stamp = () => `[${((now() - started) / 1_000).toFixed(0).padStart(3)} s]`
  if (target.isTTY !== true) {
    return { step: (text) => void target.write(`${stamp()} ${text}\n`), done: () => {} }
  }
  return {
    step: (text) => {
      const line = `${stamp()} ${text}`.slice(0, Math.max(20, target.columns ?? 80) - 1)
      target.write(`${eraseLine}${line}`)
    },
    done: () => void target.write(eraseLine),
  }
}
