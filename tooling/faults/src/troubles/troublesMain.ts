/** `pnpm troubles`: stops, blocks, starves and replaces processes and their network under chatting customers, and judges what they suffer. */
import { progressOn } from "@manga-assist/bench/command/Progress"
import { killProcesses } from "@manga-assist/bench/process/PinnedProcess"
import { commandLine, optionsOf, refuse } from "@manga-assist/process/arguments"
import { lastRun, writeSection } from "../OwnPage.ts"
import { type Played, playTroubles, troublesText } from "./PlayTroubles.ts"
import { troubles } from "./Troubles.ts"

const usage = `pnpm troubles [options]

Stops, blocks, starves and replaces processes of the store, and changes the network between them, while customers chat, and
judges what they suffer.

  --only TEXT   troubles whose name has this text
  --page FILE   the page whose section is written, in place of docs/reliability.md, which has all of them; none: only told
  --help

It needs redis-server and moto_server; haproxy, faketime, prlimit, openssl and root each for some troubles, which are left
out without.
Exit codes: 0 every trouble held, 1 one did not, 2 wrong arguments.

${troubles.map(({ name }) => `  ${name}`).join("\n")}`

const options = commandLine({ usage, wrongUse: 2 }, (args) => {
  const { value } = optionsOf(args, { "--only": "value", "--page": "value" })
  const only = value("--only") ?? ""
  const planned = troubles.filter(({ name }) => name.includes(only))
  if (planned.length === 0) refuse(`--only finds no trouble: ${only}`)
  return { planned, page: value("--page") ?? (only === "" ? undefined : "none") }
})
if (options !== undefined) {
  process.once("exit", killProcesses)
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130))
  const { step } = progressOn()
  const played: ReadonlyArray<Played> = await playTroubles(options.planned, step)
  const text = troublesText(played)
  process.stdout.write(`${text}\n`)
  await writeSection(
    "## Processes in trouble",
    `${lastRun("pnpm troubles")}\n\n${text}`,
    options.page,
  )
  process.exit(played.every(({ broken }) => broken.length === 0) ? 0 : 1)
}
