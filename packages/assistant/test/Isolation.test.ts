/** Nothing of one customer reaches another, whatever is shared: over a thousand sessions at once. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { randomInt } from "node:crypto"
import { runIsolated, secretsIn } from "./isolatedSessions.ts"

/** Another one each time; `ISOLATION_SEED` repeats one. */
const seed = Number(process.env["ISOLATION_SEED"] ?? randomInt(2 ** 31))

describe("a thousand sessions over one store", () => {
  it.live(
    "hear, keep, count and share nothing of each other",
    () =>
      Effect.gen(function* () {
        const run = yield* runIsolated({ seed, sessions: 1_000 })
        const {
          atOnce,
          broken,
          checked,
          demanded,
          draftsUsed,
          followed,
          leaks,
          sharedCalls,
          sources,
          stored,
        } = run
        assert.deepStrictEqual(leaks.slice(0, 3), [], `${leaks.length} leaks with seed ${seed}`)
        assert.strictEqual(broken, 0, `seed ${seed}`)
        // It proves nothing unless every layer was used.
        const used = {
          ...sources,
          atOnce,
          sharedCalls,
          followed,
          draftsUsed,
          stored,
          demanded,
          checked,
        }
        for (const [name, count] of Object.entries(used)) assert.isAbove(count, 0, name)
        for (const source of ["model", "exact", "canonical", "precomputed", "alias"]) {
          assert.isAbove(sources[source] ?? 0, 0, `${source} with seed ${seed}`)
        }
      }),
    120_000,
  )
})

describe("what counts as a secret", () => {
  it("is a name, an order number or a token, in any width and case", () => {
    assert.deepStrictEqual(
      secretsIn("for ＥＭＭＡ ＣＬＡＲＫＥ, ma-02-0001, ZQabcdefX, 佐藤美咲様"),
      ["zqabcdefx", "MA-02-0001", "Emma Clarke", "佐藤美咲"],
    )
    assert.deepStrictEqual(secretsIn("Vinland Saga, volume 3"), [])
  })
})
