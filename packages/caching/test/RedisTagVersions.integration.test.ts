/** The shared `TagVersions` over real servers, and what becomes of it when they fail. */
import { assert, describe, it } from "@effect/vitest"
import { type ChannelListener, RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { Context, Effect, Layer, Logger, Schema } from "effect"
import { CacheStore, makeAnswerCache, RedisTagVersions, TagVersions } from "../src/index.ts"
import { makeInvalidationLog } from "../src/tags/InvalidationLog.ts"
import { deafTo, instanceOf, redisCluster, redisServer, until } from "./realRedis.ts"
import { tagVersionsSuite } from "./tagVersionsSuite.ts"

const patient = RedisTagVersions.layer({ readDeadlineMs: 1_000, writeDeadlineMs: 2_000 })
const versionsAt = (url: string, layer: typeof patient = patient) =>
  Effect.map(instanceOf(url, layer), (context) => Context.get(context, TagVersions))

/** One that hears what the test tells it, and nothing else. */
const toldClockAt = Effect.fnUntraced(function* (url: string) {
  const listeners: Array<ChannelListener> = []
  const subscriber = Layer.succeed(RedisSubscriber, {
    configured: true,
    subscribe: (_channel, heard) => Effect.sync(() => void listeners.push(heard)),
  })
  const versions = yield* versionsAt(url, Layer.provide(patient, subscriber))
  const stand = (stands: boolean) => {
    for (const { onStanding } of listeners) onStanding?.(stands)
  }
  const tell = (message: string) => {
    for (const { onMessage } of listeners) onMessage(message)
  }
  return { versions, stand, tell }
})

/** The commands themselves. */
const logAt = (url: string) =>
  Effect.map(instanceOf(url, Layer.effectContext(Effect.context<RedisConnection>())), (context) =>
    makeInvalidationLog(Context.get(context, RedisConnection), {
      prefix: "tags:",
      readDeadlineMs: 1_000,
      writeDeadlineMs: 2_000,
    }),
  )

tagVersionsSuite(
  "real Redis",
  Effect.map(redisServer(), ({ url }) => versionsAt(url)),
)
tagVersionsSuite(
  "real Cluster",
  Effect.map(redisCluster(), ({ url }) => versionsAt(url)),
)

const setUp = Effect.gen(function* () {
  const server = yield* redisServer()
  const [one, two] = [yield* versionsAt(server.url), yield* versionsAt(server.url)]
  const stamp = yield* two.now
  yield* one.register(["a", "b"], stamp)
  const over = (tag: string) => Effect.map(two.areCurrent([tag], stamp), (current) => !current)
  return { server, one, two, stamp, over }
})

it.live("a tag whose place is taken by something of another kind begins anew", () =>
  Effect.gen(function* () {
    const { one, over, server, stamp, two } = yield* setUp
    for (const tag of ["a", "b"]) {
      yield* server.command("DEL", `tags:version:${tag}`)
      yield* server.command("LPUSH", `tags:version:${tag}`, "no epoch")
    }
    // One that knows nothing has to ask for it.
    const third = yield* versionsAt(server.url)
    assert.isFalse(yield* third.areCurrent(["a"], stamp))
    yield* two.invalidate(["a"])
    yield* until(over("a"))
    const later = yield* two.now
    yield* one.register(["b"], later)
    assert.isTrue(yield* (yield* versionsAt(server.url)).areCurrent(["a", "b"], later))
  }),
)

const counters = [
  ["one server", Effect.map(redisServer(), ({ command, url }) => ({ command, url }))],
  [
    "a Cluster",
    Effect.flatMap(redisCluster(), ({ primaryOf, url }) =>
      Effect.map(primaryOf("tags:counter"), ({ command }) => ({ command, url })),
    ),
  ],
] as const

describe.each(counters)("a counter that is overwritten, on %s,", (_name, server) => {
  it.live.each([
    ["of another type", ["SET", "tags:counter", "x"], "WRONGTYPE"],
    ["with another number", ["HSET", "tags:counter", "number", "many"], "its fields are none"],
  ] as const)("%s, is told and set aside: counting begins anew", ([, words, why]) =>
    Effect.gen(function* () {
      const { command, url } = yield* server
      const lines: Array<string> = []
      const logger = Logger.make(({ message }) => lines.push(String(message)))
      const one = yield* versionsAt(url).pipe(Effect.provide(Logger.layer([logger])))
      const two = yield* versionsAt(url)
      const stamp = yield* one.now
      yield* one.register(["a"], stamp)
      assert.isTrue(yield* one.areCurrent(["a"], stamp))
      yield* command(...words)
      for (const versions of [one, two]) {
        yield* until(
          versions.now.pipe(
            Effect.map(({ epoch }) => epoch !== stamp.epoch && versions.trouble() === undefined),
            Effect.orElseSucceed(() => false),
          ),
        )
        assert.isFalse(yield* versions.areCurrent(["a"], stamp))
      }
      const anew = yield* two.now
      yield* two.register(["a"], anew)
      assert.isTrue(yield* one.areCurrent(["a"], anew))
      yield* one.invalidate(["a"])
      yield* until(Effect.map(two.areCurrent(["a"], anew), (current) => !current))
      // Not destroyed: it may be somebody's.
      assert.isAbove(Number(yield* command("PTTL", "{tags:counter}:set-aside")), 0)
      const said = lines.join("\n")
      // Whichever of the two saw it first has set it aside.
      if (said !== "") assert.include(said, `tags:counter is no counter`)
      if (said !== "") assert.include(said, why)
    }),
  )

  it.live("says so for as long as it may not be set aside, and no longer", () =>
    Effect.gen(function* () {
      const { command, url } = yield* server
      const lines: Array<string> = []
      const logger = Logger.make(({ message }) => lines.push(String(message)))
      yield* command("ACL", "SETUSER", "default", "-rename")
      yield* command("SET", "tags:counter", "x")
      const versions = yield* versionsAt(url).pipe(Effect.provide(Logger.layer([logger])))
      yield* until(Effect.sync(() => versions.trouble() !== undefined))
      assert.include(versions.trouble(), "WRONGTYPE")
      assert.strictEqual((yield* Effect.flip(versions.now)).reason, "unavailable")
      yield* until(Effect.sync(() => lines.length >= 2))
      assert.include(lines[0], "tags:counter is no counter (WRONGTYPE")
      assert.include(lines[0], "no cached answer is served or kept")
      assert.include(lines[1], "it could not be set aside")
      yield* command("DEL", "tags:counter")
      yield* until(Effect.sync(() => versions.trouble() === undefined))
      yield* versions.now
    }),
  )
})

describe("a shared TagVersions", () => {
  it.live("misses nothing while its subscription is away", () =>
    Effect.gen(function* () {
      const { server, one, over } = yield* setUp
      yield* server.command("CLIENT", "KILL", "TYPE", "pubsub")
      yield* one.invalidate(["a"])
      yield* until(over("a"))
      assert.isFalse(yield* over("b"))
    }),
  )

  it.live("notices an invalidation whose messenger died", () =>
    Effect.gen(function* () {
      const { server, over } = yield* setUp
      const number = yield* server.command("HINCRBY", "tags:counter", "number", "1")
      yield* server.command("ZADD", "tags:version:a", "GT", String(number), "last")
      yield* until(over("a"))
      assert.isFalse(yield* over("b"))
    }),
  )

  it.live("lets nothing hold that was stamped before the server lost its memory", () =>
    Effect.gen(function* () {
      const { server, two, over } = yield* setUp
      yield* server.kill
      yield* until(Effect.isFailure(over("b")))
      yield* server.start
      yield* until(Effect.orElseSucceed(over("b"), () => false))
      const now = yield* until(Effect.isSuccess(two.now)).pipe(Effect.andThen(two.now))
      yield* two.register(["b"], now)
      assert.isTrue(yield* two.areCurrent(["b"], now))
    }),
  )

  it.live("lets nothing hold when the counter has gone back", () =>
    Effect.gen(function* () {
      const { server, one, over } = yield* setUp
      yield* one.invalidate(["c"])
      assert.isFalse(yield* over("b"))
      yield* server.command("HSET", "tags:counter", "number", "0")
      yield* until(over("b"))
    }),
  )

  it.live("lets nothing hold when the counter has gone back and come up again unseen", () =>
    Effect.gen(function* () {
      const { server, one, two } = yield* setUp
      yield* one.invalidate(["c"])
      yield* until(Effect.map(two.now, ({ number }) => number === 1))
      const stamp = yield* two.now
      yield* one.register(["a"], stamp)
      assert.isTrue(yield* two.areCurrent(["a"], stamp))
      // A failover lost the last one, and the next is counted before anybody looks: one number for both.
      yield* server.command("HSET", "tags:counter", "number", "0")
      yield* one.invalidate(["a"])
      yield* until(Effect.map(two.areCurrent(["a"], stamp), (current) => !current))
    }),
  )

  it.live("does not take a tag that the server has forgotten for one that holds", () =>
    Effect.gen(function* () {
      const { server, stamp } = yield* setUp
      yield* server.command("UNLINK", "tags:version:a")
      const later = yield* versionsAt(server.url)
      assert.isFalse(yield* later.areCurrent(["a"], stamp))
      assert.isTrue(yield* later.areCurrent(["b"], stamp))
    }),
  )

  it.live("does not take a forgotten tag up again as if it had never been invalidated", () =>
    Effect.gen(function* () {
      const { server, one, stamp } = yield* setUp
      yield* one.invalidate(["a"])
      yield* server.command("UNLINK", "tags:version:a")
      yield* one.register(["a", "b"], stamp)
      const later = yield* versionsAt(server.url)
      assert.isFalse(yield* later.areCurrent(["a"], stamp))
      assert.isTrue(yield* later.areCurrent(["b"], stamp))
      const anew = yield* later.now
      assert.isTrue(yield* later.areCurrent(["a"], anew))
    }),
  )

  it.live("says that a full server did not take an invalidation, and takes it later", () =>
    Effect.gen(function* () {
      const { server, one, over } = yield* setUp
      yield* server.command("CONFIG", "SET", "maxmemory", "1")
      assert.strictEqual((yield* Effect.flip(one.invalidate(["a"]))).reason, "unavailable")
      assert.isFalse(yield* over("b"))
      yield* server.command("CONFIG", "SET", "maxmemory", "0")
      yield* one.invalidate(["a"])
      yield* until(over("a"))
    }),
  )

  it.live("fails, rather than guess, while the server is silent", () =>
    Effect.gen(function* () {
      const { server, two, stamp } = yield* setUp
      yield* server.pause
      yield* until(Effect.isFailure(two.areCurrent(["a"], stamp)))
      yield* until(Effect.sync(() => two.trouble() !== undefined))
      yield* server.resume
      yield* until(Effect.sync(() => two.trouble() === undefined))
      yield* until(Effect.orElseSucceed(two.areCurrent(["a"], stamp), () => false))
    }),
  )

  it.live(
    "lets nothing hold while another epoch cannot be begun, when the counter has gone back",
    () =>
      Effect.gen(function* () {
        const server = yield* redisServer()
        const versions = yield* versionsAt(server.url)
        yield* versions.invalidate(["c"])
        const stamp = yield* versions.now
        yield* versions.register(["a"], stamp)
        yield* server.command("ACL", "SETUSER", "default", "-hset")
        yield* server.command("HSET", "tags:counter", "number", "0").pipe(Effect.ignore)
        yield* server.command("HINCRBY", "tags:counter", "number", "-1")
        // Not done: the one who asks for it has to ask again.
        assert.strictEqual((yield* Effect.flip(versions.invalidate(["a"]))).reason, "unavailable")
        assert.isFalse(yield* versions.areCurrent(["a"], stamp))
        yield* server.command("HINCRBY", "tags:counter", "number", "5")
        yield* Effect.flip(versions.invalidate(["b"]))
        assert.isFalse(yield* versions.areCurrent(["a"], stamp))
        yield* server.command("ACL", "SETUSER", "default", "+hset")
        yield* until(Effect.map(versions.now, ({ epoch }) => epoch !== stamp.epoch))
        assert.isFalse(yield* versions.areCurrent(["a"], stamp))
        const anew = yield* versions.now
        yield* versions.register(["a"], anew)
        yield* until(versions.areCurrent(["a"], anew))
      }),
  )

  it.live("is deaf from the moment on at which its channel is lost", () =>
    Effect.gen(function* () {
      const { server, stamp } = yield* setUp
      const { versions, stand } = yield* toldClockAt(server.url)
      stand(true)
      const now = yield* versions.now
      yield* until(Effect.sync(() => versions.areCurrentInMemory(["x"], now) === true))
      stand(false)
      assert.isUndefined(versions.areCurrentInMemory(["x"], now))
      // It asks, then, and does not take another epoch's number for its own.
      assert.isTrue(yield* versions.areCurrent(["a"], stamp))
      yield* server.command("HSET", "tags:counter", "epoch", "another")
      assert.isFalse(yield* versions.areCurrent(["a"], stamp))
    }),
  )

  it.live("knows at once from a message that another epoch was begun, and reads no garbage", () =>
    Effect.gen(function* () {
      const { server } = yield* setUp
      const { versions, stand, tell } = yield* toldClockAt(server.url)
      stand(true)
      const now = yield* versions.now
      yield* until(Effect.sync(() => versions.areCurrentInMemory(["x"], now) === true))
      for (const garbage of [
        "",
        "{",
        "null",
        '{"epoch":1}',
        '{"epoch":"e","number":1.5,"tags":[]}',
      ]) {
        tell(garbage)
      }
      assert.isTrue(versions.areCurrentInMemory(["x"], now))
      tell('{"epoch":"another","number":1,"tags":["y"]}')
      assert.isUndefined(versions.areCurrentInMemory(["x"], now))
    }),
  )

  it.live.each([
    ["full", ["CONFIG", "SET", "maxmemory", "1"]],
    ["read-only", ["REPLICAOF", "127.0.0.1", "1"]],
  ] as const)("of a server that is %s, one that starts now tells what holds", ([, words]) =>
    Effect.gen(function* () {
      const { server, one, stamp } = yield* setUp
      yield* one.invalidate(["b"])
      yield* server.command(...words)
      const later = yield* versionsAt(server.url)
      assert.isUndefined(later.trouble())
      assert.isTrue(yield* later.areCurrent(["a"], stamp))
      assert.isFalse(yield* later.areCurrent(["b"], stamp))
      yield* later.now
    }),
  )

  it.live("is not live by a lease that cannot be read, and still tells what holds", () =>
    Effect.gen(function* () {
      const { server, stamp } = yield* setUp
      yield* server.command("SET", "tags:feed", "1", "PX", "60000")
      const versions = yield* versionsAt(
        server.url,
        Layer.provide(patient, deafTo("tags.feed-left")),
      )
      assert.isTrue(yield* versions.areCurrent(["a"], stamp))
      yield* until(Effect.sync(() => versions.areCurrentInMemory(["a"], stamp) === true))
      assert.isUndefined(versions.trouble())
      assert.isFalse(versions.live())
    }),
  )

  it.live("keeps nothing while its counter cannot say what it counted", () =>
    Effect.gen(function* () {
      const { url, command } = yield* redisServer()
      const log = yield* logAt(url)
      const since = { epoch: "e", number: 5 }
      yield* log.register(["a"], since)
      assert.strictEqual(yield* command("ZSCORE", "tags:version:a", "last"), "5")
      for (const number of ["many", "1e300", ""]) {
        yield* command("HSET", "tags:counter", "number", number === "" ? "-" : number)
        assert.strictEqual((yield* Effect.flip(log.register(["b"], since))).reason, "unavailable")
      }
      assert.isNull(yield* command("ZSCORE", "tags:version:b", "last"))
    }),
  )

  it.live("knows the tags of what was written, also where it was not heard of", () =>
    Effect.gen(function* () {
      const { server, one, two } = yield* setUp
      const store = Context.get(yield* Layer.build(CacheStore.layerMemory()), CacheStore)
      const cacheOf = (tagVersions: typeof one) =>
        Effect.provideService(
          makeAnswerCache({ schema: Schema.String, tagVersions }),
          CacheStore,
          store,
        )
      const cache = yield* cacheOf(one)
      const tags = { names: ["fresh"], since: yield* one.now }
      yield* cache.write("k", "x", { freshForMs: 60_000, tags })
      yield* two.invalidate(["another"])
      const later = yield* versionsAt(server.url)
      yield* until(Effect.map(later.now, ({ number }) => number === 1))
      assert.strictEqual((yield* (yield* cacheOf(later)).lookup("k"))?.value, "x")
    }),
  )

  it.live("tells nothing from memory once its counter is overwritten", () =>
    Effect.gen(function* () {
      const { server, one, stamp } = yield* setUp
      yield* until(Effect.sync(() => one.areCurrentInMemory(["a"], stamp) === true))
      yield* server.command("ACL", "SETUSER", "default", "-rename")
      yield* server.command("SET", "tags:counter", "x")
      yield* until(Effect.sync(() => one.trouble() !== undefined))
      assert.isUndefined(one.areCurrentInMemory(["a"], stamp))
    }),
  )

  it.live("does not fight who overwrites its counter again", () =>
    Effect.gen(function* () {
      const { command, url } = yield* redisServer()
      const versions = yield* versionsAt(url)
      const looks = Effect.map(command("INFO", "commandstats"), (text) =>
        Number(/cmdstat_hmget:calls=(\d+)/u.exec(String(text))?.[1]),
      )
      yield* command("SET", "tags:counter", "first")
      yield* until(Effect.map(command("TYPE", "tags:counter"), (type) => type === "hash"))
      yield* until(Effect.sync(() => versions.trouble() === undefined))
      yield* command("SET", "tags:counter", "second")
      const before = yield* looks
      yield* until(Effect.map(looks, (count) => count >= before + 3))
      assert.strictEqual(yield* command("GET", "tags:counter"), "second")
    }),
  )

  it.live("sets nothing aside that counts", () =>
    Effect.gen(function* () {
      const { server, one, stamp } = yield* setUp
      yield* one.invalidate(["c"])
      assert.isFalse(yield* (yield* logAt(server.url)).setAside)
      assert.deepStrictEqual(yield* one.now, { ...stamp, number: 1 })
      assert.strictEqual(yield* server.command("HGET", "tags:counter", "epoch"), stamp.epoch)
    }),
  )

  it.live("leaves a later invalidation of a tag where it is, and no key for ever", () =>
    Effect.gen(function* () {
      const { server, one } = yield* setUp
      yield* server.command("ZADD", "tags:version:late", "10", "last")
      yield* one.invalidate(["late"])
      assert.strictEqual(yield* server.command("ZSCORE", "tags:version:late", "last"), "10")
      for (const tag of ["a", "late"]) {
        assert.isAbove(Number(yield* server.command("PTTL", `tags:version:${tag}`)), 0, tag)
      }
    }),
  )
})
