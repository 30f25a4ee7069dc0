import { describe, expect, it } from "vitest"
import { playedTimes, sourceMs, spread } from "../../src/laboratory/PlayedTimes.ts"
import { after, before, switched, techniques } from "../../src/laboratory/Technique.ts"
import { LatencyHistogram } from "../../src/measure/LatencyHistogram.ts"
import { seededRandom } from "../../src/measure/Statistics.ts"

const p95 = (times: ReturnType<typeof playedTimes>, service: string, operation: string) =>
  times.services[service]?.[operation]?.p95Ms ?? Number.NaN

/** Edge, embedding, search, model: the chain that the source document's "after" counts. */
const chain = (times: ReturnType<typeof playedTimes>) =>
  times.edgeMs +
  p95(times, "bedrock", "InvokeModel") +
  p95(times, "opensearch", "Search") +
  p95(times, "bedrock", "ConverseStream")

describe("what is played", () => {
  it("is the document's arithmetic with everything on", () => {
    expect(chain(playedTimes(after))).toBe(8 + 65 + 680)
    const { connectMs, dnsMs, guardrailMs, hopsMs } = playedTimes(after)
    expect([connectMs, dnsMs, guardrailMs, hopsMs]).toEqual([0, 0, 0, 0])
  })

  it("has the document's bars with everything off", () => {
    const times = playedTimes(before)
    expect(sourceMs.embedding + p95(times, "opensearch", "Search")).toBe(150)
    expect(p95(times, "bedrock", "ConverseStream") + times.connectMs + times.dnsMs).toBe(800)
    expect(p95(times, "dynamodb", "Query")).toBe(12)
    expect(p95(times, "dynamodb", "PutItem")).toBe(10)
    expect(p95(times, "redis", "*")).toBe(3)
    expect(times.edgeMs).toBe(12)
    expect(times.guardrailMs).toBe(40)
  })

  it("takes longer for each technique that is off, and for no other reason", () => {
    const sum = (on: typeof after): number => {
      const { services, ...others } = playedTimes(on)
      const served = Object.values(services).flatMap((operations) =>
        Object.values(operations).map(({ p95Ms }) => p95Ms),
      )
      return [...served, ...Object.values(others)].reduce((total, ms) => total + ms, 0)
    }
    // These change what is asked or when, not how long a part takes; names are asked for by new connections.
    const elsewhere = new Set([
      "prefetch",
      "parallel-reads",
      "pruning",
      "products-first",
      "dns-cache",
    ])
    for (const technique of techniques) {
      const slower = sum(switched(after, false, technique)) - sum(after)
      if (elsewhere.has(technique)) expect([technique, slower]).toEqual([technique, 0])
      else expect(slower, technique).toBeGreaterThan(0)
    }
    expect(playedTimes(switched(before, true, "dns-cache")).dnsMs).toBe(0)
    expect(playedTimes(before).dnsMs).toBe(10)
  })

  it("is spread with the figure as its 95th percentile and 0.75 of it as its median", () => {
    const random = seededRandom(5)
    const drawn = LatencyHistogram.of(Array.from({ length: 40_000 }, () => spread(80, random)))
    expect(Math.abs(drawn.percentile(95) / 80 - 1)).toBeLessThan(0.02)
    expect(Math.abs(drawn.percentile(50) / 60 - 1)).toBeLessThan(0.02)
    expect(spread(0, random)).toBe(0)
  })
})
