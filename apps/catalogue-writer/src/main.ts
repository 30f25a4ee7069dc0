#!/usr/bin/env node
/**
 * Program: writes the demo catalogue or that of a file to the DynamoDB table and the search index that the settings name,
 * reads it back into a file, or checks it, then ends. Exit codes: `Arguments.ts`.
 */
import { missingSettings, runMain } from "@manga-assist/process"
import { commandLine } from "@manga-assist/process/arguments"
import { parseJob, usage } from "./Arguments.ts"
import { progressOn } from "./Progress.ts"
import { settingsOf } from "./Settings.ts"

const wrongUse = 2
/** Nothing waits: what was begun is found by the next run. */
const stopWithinMs = 5_000

const { env } = process
const job = commandLine({ usage, wrongUse }, parseJob)
const settings = missingSettings(env) ?? settingsOf(env)
if (job !== undefined && typeof settings === "string") {
  process.stderr.write(`error: ${settings}\n`)
  process.exitCode = wrongUse
} else if (job !== undefined && typeof settings !== "string") {
  const { run } = await import("./Run.ts")
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  runMain(run(job, settings, print, progressOn(process.stderr)), stopWithinMs, { command: true })
}
