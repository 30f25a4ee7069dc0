/** Runs the chosen cells over one store, with a fresh server where a cell left one unwell, and writes the page. */
import { readFile, writeFile } from "node:fs/promises"
import { progressOn } from "@manga-assist/bench/command/Progress"
import { killProcesses } from "@manga-assist/bench/process/PinnedProcess"
import { cellText, chosen, everyCell } from "./Cells.ts"
import { failed, judge } from "./Judge.ts"
import { keptProblems, readKept, recordedTurns, repeatedEvents } from "./Kept.ts"
import type { Options } from "./Options.ts"
import { type Judged, linesOf, mendedHeading, page } from "./Page.ts"
import { ownPage, today, machineText } from "./OwnPage.ts"
import { runCell } from "./RunCell.ts"
import { openWorld } from "./World.ts"

/** What people wrote under the last heading, which a new page keeps. */
const mendedIn = (text: string): string =>
  text.split(`${mendedHeading}\n`)[1]?.trim() ?? "Nothing yet."

/** Resolves with the exit code. */
export const runFaults = async ({ cells, minutes = Infinity, only, page: file, seed }: Options) => {
  process.once("exit", killProcesses)
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130))
  const { step } = progressOn()
  const planned = cells === undefined ? everyCell(seed, only) : chosen(cells, seed, only)
  const judged: Array<Judged> = []
  const turns: Array<ReadonlyArray<string>> = []
  step(`${planned.length} cells; the store starts`)
  const repeated = await (async () => {
    await using world = await openWorld()
    for (const cell of planned) {
      if (process.uptime() > 60 * minutes) break
      const one = await runCell(world, cell).catch((error: unknown) => String(error))
      const verdict = { ...(typeof one === "string" ? failed(one) : judge(one)), cell }
      turns.push(typeof one === "string" ? [] : recordedTurns(one.messages))
      judged.push(verdict)
      const ends = Object.entries(verdict.ends).map(([end, times]) => `${times} × ${end}`)
      const { broken, isBusy, recoveryMs, sent, slowestFirstMs, stalledMs } = verdict
      step(
        `${judged.length}/${planned.length} ${cellText(cell)}: ${broken.length === 0 ? "held" : "BROKE"}${isBusy ? " on a busy machine" : ""}; ${sent} messages, slowest first content ${slowestFirstMs.toFixed(0)} ms (${stalledMs.toFixed(0)} ms of the machine's taken off), well after ${recoveryMs.toFixed(0)} ms; ${ends.join(", ")}`,
      )
      for (const line of linesOf(verdict)) step(`  ${line}`)
      if (broken.length > 0) await world.renew(cell.layer)
    }
    const kept = await readKept(world)
    for (const [at, one] of judged.entries()) {
      judged[at] = { ...one, broken: [...one.broken, ...keptProblems(kept, turns[at] ?? [])] }
    }
    return repeatedEvents(kept)
  })()
  const broken = judged.filter((each) => each.broken.length > 0)
  process.stdout.write(`${judged.length - broken.length} of ${judged.length} cells held\n`)
  for (const line of broken.flatMap(linesOf)) process.stdout.write(`${line}\n`)
  if (file !== "none") {
    const place = file ?? ownPage
    const before = await readFile(place, "utf8").catch(() => "")
    const words = process.argv.slice(2).join(" ")
    const run = {
      judged,
      command: `pnpm faults ${words}`.trim(),
      date: today(),
      machine: machineText(),
      repeatedEvents: repeated,
    }
    await writeFile(place, page(run, mendedIn(before)))
  }
  return broken.length === 0 ? 0 : 1
}
