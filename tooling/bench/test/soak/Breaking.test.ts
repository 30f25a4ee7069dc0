import { describe, expect, it } from "vitest"
import { readFaults } from "../../../../packages/bedrock-emulator/src/service/FaultRules.ts"
import { type Breakage, breakages, breakagesInTurn } from "../../src/soak/Breaking.ts"
import { seededRandom } from "../../src/measure/Statistics.ts"

const names = (seed = 1, ownRedis = true) => {
  const inTurn = breakagesInTurn(ownRedis, seededRandom(seed))
  return Array.from({ length: 100 }, () => (inTurn.next().value as Breakage).name)
}

describe("what breaks", () => {
  it("is the same for the same seed", () => {
    expect(names()).toEqual(names())
    expect(names(2)).not.toEqual(names())
  })

  it("breaks each before any breaks again", () => {
    expect(new Set(names().slice(0, breakages.length)).size).toBe(breakages.length)
  })

  it("leaves a Redis alone that is not ours", () => {
    expect(names(1, false).filter((name) => name.includes("redis"))).toEqual([])
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
