#!/usr/bin/env node
/**
 * The `endpoint-health` command: measures how DNS, TCP and TLS to AWS services work from this host, prints a report
 * that tells whether private VPC endpoints are used and fast, and exits by the worst verdict.
 *
 * This file only parses the arguments; the measuring code is loaded on demand, so that `--help` is immediate. The
 * published command is one bundle that includes Effect.
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
