/** Plays the chosen cells, tells what became of each, and writes the page. */
import { readFile, writeFile } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { progressOn } from "@manga-assist/bench/command/Progress"
import { killProcesses } from "@manga-assist/bench/process/PinnedProcess"
import { cellText, chosen, everyCell } from "./Cells.ts"
import type { Options } from "./Options.ts"
import { type Judged, linesOf, mendedHeading, page, seconds } from "./Page.ts"
import { ownPage, today, machineText } from "./OwnPage.ts"
import { playCells } from "./PlayCells.ts"
import type { Cores } from "./World.ts"

/** What people wrote under the last heading, which a new page keeps. */
const mendedIn = (text: string): string =>
  text.split(`${mendedHeading}\n`)[1]?.trim() ?? "Nothing yet."

/** Each world's server shares its core with the emulated services of another world, which need as much. */
const placesOf = (worlds: number): ReadonlyArray<Cores> =>
  Array.from({ length: worlds }, (_, at) => [
    at % availableParallelism(),
    (at + 1) % availableParallelism(),
  ])

const told = ({ broken, cell, ends, excused, isBusy, ...verdict }: Judged): string => {
  const { recoveryMs, sent, slowestFirstMs, stalledMs } = verdict
  const lost = Object.entries(ends).map(([end, times]) => `, ${times} × ${end}`)
  return [
    `${cellText(cell)}: ${broken.length === 0 ? "held" : "BROKE"}${isBusy ? " on a busy machine" : ""}`,
    `${sent} messages, ${excused} of them excused${lost.join("")}`,
    `slowest first content ${slowestFirstMs.toFixed(0)} ms (${stalledMs.toFixed(0)} ms of the machine's taken off)`,
    `well after ${recoveryMs.toFixed(0)} ms`,
  ].join("; ")
}

/** Resolves with the exit code. */
export const runFaults = async (options: Options) => {
  const { again, cells, minutes = Infinity, only, page: file, seed, worlds } = options
  process.once("exit", killProcesses)
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130))
  const { step } = progressOn()
  const planned = cells === undefined ? everyCell(seed, only) : chosen(cells, seed, only)
  const places = placesOf(Math.min(worlds, planned.length))
  step(`${planned.length} cells in ${places.length} worlds, which start`)
  let [done, spentMs] = [0, 0]
  const { judged, repeatedEvents } = await playCells({
    planned,
    worlds: places,
    triesOfCell: again ? 2 : 1,
    goesOn: () => process.uptime() < 60 * minutes,
    onPlayed: (one, tookMs) => {
      done += 1
      spentMs += tookMs
      const leftMs = ((spentMs / done) * (planned.length - done)) / places.length
      step(
        `${done}/${planned.length} ${told(one)}; ${seconds(tookMs)}, about ${Math.ceil(leftMs / 60_000)} minutes left`,
      )
      for (const line of linesOf(one)) step(`  ${line}`)
    },
  })
  const broken = judged.filter((each) => each.broken.length > 0)
  const left = planned.length - judged.length
  process.stdout.write(
    `${judged.length - broken.length} of ${judged.length} cells held${left === 0 ? "" : `; for ${left} there was no time`}\n`,
  )
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
      repeatedEvents,
    }
    await writeFile(place, page(run, mendedIn(before)))
  }
  return judged.length >= planned.length / 2 && broken.length === 0 ? 0 : 1
}
