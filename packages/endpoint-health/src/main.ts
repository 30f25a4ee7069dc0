#!/usr/bin/env node
/**
 * The `endpoint-health` command. What measures is loaded only where something is measured, so that the help is there
 * at once; it is published in one piece with all that it needs of Effect.
 */
import { parseCommand, wrongUse } from "./command/CommandLine.ts"
import { usage } from "./command/CommandUsage.ts"

const parsed = parseCommand(process.argv.slice(2), process.env)

if (parsed.kind === "help") {
  console.log(usage)
} else if (parsed.kind === "wrong") {
  console.error(parsed.message)
  process.exitCode = wrongUse
} else {
  const { runCommand } = await import("./RunCommand.ts")
  runCommand(parsed.command)
}
