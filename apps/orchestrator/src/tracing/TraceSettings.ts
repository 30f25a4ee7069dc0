/**
 * Settings of tracing, by OpenTelemetry's own names: the receiver and the sampler. Without an endpoint nothing is
 * traced.
 */
import { oneWord, wrongValue } from "@manga-assist/process"
import { Config, Effect } from "effect"
import { hostname } from "node:os"

const text = (name: string) => Config.String(name).pipe(Config.withDefault(""))

/** `key=value,key=value`, percent-encoded, as the specification of the environment has it. */
const pairs = (name: string) =>
  Effect.flatMap(text(name), (given) => {
    const found: Record<string, string> = {}
    for (const pair of given.split(",").filter((each) => each.trim() !== "")) {
      const [key = "", ...value] = pair.split("=")
      try {
        if (key.trim() === "" || value.length === 0) throw new Error("no pair")
        found[key.trim()] = decodeURIComponent(value.join("=").trim())
      } catch {
        // A header may be a secret: the message shows its name at most.
        return Effect.fail(wrongValue(name, "must be key=value pairs with commas between", key))
      }
    }
    return Effect.succeed(found)
  })

const url = Effect.gen(function* () {
  const traces = yield* text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
  const base = yield* text("OTEL_EXPORTER_OTLP_ENDPOINT")
  if (traces === "" && base === "") return undefined
  const name = traces === "" ? "OTEL_EXPORTER_OTLP_ENDPOINT" : "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
  const given = traces === "" ? `${base.replace(/\/$/, "")}/v1/traces` : traces
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return given
  return yield* Effect.fail(wrongValue(name, "must be an http or https URL", traces || base))
})

const samplers = ["always_on", "always_off", "traceidratio"] as const

const sampler = Effect.gen(function* () {
  const given = (yield* text("OTEL_TRACES_SAMPLER")) || "parentbased_traceidratio"
  const byParent = given.startsWith("parentbased_")
  const kind = samplers.find((each) => each === given.replace("parentbased_", ""))
  if (kind === undefined) {
    const rule = `must be one of ${samplers.join(", ")}, alone or after parentbased_`
    return yield* Effect.fail(wrongValue("OTEL_TRACES_SAMPLER", rule, given))
  }
  const argument = (yield* text("OTEL_TRACES_SAMPLER_ARG")) || "0.1"
  const ratio = /^(?:\d*\.)?\d+$/.test(argument) ? Number(argument) : Number.NaN
  if (!(ratio >= 0 && ratio <= 1)) {
    const rule = "must be a number from 0 to 1"
    return yield* Effect.fail(wrongValue("OTEL_TRACES_SAMPLER_ARG", rule, argument))
  }
  const ratios = { always_on: 1, always_off: 0, traceidratio: ratio }
  return {
    /** A caller's own decision is followed. */
    byParent,
    /** Share of the turns that are kept although nothing is remarkable about them, 0 to 1. */
    ratio: ratios[kind],
  }
})

const timeout = Effect.gen(function* () {
  const given = (yield* text("OTEL_EXPORTER_OTLP_TIMEOUT")) || "10000"
  const value = /^\d{1,6}$/.test(given) ? Number(given) : 0
  if (value >= 1) return value
  const rule = "must be a whole number of milliseconds from 1 to 999999"
  return yield* Effect.fail(wrongValue("OTEL_EXPORTER_OTLP_TIMEOUT", rule, given))
})

/** Undefined: nothing is traced. */
export const traceSettings = Effect.gen(function* () {
  const disabled = (yield* oneWord("OTEL_SDK_DISABLED", ["false", "true"])) === "true"
  const exporter = (yield* text("OTEL_TRACES_EXPORTER")) || "otlp"
  const endpoint = yield* url
  if (disabled || exporter === "none" || endpoint === undefined) return undefined
  if (exporter !== "otlp") {
    return yield* Effect.fail(
      wrongValue("OTEL_TRACES_EXPORTER", "must be one of otlp, none", exporter),
    )
  }
  const name = (yield* text("OTEL_SERVICE_NAME")) || "manga-assist"
  return {
    url: endpoint,
    headers: yield* pairs("OTEL_EXPORTER_OTLP_HEADERS"),
    timeoutMs: yield* timeout,
    /** Of the `resource`: the service's name, instance and version among them. */
    resource: {
      // As the audit's log stream is named: one task, one process.
      "service.instance.id": `${hostname()}-${process.pid}`,
      "service.version": (yield* text("REVISION")) || "unknown",
      ...(yield* pairs("OTEL_RESOURCE_ATTRIBUTES")),
      "service.name": name,
    },
    ...(yield* sampler),
  }
})

export type TraceSettings = NonNullable<Effect.Success<typeof traceSettings>>
