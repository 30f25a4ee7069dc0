/**
 * Latency models, i.e. the p95 and the time per token of each operation: none, one made of two figures for chats, or
 * one read from a JSON file. An invalid file throws an `InvalidSetting` that names the field.
 */
import { readFileSync } from "node:fs"
import {
  asRecord,
  InvalidSetting,
  join,
  milliseconds,
  oneOf,
  onlyKnownFields,
} from "../wire/InvalidSetting.ts"
import type { ServiceName } from "./Service.ts"

export interface OperationLatency {
  /** Milliseconds before the first byte, 95th percentile. */
  readonly p95Ms: number
  /** Milliseconds for each unit after it (a token of a model's answer); 0 when absent. */
  readonly perUnitMs?: number
}

export interface LatencyModel {
  /** As `GET /latency` tells it; `own` when absent. */
  readonly name?: string
  /** By operation; `*` stands for all that are not named. */
  readonly services: Partial<Record<ServiceName, Readonly<Record<string, OperationLatency>>>>
}

/** Every call answers at once. */
export const noLatency: LatencyModel = { name: "none", services: {} }

/** A chat model by its time to the first token and for each further one; all else answers at once. @throws InvalidSetting */
export const chatLatency = (firstTokenMs: number, tokenMs: number): LatencyModel => {
  milliseconds("firstTokenMs", firstTokenMs)
  milliseconds("tokenMs", tokenMs)
  const figure: OperationLatency = { p95Ms: firstTokenMs, perUnitMs: tokenMs }
  return { name: "chat", services: { bedrock: { Converse: figure, ConverseStream: figure } } }
}

/** `{"services": …}`, as everywhere. @throws InvalidSetting when the file is missing, is no JSON, or has a wrong field. */
export const readLatencyFile = (path: string, known: ReadonlyArray<string> = []): LatencyModel => {
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch (cause) {
    throw new InvalidSetting("latency", `neither a known model nor a readable file: ${path}`, [
      ...known,
      ...(cause instanceof Error && "code" in cause ? [`a file (${String(cause.code)})`] : []),
    ])
  }
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch {
    throw new InvalidSetting(path, "is not JSON")
  }
  const record = asRecord(path, input)
  onlyKnownFields("", record, ["services"])
  return readLatencyModel(path, record["services"])
}

const services: ReadonlyArray<ServiceName> = [
  "bedrock",
  "opensearch",
  "dynamodb",
  "redis",
  "gateway",
]

/**
 * What stands in `services`: `{"bedrock": {"ConverseStream": {"p95Ms": 680, "perUnitMs": 12}, "*": {"p95Ms": 20}}, …}`
 *
 * @throws InvalidSetting naming the field
 */
export const readLatencyModel = (name: string, input: unknown): LatencyModel => {
  const record = asRecord("services", input)
  const entries = Object.entries(record).map(([key, operations]) => {
    const service = oneOf("services", key, services)
    const read = Object.entries(asRecord(service, operations)).map(
      ([operation, value]) => [operation, readFigure(join(service, operation), value)] as const,
    )
    return [service, Object.fromEntries(read)] as const
  })
  return { name, services: Object.fromEntries(entries) }
}

const readFigure = (field: string, input: unknown): OperationLatency => {
  const record = asRecord(field, input)
  onlyKnownFields(field, record, ["p95Ms", "perUnitMs"])
  return {
    p95Ms: milliseconds(`${field}.p95Ms`, record["p95Ms"]),
    perUnitMs: milliseconds(`${field}.perUnitMs`, record["perUnitMs"] ?? 0),
  }
}
