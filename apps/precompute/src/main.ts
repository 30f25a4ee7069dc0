/**
 * Entry point of `precompute`: checks the command line, then loads what it asks for, `Program.ts`. Signals are heard
 * meanwhile.
 */
import { commandLine } from "@manga-assist/process/arguments"
import { loadAndStart } from "@manga-assist/process/load"
import { endsByItself, requestOf, usage } from "./Arguments.ts"

const request = commandLine({ usage, wrongUse: 2 }, requestOf)
if (request !== undefined) {
  await loadAndStart(
    async () => {
      const { start } = await import("./Program.ts")
      return { start: () => start(request) }
    },
    endsByItself(request) ? 130 : 0,
  )
}
