/**
 * Shows on a stream how far the catalogue is written: a bar on a terminal, else a line every 1.5 s and one for each
 * finished stage. It may be called for every item.
 */
export type Progress = (stage: "products" | "search", done: number, total: number) => void

/** Between two lines where nothing can be redrawn. */
const lineMs = 1_500

/** A bar that redraws itself on a terminal; elsewhere a line now and then, and one for each stage that ended. */
export const progressOn = (stream: Pick<NodeJS.WriteStream, "isTTY" | "write">): Progress => {
  let drawnMs = Date.now()
  return (stage, done, total) => {
    const ended = done >= total
    const nowMs = Date.now()
    if (!stream.isTTY) {
      if (ended) stream.write(`written: ${stage}\n`)
      else if (nowMs - drawnMs >= lineMs) {
        drawnMs = nowMs
        stream.write(`writing ${stage}, ${Math.floor((100 * done) / total)} %\n`)
      }
      return
    }
    if (!ended && nowMs - drawnMs < 50) return
    drawnMs = nowMs
    const width = 24
    const filled = Math.floor((width * done) / total)
    const bar = `${"█".repeat(filled)}${"░".repeat(width - filled)}`
    stream.write(`\r${bar} ${stage.padEnd(8)} ${done}/${total}\u001B[K${ended ? "\n" : ""}`)
  }
}
