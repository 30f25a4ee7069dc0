/** The kinds of faults, the services that support each, and the parser of a fault list. */
import { operationNames } from "../wire/Operations.ts"
import type { Fault, FaultKind, ServiceName } from "./Service.ts"
import {
  asRecord,
  field,
  InvalidSetting,
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

const fields = [
  "service",
  "kind",
  "operation",
  "rate",
  "count",
  "forMs",
  "afterEvents",
  "delayMs",
] as const

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
  return {
    service,
    kind,
    ...field(at, record, "operation", readOperation(service, kind)),
    ...field(at, record, "rate", readRate),
    ...field(at, record, "count", wholeNumber(1)),
    ...field(at, record, "forMs", wholeNumber(1, 3_600_000)),
    ...field(at, record, "afterEvents", wholeNumber(0, 1e6)),
    ...field(at, record, "delayMs", milliseconds),
  }
}

const readOperation =
  (service: ServiceName, kind: FaultKind) =>
  (name: string, value: unknown): string => {
    if (service === "redis" || kind === "refuse") {
      const reason =
        service === "redis" ? "redis commands are not looked into" : "refuse is for connections"
      throw new InvalidSetting(name, `must be absent: ${reason}`)
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
