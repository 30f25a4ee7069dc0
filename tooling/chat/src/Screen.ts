/** The terminal output of the client. Colour only on a terminal, and never with `NO_COLOR`. */
export interface Screen {
  /** Raw text, no line break added. */
  readonly write: (text: string) => void
  readonly line: (text: string) => void
  /** For what is not part of the answer. */
  readonly problem: (text: string) => void
  readonly dim: (text: string) => string
  /** Of the terminal now; undefined where there is none. */
  readonly columns: () => number | undefined
}

export const openScreen = (environment: NodeJS.ProcessEnv): Screen => {
  const coloured =
    process.stdout.isTTY && (environment.NO_COLOR ?? "") === "" && environment.TERM !== "dumb"
  // The reader of a pipe may leave first (`| head`).
  process.stdout.on("error", () => process.exit(0))
  return {
    write: (text) => void process.stdout.write(text),
    line: (text) => void process.stdout.write(`${text}\n`),
    problem: (text) => void process.stderr.write(`${text}\n`),
    columns: () => (process.stdout.isTTY ? process.stdout.columns : undefined),
    dim: (text) => (coloured ? `\u001B[2m${text}\u001B[22m` : text),
  }
}
