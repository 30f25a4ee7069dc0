/** One computation for the callers of many instances, over real servers, with leaders that die. */
import { assert, describe, it } from "@effect/vitest"
import { Context, Deferred, Effect, Exit, Fiber, Layer, Queue, Schema, Scope } from "effect"
import { RedisConnection } from "@manga-assist/connections"
import { makeSharedFlight, type SharedFlight } from "../src/index.ts"
import { makeFlightLog } from "../src/flights/FlightLog.ts"
import type { Gate } from "../src/flights/SingleFlight.ts"
import { processOf } from "./processOf.ts"
import { deafTo, instanceOf, redisCluster, redisServer, until } from "./realRedis.ts"

class Flight extends Context.Service<Flight, SharedFlight<string, string, string>>()(
  "test/Flight",
) {}
const layer = Layer.effect(
  Flight,
  makeSharedFlight({ chunk: Schema.String, value: Schema.String, error: Schema.String }),
)
/** A machine that is busy decides nothing here: for a reply in time there is `SharedFlight.test.ts`. */
const patient = Layer.effect(
  RedisConnection,
  Effect.map(RedisConnection, ({ configured, run }) =>
    RedisConnection.of({
      configured,
      run: (operation, deadlineMs, commands) =>
        run(operation, Math.max(deadlineMs, 1_000), commands),
    }),
  ),
)
const flightAt = (url: string) =>
  Effect.map(instanceOf(url, Layer.provide(layer, patient)), (context) =>
    Context.get(context, Flight),
  )

/** A computation that the test drives, whoever leads it. */
const driven = () => {
  const end = Deferred.makeUnsafe<string, string>()
  const pushes: Array<(chunk: string) => void> = []
  const state = { interrupted: 0 }
  const compute = (push: (chunk: string) => void) =>
    Effect.suspend(() => {
      pushes.push(push)
      return Deferred.await(end)
    }).pipe(
      Effect.onInterrupt(() =>
        Effect.sync(() => {
          state.interrupted += 1
        }),
      ),
    )
  return { end, compute, pushes, state, push: (chunk: string) => pushes[0]?.(chunk) }
}
type Driven = ReturnType<typeof driven>
const started = ({ pushes }: Driven, count = 1) => until(Effect.sync(() => pushes.length === count))

/** A caller, and what it heard. */
const call = Effect.fnUntraced(function* (
  flight: SharedFlight<string, string, string>,
  { compute }: Pick<Driven, "compute">,
  key = "k",
  gate?: Gate,
) {
  const heard: Array<string> = []
  const fiber = yield* Effect.forkScoped(
    flight.join(key, compute, (chunk) => heard.push(chunk), gate),
    { startImmediately: true },
  )
  return {
    fiber,
    heard,
    hears: (text: string) => until(Effect.sync(() => heard.join("") === text)),
  }
})

for (const [name, server] of [
  ["real Redis", Effect.map(redisServer(), ({ url }) => url)],
  ["real Cluster", Effect.map(redisCluster(), ({ url }) => url)],
] as const) {
  describe(`a shared flight over ${name}`, () => {
    it.live("computes once for 50 callers here and 50 there, and every one hears all", () =>
      Effect.gen(function* () {
        const url = yield* server
        const flights = [yield* flightAt(url), yield* flightAt(url)]
        const work = driven()
        const callers = yield* Effect.forEach(Array.from({ length: 100 }), (_, index) =>
          call(flights[index % 2]!, work),
        )
        yield* started(work)
        for (const chunk of ["a", "b", "日本", "d"]) work.push(chunk)
        yield* Effect.forEach(callers, ({ hears }) => hears("ab日本d"), { concurrency: 100 })
        yield* Deferred.succeed(work.end, "done")
        const joined = yield* Effect.forEach(callers, ({ fiber }) => Fiber.join(fiber))
        assert.isTrue(joined.every(({ value }) => value === "done"))
        assert.strictEqual(joined.filter(({ leader }) => leader).length, 1)
        assert.isTrue(callers.every(({ heard }) => heard.join("") === "ab日本d"))
        assert.strictEqual(work.pushes.length, 1)
      }),
    )

    it.live("gives a late instance all from the start, and starts anew after the end", () =>
      Effect.gen(function* () {
        const url = yield* server
        const work = driven()
        const first = yield* call(yield* flightAt(url), work)
        yield* started(work)
        for (let index = 0; index < 2_000; index += 1) work.push(`${index},`)
        const text = first.heard.join("")
        const late = yield* flightAt(url)
        const second = yield* call(late, work)
        yield* second.hears(text)
        work.push("end")
        yield* Deferred.succeed(work.end, "done")
        assert.strictEqual((yield* Fiber.join(second.fiber)).value, "done")
        assert.strictEqual(second.heard.join(""), `${text}end`)
        yield* until(
          Effect.map(
            late.join(
              "k",
              () => Effect.succeed("again"),
              () => {},
            ),
            ({ leader, value }) => leader && value === "again",
          ),
        )
      }),
    )

    it.live("lets nobody elsewhere join past a mark that could not be read", () =>
      Effect.gen(function* () {
        const url = yield* server
        const gate = { mark: Effect.succeed("read"), admits: () => Effect.succeed(true) }
        const unread = { ...gate, mark: Effect.succeed(undefined) }
        const [first, second] = [driven(), driven()]
        const one = yield* call(yield* flightAt(url), first, "k", unread)
        yield* started(first)
        const others = [
          yield* call(yield* flightAt(url), second, "k", gate),
          yield* call(yield* flightAt(url), second, "k", gate),
        ]
        yield* started(second)
        second.push("new")
        yield* Effect.forEach(others, ({ hears }) => hears("new"))
        first.push("old")
        yield* one.hears("old")
        for (const { end } of [first, second]) yield* Deferred.succeed(end, "done")
        yield* Effect.forEach([one, ...others], ({ fiber }) => Fiber.join(fiber))
        assert.deepStrictEqual([first.pushes.length, second.pushes.length], [1, 1])
      }),
    )

    it.live("tells nobody of a later flight what an earlier one said", () =>
      Effect.gen(function* () {
        const url = yield* server
        const [here, there] = [yield* flightAt(url), yield* flightAt(url)]
        for (const text of ["first", "second"]) {
          const work = driven()
          const first = yield* call(here, work)
          yield* started(work)
          const other = yield* call(there, work)
          work.push(text)
          yield* other.hears(text)
          yield* Deferred.succeed(work.end, text)
          for (const { fiber } of [first, other]) {
            assert.strictEqual((yield* Fiber.join(fiber)).value, text)
          }
          assert.deepStrictEqual(other.heard, [text])
          assert.strictEqual(work.pushes.length, 1)
        }
      }),
    )

    it.live("gives the failure to the callers of the other instance", () =>
      Effect.gen(function* () {
        const url = yield* server
        const work = driven()
        yield* call(yield* flightAt(url), work)
        yield* started(work)
        const other = yield* call(yield* flightAt(url), work)
        work.push("a")
        yield* other.hears("a")
        yield* Deferred.fail(work.end, "broken")
        assert.strictEqual(yield* Effect.flip(Fiber.join(other.fiber)), "broken")
      }),
    )

    it.live("goes on without its first caller while another instance follows, and no longer", () =>
      Effect.gen(function* () {
        const url = yield* server
        const work = driven()
        const first = yield* call(yield* flightAt(url), work)
        yield* started(work)
        const other = yield* call(yield* flightAt(url), work)
        work.push("a")
        yield* other.hears("a")
        yield* Fiber.interrupt(first.fiber)
        work.push("b")
        yield* other.hears("ab")
        assert.strictEqual(work.state.interrupted, 0)
        yield* Fiber.interrupt(other.fiber)
        yield* until(Effect.sync(() => work.state.interrupted === 1))
      }),
    )
  })
}

const reasonOf = (error: unknown) =>
  typeof error === "object" && error !== null && "reason" in error ? error.reason : error

/** A server, a leading process, and a follower here whose own computation the test drives. */
const led = Effect.gen(function* () {
  const server = yield* redisServer()
  const leader = yield* processOf("leadingProcess.ts", [server.url, "k"])
  assert.strictEqual(yield* leader.next, "ready")
  assert.strictEqual(yield* leader.next, "leads")
  const lock = Effect.map(server.command("KEYS", "flight:*:lock"), (keys) =>
    Array.isArray(keys) ? keys.map(String) : [],
  )
  yield* until(Effect.map(lock, (keys) => keys.length === 1))
  const work = driven()
  return { server, leader, lock, work, flight: yield* flightAt(server.url) }
})
const say = (leader: Effect.Success<typeof led>["leader"], text: string) =>
  Effect.gen(function* () {
    yield* leader.say(text)
    assert.strictEqual(yield* leader.next, `heard ${text}`)
  })

describe("a leader in another process", () => {
  it.live("is followed live, and ends for both", () =>
    Effect.gen(function* () {
      const { flight, leader, work } = yield* led
      const follower = yield* call(flight, work)
      for (const text of ["one", "two"]) yield* say(leader, text)
      yield* follower.hears("onetwo")
      yield* leader.say("")
      assert.strictEqual((yield* Fiber.join(follower.fiber)).value, "done")
      assert.strictEqual(work.pushes.length, 0)
    }),
  )

  it.live("killed in mid-stream: who heard a part fails, who comes then is answered anew", () =>
    Effect.gen(function* () {
      const { flight, leader, lock, work } = yield* led
      const follower = yield* call(flight, work)
      yield* say(leader, "part")
      yield* follower.hears("part")
      yield* leader.signal("SIGKILL")
      const killedAt = performance.now()
      const error = yield* Effect.flip(Fiber.join(follower.fiber))
      const noticedMs = Math.round(performance.now() - killedAt)
      yield* Effect.logInfo(`leader's death noticed after ${noticedMs} ms`)
      assert.strictEqual(reasonOf(error), "leader-lost")
      assert.deepStrictEqual(yield* lock, [])
      const next = yield* call(flight, work)
      yield* started(work)
      work.push("whole")
      yield* Deferred.succeed(work.end, "done")
      yield* Fiber.join(next.fiber)
      assert.deepStrictEqual(next.heard, ["whole"])
    }),
  )

  it.live("killed before it said anything: one follower takes over for all", () =>
    Effect.gen(function* () {
      const { flight, leader, server, work } = yield* led
      const callers = [
        yield* call(flight, work),
        yield* call(yield* flightAt(server.url), work),
        yield* call(yield* flightAt(server.url), work),
      ]
      yield* leader.signal("SIGKILL")
      yield* started(work)
      work.push("whole")
      // Whoever looks only after the end begins anew.
      yield* Effect.forEach(callers, ({ hears }) => hears("whole"))
      yield* Deferred.succeed(work.end, "done")
      for (const { fiber, heard } of callers) {
        assert.strictEqual((yield* Fiber.join(fiber)).value, "done")
        assert.deepStrictEqual(heard, ["whole"])
      }
      assert.strictEqual(work.pushes.length, 1)
    }),
  )

  it.live("paused beyond its lock: what it says later stays out of the new flight", () =>
    Effect.gen(function* () {
      const { flight, leader, lock, server, work } = yield* led
      const [before] = yield* lock
      const held = yield* server.command("GET", String(before))
      yield* leader.signal("SIGSTOP")
      const next = yield* call(flight, work)
      yield* started(work)
      work.push("new ")
      yield* leader.signal("SIGCONT")
      yield* say(leader, "old")
      const third = yield* call(yield* flightAt(server.url), work)
      yield* third.hears("new ")
      work.push("text")
      yield* leader.say("")
      assert.strictEqual(yield* leader.next, "ended done")
      const holds = yield* server.command("GET", String(before))
      assert.isString(holds)
      assert.notStrictEqual(holds, held)
      yield* Deferred.succeed(work.end, "whole")
      assert.strictEqual((yield* Fiber.join(third.fiber)).value, "whole")
      yield* Fiber.join(next.fiber)
      assert.deepStrictEqual([next.heard.join(""), third.heard.join("")], ["new text", "new text"])
      assert.strictEqual(work.pushes.length, 1)
    }),
  )
})

describe("a shared flight that meets faults", () => {
  it.live("lets what was said end ten seconds after it", () =>
    Effect.gen(function* () {
      const { flight, leader, server, work } = yield* led
      const follower = yield* call(flight, work)
      yield* say(leader, "part")
      yield* follower.hears("part")
      yield* leader.say("")
      yield* Fiber.join(follower.fiber)
      const keys = (yield* server.command("KEYS", "*")) as ReadonlyArray<string>
      for (const key of keys) {
        assert.isAtMost(Number(yield* server.command("PTTL", key)), 10_000, key)
      }
    }),
  )

  it.live("leaves nothing in Redis that does not end by itself", () =>
    Effect.gen(function* () {
      const { flight, leader, server, work } = yield* led
      const follower = yield* call(flight, work)
      yield* say(leader, "part")
      yield* follower.hears("part")
      const keys = yield* server.command("KEYS", "*")
      assert.lengthOf(keys as ReadonlyArray<unknown>, 3)
      for (const key of keys as ReadonlyArray<string>) {
        assert.isAbove(Number(yield* server.command("PTTL", key)), 0, key)
      }
    }),
  )

  it.live.each(["down", "silent", "full"])("each computes for itself while Redis is %s", (fault) =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const flights = [yield* flightAt(server.url), yield* flightAt(server.url)]
      if (fault === "down") yield* server.kill
      else if (fault === "silent") yield* server.pause
      else yield* server.command("CONFIG", "SET", "maxmemory", "1")
      const work = driven()
      const callers = yield* Effect.forEach(Array.from({ length: 10 }), (_, index) =>
        call(flights[index % 2]!, work),
      )
      yield* started(work, 2)
      for (const push of work.pushes) push("text")
      yield* Deferred.succeed(work.end, "done")
      for (const { fiber, heard } of callers) {
        assert.strictEqual((yield* Fiber.join(fiber)).value, "done")
        assert.deepStrictEqual(heard, ["text"])
      }
    }),
  )

  it.live("a leader goes on for its own callers when Redis dies or is silent in mid-stream", () =>
    Effect.gen(function* () {
      for (const fault of ["kill", "pause"] as const) {
        const server = yield* redisServer()
        const work = driven()
        const own = yield* call(yield* flightAt(server.url), work)
        yield* started(work)
        const other = yield* call(yield* flightAt(server.url), work)
        work.push("a")
        yield* other.hears("a")
        yield* server[fault]
        work.push("b")
        assert.strictEqual(reasonOf(yield* Effect.flip(Fiber.join(other.fiber))), "leader-lost")
        work.push("c")
        yield* Deferred.succeed(work.end, "done")
        assert.strictEqual((yield* Fiber.join(own.fiber)).value, "done")
        assert.deepStrictEqual(own.heard, ["a", "b", "c"])
      }
    }),
  )

  it.live("a leader too busy to renew its lock takes it again where nobody else has", () =>
    Effect.gen(function* () {
      const { flight, leader, lock, server, work } = yield* led
      const [name = ""] = yield* lock
      const token = yield* server.command("GET", name)
      yield* say(leader, "a")
      yield* server.command("DEL", name)
      yield* until(Effect.map(server.command("GET", name), (holder) => holder === token))
      const follower = yield* call(flight, work)
      yield* follower.hears("a")
      yield* say(leader, "b")
      yield* leader.say("")
      assert.strictEqual((yield* Fiber.join(follower.fiber)).value, "done")
      assert.deepStrictEqual(follower.heard.join(""), "ab")
      assert.strictEqual(work.pushes.length, 0)
    }),
  )

  it.live("a lock that nobody renews is nobody's", () =>
    Effect.gen(function* () {
      const { flight, leader, lock, server, work } = yield* led
      const [name = ""] = yield* lock
      yield* leader.signal("SIGKILL")
      yield* until(Effect.map(lock, (keys) => keys.length === 0))
      yield* server.command("SET", name, "somebody")
      const first = yield* call(flight, work)
      yield* started(work)
      const other = yield* call(yield* flightAt(server.url), work)
      work.push("a")
      yield* other.hears("a")
      yield* Deferred.succeed(work.end, "done")
      for (const { fiber } of [first, other]) {
        assert.strictEqual((yield* Fiber.join(fiber)).value, "done")
      }
      assert.strictEqual(work.pushes.length, 1)
    }),
  )

  it.live("leaders that are lost again and again are not waited for", () =>
    Effect.gen(function* () {
      const { flight, leader, lock, server, work } = yield* led
      const [name = ""] = yield* lock
      yield* leader.signal("SIGKILL")
      yield* server.command("SET", name, "lost", "PX", "600000")
      const stream = name.replace(/lock$/u, "lost")
      yield* server.command("XADD", stream, "*", "0", '{"kind":"abandoned"}')
      const own = yield* call(flight, work)
      yield* started(work)
      yield* Deferred.succeed(work.end, "done")
      assert.strictEqual((yield* Fiber.join(own.fiber)).value, "done")
    }),
  )

  it.live("a lock ends by itself from its first moment on", () =>
    Effect.gen(function* () {
      const { url, command } = yield* redisServer()
      const connection = Context.get(
        yield* instanceOf(url, Layer.effectContext(Effect.context<RedisConnection>())),
        RedisConnection,
      )
      assert.strictEqual(yield* makeFlightLog(connection, "flight:").acquire("k", "me"), "me")
      const [name] = (yield* command("KEYS", "flight:*:lock")) as ReadonlyArray<string>
      assert.isAtMost(Number(yield* command("PTTL", String(name))), 750)
      assert.isAbove(Number(yield* command("PTTL", String(name))), -2)
    }),
  )

  it.live("a leader whose Redis is gone ends with its last caller", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const work = driven()
      const own = yield* call(yield* flightAt(server.url), work)
      yield* started(work)
      yield* server.kill
      work.push("a")
      yield* own.hears("a")
      yield* Fiber.interrupt(own.fiber)
      yield* until(Effect.sync(() => work.state.interrupted === 1))
    }),
  )

  it.live("an instance that stops hands the flight over, without waiting for its lock to end", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const alone = yield* Scope.make()
      const unheard = driven()
      yield* Scope.provide(
        Effect.flatMap(flightAt(server.url), (own) => call(own, unheard)),
        alone,
      )
      yield* started(unheard)
      assert.lengthOf((yield* server.command("KEYS", "flight:*:lock")) as Array<string>, 1)
      yield* Scope.close(alone, Exit.void)
      assert.lengthOf((yield* server.command("KEYS", "flight:*:lock")) as Array<string>, 0)
      const stopping = yield* Scope.make()
      const work = driven()
      yield* Scope.provide(
        Effect.flatMap(flightAt(server.url), (own) => call(own, work)),
        stopping,
      )
      yield* started(work)
      const other = yield* call(yield* flightAt(server.url), work)
      yield* Scope.close(stopping, Exit.void)
      assert.strictEqual(work.state.interrupted, 1)
      yield* started(work, 2)
      work.pushes[1]?.("whole")
      yield* Deferred.succeed(work.end, "done")
      yield* Fiber.join(other.fiber)
      assert.deepStrictEqual(other.heard, ["whole"])
    }),
  )

  it.live("a record of another version loses the leader; garbage for a lock is no leader", () =>
    Effect.gen(function* () {
      const { flight, leader, lock, server, work } = yield* led
      const [name = ""] = yield* lock
      const token = String(yield* server.command("GET", name))
      const stream = name.replace(/lock$/u, token)
      yield* server.command("XADD", stream, "*", "0", '{"kind":"chunks","chunks":[1]}')
      const next = yield* call(flight, work)
      yield* leader.signal("SIGKILL")
      yield* started(work)
      yield* Deferred.succeed(work.end, "done")
      assert.strictEqual((yield* Fiber.join(next.fiber)).value, "done")
      yield* until(Effect.map(lock, (keys) => keys.length === 0))
      yield* server.command("LPUSH", name, "garbage")
      const alone = yield* flight.join(
        "k",
        () => Effect.succeed("own"),
        () => {},
      )
      assert.strictEqual(alone.value, "own")
    }),
  )

  it.live("a leader that nobody asks any more stays for those who follow", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const work = driven()
      const first = yield* call(yield* flightAt(server.url), work)
      yield* started(work)
      const other = yield* call(yield* flightAt(server.url), work)
      work.push("a")
      yield* other.hears("a")
      const writes = Effect.map(server.command("INFO", "commandstats"), (text) =>
        Number(/cmdstat_eval:calls=(\d+)/u.exec(String(text))?.[1] ?? 0),
      )
      yield* Fiber.interrupt(first.fiber)
      const before = yield* writes
      yield* until(Effect.map(writes, (count) => count >= before + 8))
      assert.strictEqual(work.state.interrupted, 0)
      yield* Deferred.succeed(work.end, "done")
      assert.strictEqual((yield* Fiber.join(other.fiber)).value, "done")
    }),
  )

  it.live("a leader that was not told in time that it leads is followed all the same", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const work = driven()
      const deaf = Layer.provide(layer, deafTo("flight.acquire"))
      const here = Context.get(yield* instanceOf(server.url, deaf), Flight)
      const first = yield* call(here, work)
      yield* started(work)
      const other = yield* call(yield* flightAt(server.url), work)
      work.push("a")
      yield* other.hears("a")
      yield* Deferred.succeed(work.end, "done")
      for (const { fiber, heard } of [first, other]) {
        assert.strictEqual((yield* Fiber.join(fiber)).value, "done")
        assert.deepStrictEqual(heard, ["a"])
      }
      assert.strictEqual(work.pushes.length, 1)
    }),
  )

  it.live("an answer too long to share is the callers' own", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const work = driven()
      const own = yield* call(yield* flightAt(server.url), work)
      yield* started(work)
      const told = yield* Queue.unbounded<Exit.Exit<unknown, unknown>>()
      const other = yield* call(yield* flightAt(server.url), work)
      other.fiber.addObserver((exit) => Queue.offerUnsafe(told, exit))
      work.push("a")
      yield* other.hears("a")
      work.push("x".repeat(5 * 1024 * 1024))
      const exit = yield* Queue.take(told).pipe(Effect.timeout("1 minute"))
      assert.isTrue(Exit.isFailure(exit))
      yield* Deferred.succeed(work.end, "done")
      assert.strictEqual((yield* Fiber.join(own.fiber)).value, "done")
    }),
  )
})
