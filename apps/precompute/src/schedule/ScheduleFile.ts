/**
 * Loads the schedule (which questions to answer ahead, how often and at what cost) from the file that
 * `PRECOMPUTE_SCHEDULE` names, else the shop's `schedule.json`. A file that cannot be read or is invalid fails
 * with one line for each mistake; `configuredSchedule` fails with a `ConfigError` instead, as other settings of a
 * server do.
 */
import { StoreNames } from "@manga-assist/assistant"
import { Clock, Config, ConfigProvider, Effect } from "effect"
import { readFileSync, statSync } from "node:fs"
import { PrecomputeError } from "../PrecomputeError.ts"
import { readSchedule, type Schedule } from "./Schedule.ts"

/** Thousands of patterns; by far more than anybody waits for to be checked. */
const mostBytes = 1_000_000

/** Without the mark that editors on Windows put first. @throws Error as the file system does, or for its size */
const readText = (file: string): string => {
  const { size } = statSync(file)
  if (size > mostBytes) throw new Error(`it has ${size} bytes, at most ${mostBytes} are read`)
  return readFileSync(file, "utf8").replace(/^\uFEFF/u, "")
}

/** Fails as `schedule`, one line for each broken rule. */
export const loadSchedule: Effect.Effect<Schedule, PrecomputeError> = Effect.gen(function* () {
  const named = yield* Config.String("PRECOMPUTE_SCHEDULE").pipe(
    Config.withDefault(""),
    Effect.orElseSucceed(() => ""),
  )
  const names = yield* StoreNames
  const file = named === "" ? "schedule.json" : named
  const text = yield* Effect.try({
    try: () => (named === "" ? names.shop.schedule : readText(file)),
    catch: (cause) =>
      new PrecomputeError({
        reason: "schedule",
        detail: `${file}:1: the schedule cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
        cause,
      }),
  })
  const schedule = readSchedule(file, text, yield* Clock.currentTimeMillis, names)
  if (!("problems" in schedule)) return schedule
  return yield* new PrecomputeError({ reason: "schedule", detail: schedule.problems.join("\n") })
})

/** For a process whose settings fail as `ConfigError`. */
export const configuredSchedule: Effect.Effect<Schedule, Config.ConfigError> = loadSchedule.pipe(
  Effect.mapError(
    ({ message }) => new Config.ConfigError(new ConfigProvider.SourceError({ message })),
  ),
)
