/** `pnpm faults`: breaks every dependency in every way under chatting sockets, judges it, and writes docs/reliability.md. */
import { commandLine } from "@manga-assist/process/arguments"
import { readOptions, usage } from "./Options.ts"

const options = commandLine({ usage, wrongUse: 2 }, readOptions)
if (options !== undefined) {
  const { runFaults } = await import("./RunFaults.ts")
  process.exitCode = await runFaults(options)
  // Pools of the standard library's own client hold the process for some seconds.
  process.exit()
}
