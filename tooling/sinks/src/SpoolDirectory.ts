/** The folders in which the orchestrator's sinks keep waiting records. */
import { Config, Effect } from "effect"

export const dataDirectory = Config.NonEmptyString("DATA_DIR").pipe(Config.withDefault(".data"))

export const spoolDirectory = Effect.map(dataDirectory, (directory) => `${directory}/spool`)
