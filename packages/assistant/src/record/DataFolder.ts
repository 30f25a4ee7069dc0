/** `DATA_DIR`, the folder that a process writes to: made, and proven to be writable, before anything is opened in it. */
import { wrongValue } from "@manga-assist/process"
import { Config, Effect } from "effect"
import { mkdirSync, mkdtempSync, rmdirSync } from "node:fs"
import { join } from "node:path"

/** Nobody else may read what lies in it. */
const ownerOnly = 0o700

export const dataFolder: Effect.Effect<string, Config.ConfigError> = Effect.gen(function* () {
  const folder = yield* Config.NonEmptyString("DATA_DIR").pipe(Config.withDefault(".data"))
  yield* Effect.try({
    try: () => {
      mkdirSync(folder, { recursive: true, mode: ownerOnly })
      rmdirSync(mkdtempSync(join(folder, "writable-")))
    },
    catch: (cause) =>
      wrongValue(
        "DATA_DIR",
        `must be a folder that can be written (${cause instanceof Error ? cause.message : String(cause)})`,
        folder,
      ),
  })
  return folder
})
