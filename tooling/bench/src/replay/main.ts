/**
 * Program: asks the same questions of two configurations, `before` (all latency techniques off) and `after` (all on),
 * once over the emulators of its environment. Reports progress and result as one JSON object a line: `{"step": …}`, at
 * the end `{"result": …}` or `{"failed": …}`.
 *
 * `main.ts [QUESTIONS]`, twenty unless given.
 */
import { killProcesses } from "../process/PinnedProcess.ts"
import { withFolder } from "../store/StoreFolder.ts"
import { replay } from "./Replay.ts"

const say = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`)

process.on("exit", killProcesses)
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1))

// What leads to the emulators; all else a server takes from its own defaults.
const environment = { ...(process.env as Readonly<Record<string, string>>) }
const questions = Number(process.argv[2] ?? 20)

try {
  const services = { admin: environment["ADMIN_URL"] ?? "", environment }
  const onStep = (step: object) => say({ step })
  const result = await withFolder((folder) => replay({ services, folder, questions, onStep }))
  say({ result })
} catch (cause) {
  say({ failed: cause instanceof Error ? cause.message : String(cause) })
  process.exitCode = 1
}
