/**
 * Entry point of `precompute`: checks the command line, then loads what it asks for, `Program.ts`. Signals are heard
 * meanwhile.
 */
import { loadAndStart } from "@manga-assist/process/load"
import { endsByItself, requestOf, usage } from "./Arguments.ts"
import { refuse } from "./Refuse.ts"

const request = requestOf(process.argv.slice(2))
if (request.command === "help") process.stdout.write(usage)
else if (request.command === "wrong") refuse(`${request.message}\n\n${usage}`)
else {
  await loadAndStart(
    async () => {
      const { start } = await import("./Program.ts")
      return { start: () => start(request) }
    },
    endsByItself(request) ? 130 : 0,
  )
}
