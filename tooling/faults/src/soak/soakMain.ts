/** `pnpm soak`: a whole store for an hour while its dependencies flap, and what it holds in between. */
import { progressOn } from "@manga-assist/bench/command/Progress"
import { killProcesses } from "@manga-assist/bench/process/PinnedProcess"
import { commandLine, optionsOf } from "@manga-assist/process/arguments"
import { readFile } from "node:fs/promises"
import { lastRun, writeSection } from "../OwnPage.ts"
import { boundedTable, entryBytesBy, readStores, storesPage } from "./BoundedStores.ts"
import { playSoak } from "./Soak.ts"
import { soakText } from "./SoakText.ts"

const minutesByDefault = 60

const usage = `pnpm soak [options]

A chat server of each socket layer and a worker serve 20 customers while one dependency after the other flaps or falls
silent. Between rounds nobody is there: memory after a collection, fibers, timers, connections and records that wait are
read, and judged at the end.

  --minutes N   2 to 1440 (${minutesByDefault}); memory is judged from 30 on, when what is kept for minutes is full
  --page FILE   the page whose sections are written, in place of docs/reliability.md; none: only told
  --help

It needs redis-server and moto_server.
Exit codes: 0 nothing grew, was lost or miscounted, 1 something did or was, 2 wrong arguments.`

const options = commandLine({ usage, wrongUse: 2 }, (args) => {
  const { number, value } = optionsOf(args, { "--minutes": "value", "--page": "value" })
  return { minutes: number("--minutes", 2, 1_440) ?? minutesByDefault, page: value("--page") }
})
if (options !== undefined) {
  process.once("exit", killProcesses)
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130))
  const { minutes, page } = options
  const stores = readStores(await readFile(storesPage, "utf8"))
  const soaked = await playSoak({
    minutes,
    entryBytes: entryBytesBy(stores),
    step: progressOn().step,
  })
  const text = soakText(soaked, minutes)
  process.stdout.write(`${text}\n`)
  await writeSection("## Soak", `${lastRun("pnpm soak")}\n\n${text}`, page)
  const fills = soaked.programs.map(({ samples }) => samples.map((sample) => sample.fills))
  const seen = (fills[0] ?? []).map((_, at) => fills.flatMap((samples) => samples[at] ?? []))
  await writeSection(
    "## What is bounded",
    `Every store of the chat server's own sources that outlives a message, from [the list](bounded-stores.md), which says what an entry takes
and why the bound holds; a test fails when one is missing there. Where several have the same row it is the fullest. "–": it does not
tell, or nothing was put in. ${lastRun("pnpm soak")}

${boundedTable(stores, seen)}`,
    page,
  )
  process.exit(soaked.broken.length === 0 ? 0 : 1)
}
