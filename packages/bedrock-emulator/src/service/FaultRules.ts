/** The kinds of faults, the services and the fields that go with each, and the parser of a fault list. */
import { operationNames, streamNames } from "../wire/Operations.ts"
import type { Fault, FaultKind, ServiceName } from "./Service.ts"
import {
  asRecord,
  field,
  InvalidSetting,
  join,
  milliseconds,
  numberWithin,
  oneOf,
  onlyKnownFields,
  wholeNumber,
} from "../wire/InvalidSetting.ts"

const everywhere = ["refuse", "reset", "fin", "black-hole", "slow", "garbage"] as const
const ofRequests = ["throttle", "unavailable"] as const
const ofModels = ["goaway", "stall", "mid-stream-exception", "denied"] as const

const kinds: ReadonlyArray<FaultKind> = [...everywhere, ...ofRequests, ...ofModels]

/** `redis` is broken below its protocol; only Bedrock has h2 sessions, event streams and access to models; `gateway` is an API Gateway. */
const kindsOf: Readonly<Record<ServiceName, ReadonlyArray<FaultKind>>> = {
  bedrock: kinds,
  opensearch: [...everywhere, ...ofRequests],
  dynamodb: [...everywhere, ...ofRequests],
  redis: everywhere,
  gateway: ["reset", "slow", ...ofRequests],
}

type FaultField = Exclude<keyof Fault, "service" | "kind">

const ofArrivals: ReadonlyArray<FaultField> = ["rate", "count", "forMs"]
const ofCalls: ReadonlyArray<FaultField> = [...ofArrivals, "operation"]
const ofStreams: ReadonlyArray<FaultField> = [...ofCalls, "afterEvents"]

/** A field that would do nothing is refused. */
const fieldsOf: Readonly<Record<FaultKind, ReadonlyArray<FaultField>>> = {
  refuse: ofArrivals,
  reset: ofStreams,
  fin: ofStreams,
  goaway: ofStreams,
  "black-hole": ofStreams,
  stall: ofStreams,
  "mid-stream-exception": ofStreams,
  denied: ofCalls,
  throttle: ofStreams,
  unavailable: ofStreams,
  slow: [...ofStreams, "delayMs"],
  garbage: ofStreams,
}

/** A list that was read may be put back: strikes are then counted anew. */
const fields = ["service", "kind", ...fieldsOf.slow, "struck"] as const

/** A longer list is a mistake, not a plan. */
const maxFaults = 1_000

/**
 * Reads the whole list.
 *
 * @param services the services that run here
 * @throws InvalidSetting naming the entry and the field
 */
export const readFaults = (
  input: unknown,
  services: ReadonlyArray<ServiceName>,
): ReadonlyArray<Fault> => {
  if (!Array.isArray(input)) throw new InvalidSetting("faults", "must be a list")
  if (input.length > maxFaults) throw new InvalidSetting("faults", `at most ${maxFaults}`)
  return input.map((entry, index) => readFault(`[${index}]`, entry, services))
}

const readFault = (at: string, input: unknown, services: ReadonlyArray<ServiceName>): Fault => {
  const record = asRecord(at, input)
  onlyKnownFields(at, record, fields)
  const service = oneOf(`${at}.service`, record["service"], services)
  const kind = oneOf(`${at}.kind`, record["kind"], kinds)
  if (!kindsOf[service].includes(kind)) {
    const supporting = services.filter((name) => kindsOf[name].includes(kind))
    throw new InvalidSetting(
      `${at}.kind`,
      `${service} cannot show ${kind}, only ${supporting.join(", ")} can; ${service} has`,
      kindsOf[service],
    )
  }
  for (const name of fieldsOf.slow) {
    if (record[name] === undefined || fieldsOf[kind].includes(name)) continue
    const others = kinds.filter((other) => fieldsOf[other].includes(name))
    throw new InvalidSetting(join(at, name), `does nothing for ${kind}; it goes with`, others)
  }
  if (record["afterEvents"] !== undefined) checkStream(at, service, record["operation"])
  return {
    service,
    kind,
    ...field(at, record, "operation", readOperation(service)),
    ...field(at, record, "rate", readRate),
    ...field(at, record, "count", wholeNumber(1)),
    ...field(at, record, "forMs", wholeNumber(1, 3_600_000)),
    ...field(at, record, "afterEvents", wholeNumber(0, 1e6)),
    ...field(at, record, "delayMs", milliseconds),
  }
}

const checkStream = (at: string, service: ServiceName, operation: unknown): void => {
  if (service !== "bedrock") {
    throw new InvalidSetting(`${at}.afterEvents`, `${service} has no streams, only bedrock has`)
  }
  const other = operationNames.find((name) => name === operation)
  if (other !== undefined && !streamNames.has(other)) {
    throw new InvalidSetting(`${at}.afterEvents`, `${other} has no stream; these have`, [
      ...streamNames,
    ])
  }
}

const readOperation =
  (service: ServiceName) =>
  (name: string, value: unknown): string => {
    if (service === "redis") {
      throw new InvalidSetting(name, "must be absent: redis commands are not looked into")
    }
    if (service === "bedrock") return oneOf(name, value, operationNames)
    if (typeof value === "string" && /^[A-Za-z]{1,64}$/.test(value)) return value
    throw new InvalidSetting(name, "must be the name of an operation, letters only")
  }

const readRate = (name: string, value: unknown): number => {
  const rate = numberWithin(name, value, { min: 0, max: 1 })
  if (rate === 0) throw new InvalidSetting(name, "must be above 0, up to 1")
  return rate
}
