/** Logs to standard output: for people (`pretty`) or as one JSON object a line (`json`). */
import { type Config, Effect, Layer, Logger, References } from "effect"
import { oneWord } from "./EnvironmentValue.ts"

const levels = {
  info: "Info",
  none: "None",
  fatal: "Fatal",
  error: "Error",
  warn: "Warn",
  debug: "Debug",
  trace: "Trace",
} as const

/** By `LOG_FORMAT` and `LOG_LEVEL`. */
export const layerLogging: Layer.Layer<never, Config.ConfigError> = Layer.unwrap(
  Effect.gen(function* () {
    const format = yield* oneWord("LOG_FORMAT", ["pretty", "json"])
    const level = yield* oneWord("LOG_LEVEL", [
      "info",
      "none",
      "fatal",
      "error",
      "warn",
      "debug",
      "trace",
    ])
    return Layer.merge(
      Logger.layer([format === "json" ? Logger.consoleJson : Logger.consolePretty()]),
      Layer.succeed(References.MinimumLogLevel, levels[level]),
    )
  }),
)
