/** The schedule of this process: `PRECOMPUTE_SCHEDULE`, else the `schedule.json` of this app. */
import { Clock, Config, ConfigProvider, Effect } from "effect"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { PrecomputeError } from "./PrecomputeError.ts"
import { readSchedule, type Schedule } from "./Schedule.ts"

const own = fileURLToPath(new URL("../schedule.json", import.meta.url))

/** Fails as `schedule`, one line for each broken rule. */
export const loadSchedule: Effect.Effect<Schedule, PrecomputeError> = Effect.gen(function* () {
  const named = yield* Config.String("PRECOMPUTE_SCHEDULE").pipe(
    Config.withDefault(""),
    Effect.orElseSucceed(() => ""),
  )
  const file = named === "" ? own : named
  const text = yield* Effect.try({
    try: () => readFileSync(file, "utf8"),
    catch: (cause) =>
      new PrecomputeError({
        reason: "schedule",
        detail: `${file}:1: the schedule cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
        cause,
      }),
  })
  const schedule = readSchedule(file, text, yield* Clock.currentTimeMillis)
  if (!("problems" in schedule)) return schedule
  return yield* new PrecomputeError({ reason: "schedule", detail: schedule.problems.join("\n") })
})

/** For a process whose settings fail as `ConfigError`. */
export const configuredSchedule: Effect.Effect<Schedule, Config.ConfigError> = loadSchedule.pipe(
  Effect.mapError(
    ({ message }) => new Config.ConfigError(new ConfigProvider.SourceError({ message })),
  ),
)
