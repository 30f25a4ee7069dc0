/**
 * What the admin address offers, by path and method: counters, calls, requests, the script, faults and latency.
 *
 * Strict: what is not known is refused with the field's name and the list of known values.
 */
import { readScript } from "../answers/ReadScript.ts"
import { resetCounters } from "../service/Counters.ts"
import { readFaults } from "../service/FaultRules.ts"
import {
  asRecord,
  InvalidSetting,
  numberWithin,
  oneOf,
  onlyKnownFields,
} from "../wire/InvalidSetting.ts"
import { type LatencyModel, readLatencyModel } from "../service/LatencyModel.ts"
import { mostRequests, requestJson } from "../service/RequestLog.ts"
import type { ServiceHub } from "../service/ServiceHub.ts"
import type { ServiceCounters, ServiceName } from "../service/Service.ts"

/** The latency models that can be chosen by name. */
export type LatencyModels = Readonly<Record<string, LatencyModel>>

/** Text that is JSON already. */
export class JsonText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

interface Asked {
  readonly hub: ServiceHub
  readonly models: LatencyModels
  /** @throws InvalidSetting when it is not JSON. */
  readonly body: () => unknown
  readonly query: Readonly<Record<string, string>>
}

type Action = (asked: Asked) => unknown

export interface Route {
  readonly methods: Readonly<Record<string, Action>>
  /** Names that a query may hold; none when absent. */
  readonly query?: ReadonlyArray<string>
}

export const routes: Readonly<Record<string, Route>> = {
  "/stats": { methods: { GET: ({ hub }) => stats(hub) } },
  "/stats/reset": {
    methods: {
      POST: ({ hub }) => {
        for (const name of hub.services()) resetCounters(hub.counters(name))
        return stats(hub)
      },
    },
  },
  "/calls": { methods: { GET: ({ hub }) => hub.calls.take() } },
  "/requests": {
    query: ["service", "turn", "limit"],
    methods: {
      GET: ({ hub, query: { limit, service = "bedrock", turn } }) => {
        oneOf("service", service, ["bedrock"])
        const count =
          limit === undefined
            ? undefined
            : numberWithin("limit", Number(limit), { min: 1, max: mostRequests, integer: true })
        return new JsonText(
          `[${hub.requests.list({ turn, limit: count }).map(requestJson).join(",")}]`,
        )
      },
      PUT: ({ body, hub }) => {
        const record = asRecord("requests", body())
        onlyKnownFields("", record, ["keep"])
        const bounds = { min: 0, max: mostRequests, integer: true }
        hub.requests.keep(numberWithin("keep", record["keep"], bounds))
        return { keep: hub.requests.kept() }
      },
    },
  },
  "/script": {
    methods: {
      GET: ({ hub }) => hub.script.rules(),
      PUT: ({ body, hub }) => {
        hub.script.replace(readScript(body()))
        return hub.script.rules()
      },
    },
  },
  "/faults": {
    methods: {
      GET: ({ hub }) => hub.faults.list(),
      PUT: ({ body, hub }) => {
        hub.faults.replace(readFaults(body(), hub.services()))
        return hub.faults.list()
      },
    },
  },
  "/latency": {
    methods: {
      GET: ({ hub }) => hub.latency.current(),
      PUT: ({ body, hub, models }) => {
        const record = asRecord("latency", body())
        onlyKnownFields("", record, ["model", "services", "jitter"])
        const { services } = record
        if (services !== undefined && record["model"] !== undefined) {
          throw new InvalidSetting("services", "stand in for model; give one of them")
        }
        const model =
          services === undefined
            ? named(models, record["model"])
            : readLatencyModel("own", services)
        const jitter = record["jitter"] ?? false
        if (typeof jitter !== "boolean") throw new InvalidSetting("jitter", "must be true or false")
        hub.latency.select(model, jitter)
        return hub.latency.current()
      },
    },
  },
}

/**
 * A query by its names.
 *
 * @throws InvalidSetting for a name that is not listed, or that comes twice.
 */
export const readQuery = (
  search: string,
  known: ReadonlyArray<string> = [],
): Readonly<Record<string, string>> => {
  const given = [...new URLSearchParams(search)]
  const query = Object.fromEntries(given)
  onlyKnownFields("", query, known)
  const twice = given.find(([name], at) => given.findIndex(([each]) => each === name) < at)
  if (twice !== undefined) throw new InvalidSetting(twice[0], "is given more than once")
  return query
}

const named = (models: LatencyModels, input: unknown): LatencyModel => {
  const model = models[oneOf("model", input, Object.keys(models))]
  if (model === undefined) throw new InvalidSetting("model", "must be a name")
  return model
}

const stats = (hub: ServiceHub): unknown =>
  Object.fromEntries(hub.services().map((name) => [name, shown(name, hub.counters(name))]))

/** Only a model counts tokens. */
const shown = (name: ServiceName, counters: ServiceCounters): unknown => {
  const { inputTokens, outputTokens, ...others } = counters
  return name === "bedrock" ? { ...others, inputTokens, outputTokens } : others
}
