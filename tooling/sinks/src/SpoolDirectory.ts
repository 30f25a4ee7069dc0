/** The folder in which the orchestrator's sinks keep records that wait to be written, from `DATA_DIR`. */
import { Config, Effect } from "effect"

export const dataDirectory = Config.NonEmptyString("DATA_DIR").pipe(Config.withDefault(".data"))

export const spoolDirectory = Effect.map(dataDirectory, (directory) => `${directory}/spool`)
