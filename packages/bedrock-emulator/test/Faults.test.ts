import { expect, test } from "vitest"
import { readFaults } from "../src/service/FaultRules.ts"
import { fateOfOpenConnections, makeFaults } from "../src/service/Faults.ts"
import { seededRandom } from "../src/service/Random.ts"
import { type ServiceName } from "../src/service/Service.ts"

const services: ReadonlyArray<ServiceName> = ["bedrock", "opensearch", "dynamodb"]
const faults = () => makeFaults(seededRandom(1, "test"))

test("count is used up by strikes only, then the fault is gone from the list", () => {
  const book = faults()
  book.replace([{ service: "opensearch", kind: "throttle", operation: "Search", count: 2 }])
  expect(book.strike("opensearch", "Bulk")).toBeUndefined()
  expect(book.strike("dynamodb", "Search")).toBeUndefined()
  expect(book.strike("opensearch", "Search")?.kind).toBe("throttle")
  expect(book.list()).toHaveLength(1)
  expect(book.strike("opensearch", "Search")?.kind).toBe("throttle")
  expect(book.strike("opensearch", "Search")).toBeUndefined()
  expect(book.list()).toEqual([])
})

test("times that passed while the process was busy are over together, and Node warns of nothing", async () => {
  const warnings: Array<Error> = []
  const hear = (warning: Error) => void warnings.push(warning)
  process.on("warning", hear)
  const book = faults()
  book.replace([
    { service: "dynamodb", kind: "slow", forMs: 1 },
    { service: "dynamodb", kind: "throttle", forMs: 3 },
  ])
  const until = performance.now() + 20
  while (performance.now() < until);
  await expect.poll(book.list).toEqual([])
  process.off("warning", hear)
  expect(warnings).toEqual([])
})

test("rate hits its share of arrivals, the same ones for the same seed", () => {
  const run = () => {
    const book = faults()
    book.replace([{ service: "dynamodb", kind: "slow", rate: 0.3 }])
    return Array.from({ length: 10_000 }, () => book.strike("dynamodb", "GetItem") !== undefined)
  }
  const hits = run()
  expect(hits.filter(Boolean).length / hits.length).toBeCloseTo(0.3, 1)
  expect(run()).toEqual(hits)
})

test("a new connection meets only refuse and black-hole, a request never refuse", () => {
  const book = faults()
  book.replace([
    { service: "bedrock", kind: "throttle" },
    { service: "bedrock", kind: "refuse" },
  ])
  expect(book.strike("bedrock", undefined)?.kind).toBe("refuse")
  expect(book.strike("bedrock", "Converse")?.kind).toBe("throttle")
})

test("open connections are reached by unlimited faults of their own service", () => {
  const fate = (faults: Parameters<typeof fateOfOpenConnections>[0]) =>
    fateOfOpenConnections(faults, "opensearch")
  expect(fate([{ service: "opensearch", kind: "black-hole" }])).toMatchObject({ fate: "silence" })
  expect(fate([{ service: "opensearch", kind: "reset" }])).toMatchObject({ fate: "reset" })
  expect(fate([{ service: "opensearch", kind: "black-hole", count: 1 }])).toMatchObject({
    fate: "stay",
  })
  expect(fate([{ service: "bedrock", kind: "black-hole" }])).toMatchObject({ fate: "heal" })
})

test.each([
  [{}, "faults"],
  [[1], "[0]"],
  [[{ service: "s3", kind: "reset" }], "[0].service"],
  [[{ service: "redis", kind: "reset" }], "[0].service"],
  [[{ service: "bedrock", kind: "melt" }], "[0].kind"],
  [[{ kind: "reset" }], "[0].service"],
  [[{ service: "bedrock", kind: "reset", colour: 1 }], "[0].colour"],
  [[{ service: "dynamodb", kind: "goaway" }], "[0].kind"],
  [[{ service: "opensearch", kind: "stall" }], "[0].kind"],
  [[{ service: "opensearch", kind: "mid-stream-exception" }], "[0].kind"],
  [[{ service: "bedrock", kind: "reset", rate: 0 }], "[0].rate"],
  [[{ service: "bedrock", kind: "reset", rate: 1.1 }], "[0].rate"],
  [[{ service: "bedrock", kind: "reset", rate: "1" }], "[0].rate"],
  [[{ service: "bedrock", kind: "reset", count: 0 }], "[0].count"],
  [[{ service: "bedrock", kind: "reset", count: 1.5 }], "[0].count"],
  [[{ service: "bedrock", kind: "stall", afterEvents: -1 }], "[0].afterEvents"],
  [[{ service: "bedrock", kind: "slow", delayMs: -1 }], "[0].delayMs"],
  [[{ service: "bedrock", kind: "slow", delayMs: null }], "[0].delayMs"],
  [[{ service: "bedrock", kind: "refuse", operation: "Converse" }], "[0].operation"],
  [[{ service: "bedrock", kind: "denied", afterEvents: 3 }], "[0].afterEvents"],
  [[{ service: "bedrock", kind: "refuse", afterEvents: 3 }], "[0].afterEvents"],
  [[{ service: "bedrock", kind: "throttle", delayMs: 3 }], "[0].delayMs"],
  [[{ service: "dynamodb", kind: "throttle", afterEvents: 3 }], "[0].afterEvents"],
  [
    [{ service: "bedrock", kind: "reset", operation: "Converse", afterEvents: 3 }],
    "[0].afterEvents",
  ],
  [[{ service: "bedrock", kind: "reset", operation: "" }], "[0].operation"],
  [[{ service: "bedrock", kind: "reset", operation: "ConverseSteam" }], "[0].operation"],
  [
    [
      { service: "bedrock", kind: "reset" },
      { service: "x", kind: "reset" },
    ],
    "[1].service",
  ],
])("refuses %j, naming %s", (input, field) => {
  expect(() => readFaults(input, services)).toThrow(expect.objectContaining({ field }))
})

test("a field that does nothing is refused with the kinds it goes with", () => {
  expect(() => readFaults([{ service: "bedrock", kind: "denied", delayMs: 3 }], services)).toThrow(
    "[0].delayMs: does nothing for denied; it goes with; known: slow",
  )
})
