#!/usr/bin/env node
/**
 * The `endpoint-health` command: measures how DNS, TCP and TLS to AWS services work from this host, prints a report
 * that tells whether private VPC endpoints are used and fast, and exits by the worst verdict.
 *
 * This file only parses the arguments; the measuring code is loaded on demand, so that `--help` is immediate. The
 * published command is one bundle that includes Effect.
 */
import { commandLine } from "@manga-assist/process/arguments"
import { parseCommand, wrongUse } from "./command/CommandLine.ts"
import { usage } from "./command/CommandUsage.ts"

const command = commandLine({ usage, wrongUse }, (args) => parseCommand(args, process.env))

if (command !== undefined) {
  const { runCommand } = await import("./RunCommand.ts")
  runCommand(command)
}
