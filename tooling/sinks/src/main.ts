/**
 * `pnpm sinks`: shows, replays or removes records that the store's sinks have not yet written, on disk (the spool) and
 * in the dead-letter queue.
 */
import { runMain } from "@manga-assist/process"
import { commandLine } from "@manga-assist/process/arguments"
import { Effect } from "effect"
import { parseJob, usage } from "./Arguments.ts"
import { inspect } from "./Inspect.ts"
import { purge } from "./Purge.ts"
import { replay } from "./Replay.ts"

const print = (line: string) => void process.stdout.write(`${line}\n`)
const progress = (line: string) => void process.stderr.write(`${line}\n`)
/** The sinks' own five seconds, then their connections. */
const stopWithinMs = 15_000

const job = commandLine({ usage, wrongUse: 2 }, parseJob)
if (job?.job === "inspect") runMain(Effect.scoped(inspect(job, print)), stopWithinMs)
if (job?.job === "purge") runMain(Effect.scoped(purge(job, print)), stopWithinMs)
if (job?.job === "replay") runMain(Effect.scoped(replay(job, print, progress)), stopWithinMs)
