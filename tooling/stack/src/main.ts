/**
 * `pnpm start`: runs the whole system on loopback, until Ctrl-C.
 *
 * Exit codes: 0 stopped on request, 2 wrong option, 130 second signal, else that of the part that ended. stdout has the
 * lines `admin URL`, `operator URL`, with `--gateway` also `gateway URL`, and at last `ready URL`; stderr everything
 * for people.
 */
import { fileURLToPath } from "node:url"
import { loadAndStart } from "@manga-assist/process/load"
import { openConsole } from "./Console.ts"
import { parseFlags, usage } from "./Flags.ts"

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

const flags = parseFlags(process.argv.slice(2))
const console = openConsole(process.env.LOG_FORMAT === "json")

if (flags.kind === "help") {
  console.result(usage)
} else if (flags.kind === "wrong") {
  console.note(flags.message)
  process.exitCode = 2
} else {
  const options = {
    programs: {
      localAws: at("tooling/local-aws/src/main.ts"),
      orchestrator: at("apps/orchestrator/src/main.ts"),
      precompute: at("apps/precompute/src/main.ts"),
      page: at("apps/console/build/main.ts"),
      replay: at("tooling/bench/src/replay/main.ts"),
    },
    localAwsFlags: flags.localAws,
    environment: process.env,
    console,
  }
  await loadAndStart(async () => {
    const { supervise } = await import("./Supervise.ts")
    return { start: () => supervise(options) }
  })
}
