/** How far the seed is; called often, so it must be cheap. */
export type Progress = (
  stage: "products" | "vectors" | "search",
  done: number,
  total: number,
) => void

/** A bar that redraws itself on a terminal; elsewhere one line for each stage that ended. */
export const progressOn = (stream: NodeJS.WriteStream): Progress => {
  let drawnMs = 0
  return (stage, done, total) => {
    const ended = done >= total
    if (!stream.isTTY) {
      if (ended) stream.write(`seeded ${stage}\n`)
      return
    }
    const nowMs = Date.now()
    if (!ended && nowMs - drawnMs < 50) return
    drawnMs = nowMs
    const width = 24
    const filled = Math.floor((width * done) / total)
    const bar = `${"█".repeat(filled)}${"░".repeat(width - filled)}`
    stream.write(`\r${bar} ${stage.padEnd(8)} ${done}/${total}\u001B[K${ended ? "\n" : ""}`)
  }
}
