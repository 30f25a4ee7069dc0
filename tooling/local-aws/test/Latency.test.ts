import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import {
  makeLatency,
  readLatencyFile,
  readLatencyModel,
  seededRandom,
  type ServiceName,
} from "@manga-assist/bedrock-emulator/services"
import { latencyModels } from "../src/SourceLatency.ts"

const latency = (model: keyof typeof latencyModels, jitter: boolean, seed = 1) =>
  makeLatency({
    model: latencyModels[model],
    jitter,
    random: (service) => seededRandom(seed, service),
  })

const figures: ReadonlyArray<readonly [ServiceName, string, number, number]> = [
  ["bedrock", "ConverseStream", 800, 680],
  ["bedrock", "InvokeModel", 20, 20],
  ["opensearch", "Search", 130, 45],
  ["dynamodb", "GetItem", 12, 8],
  ["dynamodb", "PutItem", 10, 5],
  ["redis", "Command", 3, 1.5],
]

test.each(figures)("%s %s takes exactly the source's %d and %d ms without jitter", (...row) => {
  const [service, operation, before, after] = row
  expect(latency("source-before", false).delayMs(service, operation, 0)).toBe(before)
  expect(latency("source-after", false).delayMs(service, operation, 0)).toBe(after)
  expect(latency("none", true).delayMs(service, operation, 0)).toBe(0)
})

test("the source's search figure is embedding and search together", () => {
  const total = (model: "source-before" | "source-after") => {
    const one = latency(model, false)
    return one.delayMs("bedrock", "InvokeModel", 0) + one.delayMs("opensearch", "Search", 0)
  }
  expect([total("source-before"), total("source-after")]).toEqual([150, 65])
})

test("with jitter, p95 is the figure and the median three quarters of it", () => {
  const model = latency("source-after", true)
  const draws = Array.from({ length: 50_000 }, () => model.delayMs("bedrock", "ConverseStream", 0))
  const sorted = draws.toSorted((left, right) => left - right)
  expect(sorted[25_000]! / 510).toBeCloseTo(1, 1.7)
  expect(sorted[47_500]! / 680).toBeCloseTo(1, 1.7)
})

test("a seed repeats its draws, another does not", () => {
  const draws = (seed: number) => {
    const model = latency("source-after", true, seed)
    return Array.from({ length: 20 }, () => model.delayMs("opensearch", "Search", 0))
  }
  expect(draws(7)).toEqual(draws(7))
  expect(draws(8)).not.toEqual(draws(7))
})

test("tokens are paced at 12 ms each, and never jittered", () => {
  const model = latency("source-after", true)
  expect(model.delayMs("bedrock", "ConverseStream.token", 1)).toBe(12)
  expect(model.delayMs("bedrock", "ConverseStream.token", 5)).toBe(60)
  expect(latency("source-after", false).delayMs("bedrock", "Converse", 10)).toBe(800)
})

test("a file of one's own is read, `*` standing for the rest", () => {
  const file = join(mkdtempSync(join(tmpdir(), "latency-")), "own.json")
  const services = { dynamodb: { "*": { p95Ms: 3 }, GetItem: { p95Ms: 1 } } }
  writeFileSync(file, JSON.stringify({ services }))
  const model = makeLatency({
    model: readLatencyFile(file),
    jitter: false,
    random: (service) => seededRandom(1, service),
  })
  expect(model.delayMs("dynamodb", "GetItem", 0)).toBe(1)
  expect(model.delayMs("dynamodb", "Query", 0)).toBe(3)
  expect(model.delayMs("bedrock", "Converse", 0)).toBe(0)
  writeFileSync(file, JSON.stringify(services))
  expect(() => readLatencyFile(file)).toThrow("dynamodb: unknown field")
  writeFileSync(file, "{")
  expect(() => readLatencyFile(file)).toThrow("is not JSON")
  expect(() => readLatencyFile(`${file}.missing`)).toThrow(
    "neither a known model nor a readable file",
  )
})

test.each([
  [{ s3: {} }, 'services: unknown value "s3"'],
  [{ bedrock: 1 }, "bedrock: must be an object"],
  [{ bedrock: { Converse: {} } }, "bedrock.Converse.p95Ms"],
  [{ bedrock: { Converse: { p95Ms: -1 } } }, "bedrock.Converse.p95Ms"],
  [{ bedrock: { Converse: { p95Ms: 1, perUnitMs: "2" } } }, "bedrock.Converse.perUnitMs"],
  [{ bedrock: { Converse: { p95Ms: 1, p99Ms: 2 } } }, "bedrock.Converse.p99Ms: unknown field"],
])("refuses %j, naming the field", (input, message) => {
  expect(() => readLatencyModel("own", input)).toThrow(message)
})
