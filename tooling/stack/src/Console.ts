/**
 * The output of the supervisor: results on stdout (`admin …`, `ready …`), everything else on stderr.
 *
 * A closed pipe (`pnpm start | head`) silences it and never ends the servers.
 */

export interface Console {
  /** A line that other programs may wait for. */
  readonly result: (line: string) => void
  /** A line for people. */
  readonly note: (line: string) => void
  /** A line of a child, marked with its name unless the lines are JSON for a machine. */
  readonly child: (name: string) => (line: string) => void
}

export const openConsole = (plainChildren: boolean): Console => {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined)
  const note = (line: string) => void process.stderr.write(`${line}\n`)
  return {
    result: (line) => void process.stdout.write(`${line}\n`),
    note,
    child: (name) => (line) => {
      if (line !== "") note(plainChildren ? line : `[${name}] ${line}`)
    },
  }
}
