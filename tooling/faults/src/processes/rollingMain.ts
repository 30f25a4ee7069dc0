/** `pnpm rolling FOLDER`: this revision and another one together, over one store. */
import { progressOn } from "@manga-assist/bench/command/Progress"
import { killProcesses } from "@manga-assist/bench/process/PinnedProcess"
import { commandLine, optionsOf, refuse } from "@manga-assist/process/arguments"
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { roll } from "./Rolling.ts"

const byDefault = 24

const usage = `pnpm rolling [options] FOLDER

Runs the chat server of this revision and that of FOLDER, another checkout with its dependencies installed, over one
Redis and one set of tables, kills both, and starts each over the other's journals.

  --customers N   conversations at once, 1 to 200 (${byDefault})
  --help

Exit codes: 0 nothing was lost, doubled or broken, 1 something was, 2 wrong arguments.`

const options = commandLine({ usage, wrongUse: 2 }, (args) => {
  const { number, words } = optionsOf(args, { "--customers": "value" }, { words: 1 })
  const [folder] = words
  if (folder === undefined || !existsSync(resolve(folder, "apps/orchestrator/src/main.ts"))) {
    return refuse("FOLDER must be a checkout of this repository")
  }
  return { folder: resolve(folder), customers: number("--customers", 1, 200) ?? byDefault }
})
if (options !== undefined) {
  process.once("exit", killProcesses)
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130))
  const { step } = progressOn()
  const after = fileURLToPath(new URL("../../../..", import.meta.url))
  const folders = { before: options.folder, after }
  const { broken, ends, handedOver, messages } = await roll({ ...options, folders, step })
  for (const [side, each] of Object.entries(ends)) {
    const told = [...each].map(([end, times]) => `${times} × ${end}`)
    process.stdout.write(`${side}: ${told.join(", ")}\n`)
  }
  process.stdout.write(
    `${messages} messages, ${handedOver} of them killed before their records were written; ${broken.length === 0 ? "nothing" : broken.length} broken\n`,
  )
  for (const line of broken) process.stdout.write(`${line}\n`)
  process.exit(broken.length === 0 ? 0 : 1)
}
