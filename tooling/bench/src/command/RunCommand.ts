/**
 * Runs a program to its exit code: its own, 1 when something broke, 64 (`EX_USAGE`) when it was used wrongly, 130 when
 * it was interrupted. Whatever the end, no child process stays.
 */
import { WrongUse } from "@manga-assist/process/arguments"
import { killProcesses } from "../process/PinnedProcess.ts"
import { InvalidResult } from "../result/JsonFile.ts"

export const runCommand = (run: () => Promise<number>): void => {
  process.on("exit", killProcesses)
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => process.exit(130))
  }
  run().then(
    (code) => process.exit(code),
    (error: unknown) => {
      const isTold = error instanceof WrongUse || error instanceof InvalidResult
      const text = error instanceof Error ? (isTold ? error.message : error.stack) : String(error)
      process.stderr.write(`error: ${text}\n`)
      process.exit(error instanceof WrongUse ? 64 : 1)
    },
  )
}
