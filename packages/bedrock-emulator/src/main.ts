#!/usr/bin/env node
/**
 * The `bedrock-emulator` command: starts the emulator, prints the environment for clients, then `ready`.
 *
 * SIGINT, SIGTERM or the end of the parent's IPC channel ends it with 0, or with 1 where a recording could not be written; a second signal ends it at once with 130. A
 * wrong flag exits 2, a failed start 1. Modules are loaded on demand, so that `--help` is immediate.
 */
import { readFileSync } from "node:fs"
import { readCommand, usage } from "./CommandLine.ts"
import { InvalidSetting } from "./wire/InvalidSetting.ts"

const { env } = process

const start = async () => {
  const command = readCommand(process.argv.slice(2), env["RECORD_API_KEY"])
  if (command.run !== "start") return console.log(command.run === "help" ? usage : version())
  const { startBedrockEmulator } = await import("./BedrockEmulator.ts")
  const emulator = await startBedrockEmulator({
    host: env["HOST"] ?? "127.0.0.1",
    region: env["AWS_REGION"] ?? "us-east-1",
    credentials: {
      accessKeyId: env["AWS_ACCESS_KEY_ID"] ?? "local",
      secretAccessKey: env["AWS_SECRET_ACCESS_KEY"] ?? "local-secret",
    },
    ...command.options,
  })
  let stopping = false
  const stop = () => {
    if (stopping) process.exit(130)
    stopping = true
    emulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error))
        process.exit(1)
      },
    )
  }
  process.on("SIGINT", stop)
  process.on("SIGTERM", stop)
  process.on("disconnect", stop)
  for (const [name, value] of Object.entries(emulator.environment)) console.log(`${name}=${value}`)
  console.log("ready")
}

const version = (): unknown => {
  const file = new URL("../package.json", import.meta.url)
  const { version } = JSON.parse(readFileSync(file, "utf8"))
  return version
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  if (error instanceof InvalidSetting) console.error(`\n${usage}`)
  process.exit(error instanceof InvalidSetting ? 2 : 1)
})
