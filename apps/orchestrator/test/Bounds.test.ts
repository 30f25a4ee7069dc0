import { describe, expect, it } from "vitest"
import { BoundedMap } from "../src/bounds/BoundedMap.ts"
import { perMinute, RateLimit } from "../src/bounds/RateLimit.ts"
import { RecentEvents } from "../src/bounds/RecentEvents.ts"

describe("BoundedMap", () => {
  const make = (maxWeight: number) => {
    const clock = { now: 0 }
    const map = new BoundedMap<string>({
      maxWeight,
      maxAgeMs: 600_000,
      weigh: (_, value) => value.length,
      now: () => clock.now,
    })
    return { map, clock }
  }

  it("forgets the least recently used beyond its weight", () => {
    const { map } = make(6)
    map.set("a", "xx")
    map.set("b", "xx")
    map.set("c", "xx")
    map.get("a")
    map.set("d", "xxx")
    expect(["a", "b", "c", "d"].map((key) => map.get(key))).toEqual([
      "xx",
      undefined,
      undefined,
      "xxx",
    ])
  })

  it("forgets what is ten minutes old, however often it is read", () => {
    const { map, clock } = make(6)
    map.set("a", "x")
    clock.now = 600_000
    expect(map.get("a")).toBe("x")
    clock.now = 600_001
    expect(map.get("a")).toBeUndefined()
    expect(map.size).toBe(0)
  })

  it("does not take what is heavier than itself, nor count a replaced value twice", () => {
    const { map } = make(6)
    map.set("big", "x".repeat(7))
    expect(map.size).toBe(0)
    for (let time = 0; time < 10; time += 1) map.set("a", "xxx")
    map.set("b", "xxx")
    expect(map.size).toBe(2)
  })
})

describe("RateLimit", () => {
  it("allows a minute's share at once, then an even pace, for each key", () => {
    let now = 0
    const limit = new RateLimit(perMinute(60), () => now)
    const taken = () => Array.from({ length: 100 }, () => limit.take("u")).filter(Boolean).length
    expect(taken()).toBe(60)
    expect(limit.take("other")).toBe(true)
    now = 10_000
    expect(taken()).toBe(10)
    now = 3_600_000
    expect(taken()).toBe(60)
  })
})

describe("RecentEvents", () => {
  it("is full at the limit within the window, and no longer", () => {
    const events = new RecentEvents(3, 1_000)
    for (const moment of [0, 100, 200]) {
      expect(events.isFull(moment)).toBe(false)
      events.add(moment)
    }
    expect(events.isFull(999)).toBe(true)
    expect(events.isFull(1_000)).toBe(false)
  })
})
