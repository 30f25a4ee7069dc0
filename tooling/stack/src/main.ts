/**
 * `pnpm start`: runs the whole system on loopback, until Ctrl-C.
 *
 * Exit codes: 0 stopped on request, 2 wrong option, 130 second signal, else that of the part that ended. stdout has the
 * lines `admin URL`, `operator URL`, with `--gateway` also `gateway URL`, and at last `ready URL`; stderr everything
 * for people.
 */
import { resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { commandLine } from "@manga-assist/process/arguments"
import { loadAndStart } from "@manga-assist/process/load"
import { openConsole } from "./Console.ts"
import { parseFlags, usage } from "./Flags.ts"

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

const flags = commandLine({ usage, wrongUse: 2 }, parseFlags)

if (flags !== undefined) {
  const options = {
    programs: {
      localAws: at("tooling/local-aws/src/main.ts"),
      orchestrator: at("apps/orchestrator/src/main.ts"),
      precompute: at("apps/precompute/src/main.ts"),
      page: at("apps/console/build/main.ts"),
      replay: at("tooling/bench/src/replay/main.ts"),
    },
    localAwsFlags: flags.localAws,
    environment: {
      ...process.env,
      ...(flags.shop === undefined ? {} : { SHOP_DIR: resolve(flags.shop) }),
    },
    console: openConsole(process.env.LOG_FORMAT === "json"),
  }
  await loadAndStart(async () => {
    const { supervise } = await import("./Supervise.ts")
    return { start: () => supervise(options) }
  })
}
