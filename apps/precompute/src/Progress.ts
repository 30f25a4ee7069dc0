/** How far a pass is: a bar on a terminal, one line in ten steps elsewhere. */

interface Output {
  readonly isTTY?: boolean
  readonly write: (text: string) => unknown
}

const width = 30

export const showProgress = (output: Output) => {
  let shown = -1
  return (done: number, total: number): void => {
    const share = total === 0 ? 1 : done / total
    if (output.isTTY === true) {
      const filled = Math.round(share * width)
      output.write(
        `\r[${"#".repeat(filled)}${".".repeat(width - filled)}] ${done}/${total}${done === total ? "\n" : ""}`,
      )
      return
    }
    const step = Math.floor(share * 10)
    if (step === shown) return
    shown = step
    output.write(`answered ahead: ${done}/${total}\n`)
  }
}
