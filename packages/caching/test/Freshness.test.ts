import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { freshness, jittered } from "../src/answers/Freshness.ts"

const entry = { storedAt: 1_000_000, freshForMs: 100, staleForMs: 50 }

describe("freshness", () => {
  it("goes from fresh over stale to expired, at the millisecond", () => {
    const at = (ms: number) => freshness(entry, entry.storedAt + ms)
    assert.deepStrictEqual([0, 99, 100, 149, 150, 1e9].map(at), [
      "fresh",
      "fresh",
      "stale",
      "stale",
      "expired",
      "expired",
    ])
  })

  it("without a stale time there is no stale", () => {
    assert.strictEqual(freshness({ ...entry, staleForMs: 0 }, entry.storedAt + 100), "expired")
  })

  it("believes a clock that is a little ahead, not one that is far ahead", () => {
    assert.strictEqual(freshness(entry, entry.storedAt - 60_000), "fresh")
    assert.strictEqual(freshness(entry, entry.storedAt - 60_001), "expired")
  })

  it("expires what cannot be judged", () => {
    assert.strictEqual(freshness({ ...entry, storedAt: Number.NaN }, 0), "expired")
    assert.strictEqual(freshness({ ...entry, freshForMs: Number.NaN }, entry.storedAt), "expired")
  })

  it("never becomes fresher", () => {
    const rank = { fresh: 0, stale: 1, expired: 2 }
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), fc.nat(200), fc.nat(200), (a, b, fresh, stale) => {
        const timed = { storedAt: 0, freshForMs: fresh, staleForMs: stale }
        const [early, late] = [Math.min(a, b), Math.max(a, b)]
        assert.isAtMost(rank[freshness(timed, early)], rank[freshness(timed, late)])
      }),
    )
  })
})

describe("jittered", () => {
  it("only shortens, by at most the spread", () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.double({ min: 0, max: 0.999, noNaN: true }), (ms, random) => {
        assert.isAtMost(jittered(ms, random), ms)
        assert.isAtLeast(jittered(ms, random), ms * 0.9)
      }),
    )
  })
})
