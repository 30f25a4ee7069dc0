/** `pnpm customer`: finds, exports and erases what the chat has of one customer. */
import { StoreTables } from "@manga-assist/assistant"
import { DynamoDocuments } from "@manga-assist/connections"
import { runMain } from "@manga-assist/process"
import { commandLine } from "@manga-assist/process/arguments"
import { Effect, Layer } from "effect"
import { parseJob, usage } from "./Arguments.ts"
import { erase, exportTo, find } from "./Customer.ts"

const print = (line: string) => void process.stdout.write(`${line}\n`)
const progress = (line: string) => void process.stderr.write(`${line}\n`)
// Who reads may leave first (`| head`): what was asked for is done all the same.
process.stdout.on("error", () => undefined)
const stopWithinMs = 5_000

const job = commandLine({ usage, wrongUse: 2 }, parseJob)
const run = <A, E>(program: Effect.Effect<A, E, DynamoDocuments | StoreTables>) =>
  runMain(
    program.pipe(Effect.provide(Layer.mergeAll(DynamoDocuments.layer, StoreTables.layer))),
    stopWithinMs,
    { command: true },
  )
if (job?.job === "find") run(Effect.scoped(find(job, print, progress)))
if (job?.job === "export") run(Effect.scoped(exportTo(job, print, progress)))
if (job?.job === "erase") run(erase(job, print, progress))
