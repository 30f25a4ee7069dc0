/**
 * The store's clock: which day and what time it is where the store is. Prompts, figures, the days that answers are bound
 * to and the ranges of searches go by it; release dates are days of the same calendar.
 *
 * Pure but for `storeDay` and `makeStoreDay`, which read the `Clock`. A minute is formatted once.
 */
import { wrongValue } from "@manga-assist/process"
import { Clock, Config, Context, Effect, Layer } from "effect"

const byDefault = "Asia/Tokyo"

/** Name of the IANA time zone that the store is in. */
export const StoreTimeZone = Context.Reference<string>("@manga-assist/assistant/StoreTimeZone", {
  defaultValue: () => byDefault,
})

/** Languages whose short names of zones differ: no single one has `JST`, `EST` and `CET`. */
const naming = ["en-US", "en-GB", "ja-JP"]

/** `JST`; where no language has letters for it, `GMT+11`. */
const zoneNameAt = (zone: string): ((ms: number) => string) => {
  const formats = naming.map(
    (language) =>
      new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: "short", year: "numeric" }),
  )
  return (ms) => {
    const names = formats.flatMap((format) =>
      format.formatToParts(ms).flatMap(({ type, value }) => (type === "timeZoneName" ? value : [])),
    )
    return names.find((name) => /^[A-Z]{2,5}$/u.test(name)) ?? names[0] ?? zone
  }
}

interface Minute {
  readonly day: string
  readonly stamp: string
}

/** Throws where there is no such zone. */
const minutesIn = (zone: string): ((ms: number) => Minute) => {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  })
  const nameAt = zoneNameAt(zone)
  return (ms) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]))
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ""
    const day = `${of("year").padStart(4, "0")}-${of("month")}-${of("day")}`
    return { day, stamp: `${day} ${of("weekday")} ${of("hour")}:${of("minute")} ${nameAt(ms)}` }
  }
}

const minuteMs = 60_000

interface Known extends Minute {
  readonly zone: string
  readonly minute: number
  readonly make: (ms: number) => Minute
}

let known: Known | undefined

const minuteOf = (zone: string, ms: number): Minute => {
  const minute = Math.floor(ms / minuteMs)
  if (known?.zone === zone && known.minute === minute) return known
  const make = known?.zone === zone ? known.make : minutesIn(zone)
  known = { zone, minute, make, ...make(ms) }
  return known
}

/** `2026-11-24`; `ms` since the epoch. */
export const dayIn = (zone: string, ms: number): string => minuteOf(zone, ms).day

/** `2026-11-24 Tue 14:10 JST`; its first 14 characters are the day alone. */
export const stampIn = (zone: string, ms: number): string => minuteOf(zone, ms).stamp

/** For code that must know the day without an effect. */
export const makeStoreDay: Effect.Effect<() => string> = Effect.gen(function* () {
  const clock = yield* Clock.Clock
  const zone = yield* StoreTimeZone
  return () => dayIn(zone, clock.currentTimeMillisUnsafe())
})

/** The store's day now, as an ISO date. */
export const storeDay: Effect.Effect<string> = Effect.map(makeStoreDay, (day) => day())

/** `STORE_TIME_ZONE`, `Asia/Tokyo` unless set. */
export const layerStoreTimeZone: Layer.Layer<never, Config.ConfigError> = Layer.effect(
  StoreTimeZone,
  Effect.gen(function* () {
    const zone = (yield* Config.String("STORE_TIME_ZONE").pipe(Config.withDefault(""))) || byDefault
    return yield* Effect.try({
      try: () => {
        dayIn(zone, 0)
        return zone
      },
      catch: () => wrongValue("STORE_TIME_ZONE", "must name a time zone, such as Asia/Tokyo", zone),
    })
  }),
)
