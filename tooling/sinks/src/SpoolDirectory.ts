/** Where the orchestrator's sinks keep what waits. */
import { Config, Effect } from "effect"

export const dataDirectory = Config.NonEmptyString("DATA_DIR").pipe(Config.withDefault(".data"))

export const spoolDirectory = Effect.map(dataDirectory, (directory) => `${directory}/spool`)
