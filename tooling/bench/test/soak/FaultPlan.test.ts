import { describe, expect, it } from "vitest"
import { readFaults } from "../../../../packages/bedrock-emulator/src/service/FaultRules.ts"
import { breakages, type FaultPlanOptions, planFaults } from "../../src/soak/FaultPlan.ts"
import { seededRandom } from "../../src/measure/Statistics.ts"

const plan = (options: Partial<FaultPlanOptions> & { readonly seed?: number } = {}) =>
  planFaults({
    durationMs: 600_000,
    ownRedis: true,
    faultMs: 3_000,
    pauseMs: 5_000,
    random: seededRandom(options.seed ?? 1),
    ...options,
  })

describe("what breaks", () => {
  it("is the same for the same seed", () => {
    expect(plan()).toEqual(plan())
    expect(plan({ seed: 2 })).not.toEqual(plan())
  })

  it.each([1, 2, 3, 4, 5])("never overlaps and leaves a pause, to the end (seed %d)", (seed) => {
    let before = 0
    for (const { fromMs, untilMs } of plan({ seed })) {
      expect(fromMs - before).toBeGreaterThanOrEqual(5_000)
      expect(untilMs - fromMs).toBeGreaterThanOrEqual(3_000)
      before = untilMs
    }
    expect(before).toBeLessThanOrEqual(595_000)
  })

  it("breaks each before any breaks again", () => {
    const names = plan().map(({ breakage }) => breakage.name)
    expect(names.length).toBeGreaterThan(breakages.length)
    expect(new Set(names.slice(0, breakages.length)).size).toBe(breakages.length)
  })

  it("leaves a Redis alone that is not ours", () => {
    const names = plan({ ownRedis: false, durationMs: 3_600_000 }).map(
      ({ breakage }) => breakage.name,
    )
    expect(names.length).toBeGreaterThan(100)
    expect(names.filter((name) => name.includes("redis"))).toEqual([])
  })

  it("breaks nothing when there is no time for it", () => {
    expect(plan({ durationMs: 8_000 })).toEqual([])
  })

  it("is what the emulated services take", () => {
    const services = ["bedrock", "opensearch", "dynamodb", "redis"] as const
    for (const breakage of breakages) {
      expect(readFaults(JSON.parse(JSON.stringify(breakage.faults)), services)).toEqual(
        breakage.faults,
      )
    }
  })
})
