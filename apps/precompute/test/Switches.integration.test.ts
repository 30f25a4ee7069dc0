/** The command that lists what is switched off and puts it on again, as a process beside a real Redis. */
import { makeHitSwitches } from "@manga-assist/assistant"
import { RedisConnection } from "@manga-assist/connections"
import { redisServer } from "@manga-assist/real-servers"
import { assert, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer } from "effect"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

const run = (url: string, ...words: ReadonlyArray<string>) =>
  Effect.callback<{ readonly code: number; readonly out: string; readonly errors: string }>(
    (resume) => {
      const env = { ...process.env, PRECOMPUTE_SCHEDULE: "/nowhere/at/all", REDIS_URL: url }
      const child = execFile(
        process.execPath,
        [main, "switches", ...words],
        { env, timeout: 200_000 },
        (_error, out, errors) => {
          resume(Effect.succeed({ code: child.exitCode ?? -1, out, errors }))
        },
      )
      return Effect.sync(() => child.kill("SIGKILL"))
    },
  )

it.live(
  "precompute switches lists what is off, with the reason, and puts it on",
  () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      assert.strictEqual((yield* run(url)).out, "nothing is off\n")
      const redis = Layer.fresh(RedisConnection.layer).pipe(
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
      )
      const { judge, offReason } = yield* Effect.provideContext(
        makeHitSwitches(),
        yield* Layer.build(redis),
      )
      for (const form of ["author", "price"]) {
        for (let count = 0; count < 5; count += 1) yield* judge(form, "wrong")
        assert.isDefined(offReason(form))
      }
      const reason = "5 of 5 checked answers were wrong"
      const listed = yield* run(url, "--json")
      assert.deepStrictEqual(JSON.parse(listed.out), [
        { name: "author", reason },
        { name: "price", reason },
      ])
      const { code, errors } = yield* run(url, "on", "title")
      assert.strictEqual(code, 1)
      assert.include(errors, `"title" is not off`)
      assert.strictEqual((yield* run(url, "on", "author")).out, `price: ${reason}\n`)
    }).pipe(Effect.scoped),
  300_000,
)
