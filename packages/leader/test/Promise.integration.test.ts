/** Two processes' leaders on a real Redis and a real Cluster: one leads, the other follows, late writes are refused. */
import { assert, describe, it } from "@effect/vitest"
import { RedisConnection } from "@manga-assist/connections/redis"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { onTestFinished, vi } from "vitest"
import { realServers } from "./realServers.ts"
import { fencedSet, LeaderError } from "../src/index.ts"
import { leader } from "../src/promise.ts"

const key = "report:{leader}"
const ttlMs = 60_000

const leaderAt = (redisUrl: string) =>
  Effect.acquireRelease(
    Effect.promise(() => leader({ key, redisUrl, lockMs: 1_500, heartbeatMs: 100 })),
    (each) => Effect.promise(() => each.close()),
  )

const redisAt = (url: string) =>
  Effect.map(
    Layer.build(
      RedisConnection.layer.pipe(
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
      ),
    ),
    (context) => Context.get(context, RedisConnection),
  )

const reasonOf = (attempt: Promise<unknown>) =>
  Effect.promise(() =>
    attempt.then(
      () => "done",
      (error: unknown) => (error instanceof LeaderError ? error.reason : String(error)),
    ),
  )

describe.each(realServers)("leaders on %s", (_name, server) => {
  it.live("follow each other, under rising numbers", () =>
    Effect.gen(function* () {
      const { url } = yield* server
      const first = yield* leaderAt(url)
      const { number, signal } = yield* Effect.promise(() => first.term())
      const second = yield* leaderAt(url)
      const third = yield* leaderAt(url)
      const waiting = reasonOf(third.term())
      yield* Effect.promise(() => third.close())
      assert.strictEqual(yield* waiting, "not-leading")
      assert.isFalse(second.isLeading())
      assert.strictEqual(yield* reasonOf(second.set("report", "second", ttlMs)), "not-leading")
      assert.strictEqual(yield* reasonOf(first.set("report", "first", ttlMs)), "done")
      assert.strictEqual(yield* Effect.promise(() => second.get("report")), "first")
      yield* Effect.promise(() => first.close())
      assert.isTrue(signal.aborted)
      const next = yield* Effect.promise(() => second.term())
      assert.isAbove(next.number, number)
      assert.strictEqual(yield* reasonOf(second.set("report", "second", ttlMs)), "done")
    }).pipe(Effect.scoped),
  )

  it.live("whose lock another took: told by the signal, and nothing of theirs is written", () =>
    Effect.gen(function* () {
      const { url } = yield* server
      const printed = vi.spyOn(console, "log").mockImplementation(() => {})
      onTestFinished(() => printed.mockRestore())
      const redis = yield* redisAt(url)
      const late = yield* leaderAt(url)
      const { number, signal } = yield* Effect.promise(() => late.term())
      yield* redis.run("test", 2_000, (client) =>
        client.set(`${key}:lock`, `another:${number + 1}`, "PX", ttlMs),
      )
      // Before its next heartbeat it still believes to lead; the lock says otherwise.
      assert.strictEqual(yield* reasonOf(late.set("report", "late", ttlMs)), "not-leading")
      if (!signal.aborted) {
        yield* Effect.promise(() => new Promise((heard) => signal.addEventListener("abort", heard)))
      }
      assert.isUndefined(yield* Effect.promise(() => late.get("report")))
      assert.deepStrictEqual(printed.mock.calls, [])
    }).pipe(Effect.scoped),
  )

  it.live("that were paused after they asked: refused by the fence", () =>
    Effect.gen(function* () {
      const redis = yield* redisAt((yield* server).url)
      const write = (number: number, value: string) =>
        Effect.flatMap(
          redis.run("test", 2_000, (client) =>
            fencedSet(client, {
              key: "report",
              fence: "fence:{report}",
              value,
              ttlMs,
              number,
            }).then(
              () => "done",
              (error: unknown) => (error instanceof LeaderError ? error.reason : String(error)),
            ),
          ),
          Effect.succeed,
        )
      assert.strictEqual(yield* write(7, "seven"), "done")
      assert.strictEqual(yield* write(8, "eight"), "done")
      assert.strictEqual(yield* write(7, "late"), "fenced")
      assert.strictEqual(yield* write(8, "eight again"), "done")
      const held = yield* redis.run("test", 2_000, (client) => client.get("report"))
      assert.strictEqual(held, "eight again")
      // What lies in the fence's place without an end guards nothing.
      yield* redis.run("test", 2_000, (client) => client.set("fence:{report}", "99"))
      assert.strictEqual(yield* write(9, "nine"), "done")
    }).pipe(Effect.scoped),
  )
})
