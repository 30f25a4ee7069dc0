/** `pnpm kills`: kills chat servers and workers under load, and looks for what was acknowledged. */
import { progressOn } from "@manga-assist/bench/command/Progress"
import { killProcesses } from "@manga-assist/bench/process/PinnedProcess"
import { commandLine, optionsOf } from "@manga-assist/process/arguments"
import { killsText, playKills } from "./Kills.ts"
import { lastRun, writeSection } from "../OwnPage.ts"

const byDefault = { kills: 200, minutes: 30, seed: 1 }

const usage = `pnpm kills [options]

Two chat servers and two workers over one Redis and one set of tables are killed under load, again and again, and
started on the same disks. Then every turn that was acknowledged is looked for in the table and in the audit.

  --kills N     of servers, 1 to 10000 (${byDefault.kills})
  --minutes N   no further kill after so many, 1 to 1440 (${byDefault.minutes})
  --seed N      of the moments (${byDefault.seed})
  --page FILE   the page whose section is written, in place of docs/reliability.md; none: only told
  --help

Exit codes: 0 nothing was lost, doubled or broken, 1 something was, 2 wrong arguments.`

const about = `\`pnpm kills\` kills two chat servers (one of each socket layer) and the leading of two workers over one Redis and one
set of tables, and starts them on the same disks, while 16 customers go on with their conversations at whichever server is up and
the table refuses half of all writes. At the end the queue of letters is replayed.`

const options = commandLine({ usage, wrongUse: 2 }, (args) => {
  const { number, value } = optionsOf(args, {
    "--kills": "value",
    "--minutes": "value",
    "--seed": "value",
    "--page": "value",
  })
  return {
    kills: number("--kills", 1, 10_000) ?? byDefault.kills,
    minutes: number("--minutes", 1, 1_440) ?? byDefault.minutes,
    seed: number("--seed", 0, 2 ** 31 - 1) ?? byDefault.seed,
    page: value("--page"),
  }
})
if (options !== undefined) {
  process.once("exit", killProcesses)
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130))
  const killed = await playKills({ ...options, step: progressOn().step })
  const text = killsText(killed)
  process.stdout.write(`${text}\n`)
  await writeSection(
    "## Killed processes",
    `${about} ${lastRun("pnpm kills")}\n\n${text}`,
    options.page,
  )
  process.exit(killed.broken.length === 0 ? 0 : 1)
}
