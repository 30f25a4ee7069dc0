/**
 * The latency models: none, the source document's times before and after its optimisations, or a
 * file of one's own.
 *
 * The document ("Latency Reduction Techniques for FM Systems", waterfall before/after) gives no time
 * for the query embedding: its search figure (150 / 65 ms) is split into embedding 20 ms and search.
 * Reads and writes of DynamoDB are its session figures (12 / 8 ms and 10 / 5 ms). The pace of
 * tokens, 12 ms each, is our assumption: the document stops at the first token.
 */
import { readFileSync } from "node:fs"
import {
  asRecord,
  InvalidSetting,
  join,
  numberWithin,
  oneOf,
  onlyKnownFields,
} from "./InvalidSetting.ts"
import { type ServiceName } from "./Service.ts"

export interface OperationLatency {
  /** Milliseconds before the first byte, 95th percentile. */
  readonly p95Ms: number
  /** Milliseconds for each unit after it (a token of a model's answer). */
  readonly perUnitMs: number
}

export interface LatencyModel {
  readonly name: string
  /** By operation; `*` stands for all that are not named. */
  readonly services: Partial<Record<ServiceName, Readonly<Record<string, OperationLatency>>>>
}

export const latencyModelNames = ["none", "source-before", "source-after"] as const
export type LatencyModelName = (typeof latencyModelNames)[number]

const tokenMs = 12
const embeddingMs = 20

const figure = (p95Ms: number, perUnitMs = 0): OperationLatency => ({ p95Ms, perUnitMs })

const sourceModel = (
  name: LatencyModelName,
  ms: { firstToken: number; search: number; read: number; write: number; redis: number },
): LatencyModel => ({
  name,
  services: {
    bedrock: {
      Converse: figure(ms.firstToken, tokenMs),
      ConverseStream: figure(ms.firstToken, tokenMs),
      InvokeModel: figure(embeddingMs),
    },
    opensearch: {
      Search: figure(ms.search - embeddingMs),
      MultiSearch: figure(ms.search - embeddingMs),
    },
    dynamodb: {
      GetItem: figure(ms.read),
      BatchGetItem: figure(ms.read),
      Query: figure(ms.read),
      Scan: figure(ms.read),
      PutItem: figure(ms.write),
      UpdateItem: figure(ms.write),
      DeleteItem: figure(ms.write),
      BatchWriteItem: figure(ms.write),
    },
    redis: { "*": figure(ms.redis) },
  },
})

const models: Readonly<Record<LatencyModelName, LatencyModel>> = {
  none: { name: "none", services: {} },
  "source-before": sourceModel("source-before", {
    firstToken: 800,
    search: 150,
    read: 12,
    write: 10,
    redis: 3,
  }),
  "source-after": sourceModel("source-after", {
    firstToken: 680,
    search: 65,
    read: 8,
    write: 5,
    redis: 1.5,
  }),
}

export const latencyModel = (name: LatencyModelName): LatencyModel => models[name]

/** @throws InvalidSetting when the file is missing, is no JSON, or has a wrong field. */
export const readLatencyFile = (path: string): LatencyModel => {
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch (cause) {
    throw new InvalidSetting("latency", `neither a known model nor a readable file: ${path}`, [
      ...latencyModelNames,
      ...(cause instanceof Error && "code" in cause ? [`a file (${String(cause.code)})`] : []),
    ])
  }
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch {
    throw new InvalidSetting(path, "is not JSON")
  }
  return readLatencyModel(path, input)
}

const services: ReadonlyArray<ServiceName> = ["bedrock", "opensearch", "dynamodb", "redis"]

/**
 * `{"bedrock": {"ConverseStream": {"p95Ms": 680, "perUnitMs": 12}, "*": {"p95Ms": 20}}, …}`
 *
 * @throws InvalidSetting naming the field
 */
export const readLatencyModel = (name: string, input: unknown): LatencyModel => {
  const record = asRecord("latency", input)
  const entries = Object.entries(record).map(([key, operations]) => {
    const service = oneOf("latency", key, services)
    const read = Object.entries(asRecord(service, operations)).map(
      ([operation, value]) => [operation, readFigure(join(service, operation), value)] as const,
    )
    return [service, Object.fromEntries(read)] as const
  })
  return { name, services: Object.fromEntries(entries) }
}

/** An hour is longer than any call is waited for. */
const bounds = { min: 0, max: 3_600_000 }

const readFigure = (field: string, input: unknown): OperationLatency => {
  const record = asRecord(field, input)
  onlyKnownFields(field, record, ["p95Ms", "perUnitMs"])
  return {
    p95Ms: numberWithin(`${field}.p95Ms`, record["p95Ms"], bounds),
    perUnitMs: numberWithin(`${field}.perUnitMs`, record["perUnitMs"] ?? 0, bounds),
  }
}
