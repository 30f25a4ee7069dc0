/** Who sees a feed live, over real servers. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Context, Effect, Exit, Layer, Scope } from "effect"
import { ChangeFeed, RedisTagVersions, TagVersions } from "../src/index.ts"
import { instanceOf, redisCluster, redisServer, until } from "./realRedis.ts"

const tags = RedisTagVersions.layer({ readDeadlineMs: 1_000, writeDeadlineMs: 2_000 })
const versionsAt = (url: string) =>
  Effect.map(instanceOf(url, tags), (context) => Context.get(context, TagVersions))
const feedAt = (url: string) =>
  Effect.map(
    instanceOf(url, ChangeFeed.layer({ everything: ["all"] }).pipe(Layer.provide(tags))),
    (context) => Context.get(context, ChangeFeed),
  )

const servers = {
  "one server": Effect.map(redisServer(), ({ url }) => url),
  "a Cluster": Effect.map(redisCluster(), ({ url }) => url),
}

for (const [name, server] of Object.entries(servers)) {
  describe(`a change feed over ${name}`, () => {
    it.live(
      "makes all instances live, tells them of each change, and leaves them when it ends",
      () =>
        Effect.gen(function* () {
          const url = yield* server
          const instances = [yield* versionsAt(url), yield* versionsAt(url)]
          const live = Effect.sync(() => instances.every((versions) => versions.live()))
          assert.isFalse(yield* live)
          const scope = yield* Scope.make()
          const feed = yield* Scope.provide(feedAt(url), scope)
          yield* until(live)
          for (const tag of ["a", "b", "c"]) {
            const stamps = yield* Effect.forEach(instances, (versions) => versions.now)
            yield* feed.changed([tag])
            yield* until(
              Effect.map(
                Effect.forEach(instances, (versions, index) =>
                  versions.areCurrent([tag], stamps[index]!),
                ),
                (current) => !current.includes(true),
              ),
            )
          }
          assert.isTrue(yield* live)
          yield* Scope.close(scope, Exit.void)
          yield* until(Effect.sync(() => instances.every((versions) => !versions.live())))
        }),
    )
  })
}

describe("a lease", () => {
  it.live(
    "is believed for 3 s at most, whatever end it has, and by no clock that is set back",
    () =>
      Effect.gen(function* () {
        const server = yield* redisServer()
        const real = yield* Clock.Clock
        let setBackMs = 0
        let sleptMs = 0
        const now = () => real.currentTimeMillisUnsafe() - setBackMs
        // A wall clock that is set back, as it is done by hand or by the network's time.
        const versions = yield* versionsAt(server.url).pipe(
          Effect.provideService(Clock.Clock, {
            ...real,
            sleep: (duration) => real.sleep(duration),
            monotonicTimeNanosUnsafe: () =>
              real.monotonicTimeNanosUnsafe() + BigInt(sleptMs) * 1_000_000n,
            currentTimeMillisUnsafe: now,
            currentTimeMillis: Effect.sync(now),
          }),
        )
        yield* server.command("SET", "tags:feed", "1", "PX", "600000")
        yield* until(Effect.sync(() => versions.live()))
        // As after a process was stopped: before it could ask again.
        sleptMs = 4_000
        assert.isFalse(versions.live())
        yield* until(Effect.sync(() => versions.live()))
        yield* server.pause
        setBackMs = 3_600_000
        yield* until(Effect.sync(() => !versions.live()))
        yield* server.resume
        yield* until(Effect.sync(() => versions.live()))
        yield* server.command("PERSIST", "tags:feed")
        yield* until(Effect.sync(() => !versions.live()))
      }),
  )
})

describe("a change feed over a server that stops", () => {
  it.live("lets nobody be live by a beat that is carried out late", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const versions = yield* versionsAt(server.url)
      const feed = yield* feedAt(server.url)
      yield* until(Effect.sync(() => versions.live()))
      yield* server.pause
      // The writer is let go only when nobody is live, though nothing could be invalidated.
      yield* feed.changed(["a"])
      assert.isFalse(versions.live())
      assert.isAbove(feed.pending(), 0)
      yield* server.resume
      yield* until(Effect.sync(() => feed.pending() === 0 && versions.live()))
    }),
  )

  it.live("goes on when the server comes back empty", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const versions = yield* versionsAt(server.url)
      const feed = yield* feedAt(server.url)
      yield* until(Effect.sync(() => versions.live()))
      yield* server.kill
      yield* feed.changed(["a"])
      assert.isFalse(versions.live())
      yield* server.start
      yield* until(Effect.sync(() => feed.pending() === 0 && versions.live()))
    }),
  )
})
