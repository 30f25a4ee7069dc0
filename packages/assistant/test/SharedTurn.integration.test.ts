/** Turns of several instances that share one call of the model through a real Redis, and whose leader dies. */
import { assert, describe, it } from "@effect/vitest"
import { RedisConnection } from "@manga-assist/connections"
import { redisServer, type RedisServer } from "@manga-assist/real-servers"
import { Clock, Context, Effect, Fiber, Layer } from "effect"
import { processOf } from "../../caching/test/processOf.ts"
import { until } from "../../caching/test/realRedis.ts"
import { SharedModelCalls } from "../src/model/SharedModelCalls.ts"
import { Turn } from "../src/turn/Turn.ts"
import { TurnClock } from "../src/turn/TurnClock.ts"
import type { TurnEvent } from "../src/turn/TurnEvent.ts"
import type { TurnRequest } from "../src/turn/TurnRequest.ts"
import { drivenChat } from "./drivenChat.ts"
import { scriptedStore } from "./scriptedStore.ts"

const about = "Tell me about Vinland Saga"

/** A store with connections of its own, as another process has it; all its turns, and its calls. */
const instanceOf = Effect.fnUntraced(function* (
  url: string,
  environment: Readonly<Record<string, string>> = {},
) {
  const { calls, chat } = drivenChat()
  const { layer, seen } = scriptedStore({
    chat,
    environment: { REDIS_URL: url, LATENCY_BUDGET_MS: "60000", ...environment },
  })
  const services = yield* Layer.build(Layer.fresh(layer))
  const turn = Context.get(services, Turn)
  const { run } = Context.get(services, RedisConnection)
  yield* until(Effect.isSuccess(run("test", 1_000, (redis) => redis.ping())))
  const begin = Effect.fnUntraced(function* (
    session: string,
    text = about,
    more: Partial<TurnRequest> = {},
  ) {
    const events: Array<TurnEvent> = []
    const fiber = yield* Effect.forkScoped(
      turn.run({ id: "m-1", session, text, arrivedAt: performance.now(), ...more }, (event) =>
        events.push(event),
      ),
      { startImmediately: true },
    )
    // Messages come one by one, and replies of Redis in between.
    yield* Effect.yieldNow
    const said = () =>
      events.flatMap((event) => (event.type === "delta" ? [event.text] : [])).join("")
    return {
      events,
      fiber,
      asks: () => events.some(({ type }) => type === "model-start"),
      hears: (text: string) => until(Effect.sync(() => said() === text)),
      last: Effect.map(Fiber.join(fiber), () => events.at(-1)),
    }
  })
  // The first turn of a process takes longer than others may wait for Redis.
  const first = yield* begin("first", "Who wrote Monster?")
  // Nothing is said, so that no cache has it for the next instance: each model of the ladder is asked.
  for (const model of [0, 1]) {
    yield* until(Effect.sync(() => calls.length === model + 1))
    yield* calls[model]!.stop("end_turn")
  }
  yield* first.last
  calls.length = 0
  const counters = () => Context.get(services, SharedModelCalls).counters()
  return { begin, calls, counters, seen }
})

/** Until somebody follows the one call: whoever comes then has a process that is not busy with beginning. */
const followed = ({ command }: RedisServer) =>
  until(
    Effect.map(
      command("KEYS", "model:*:followed"),
      (keys) => Array.isArray(keys) && keys.length > 0,
    ),
  )

describe("turns over a real Redis", () => {
  it.live("of two instances take text back together that is blocked after it was said", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const late = { BEDROCK_GUARDRAIL_ID: "gr-1", GUARDRAIL_BY_INTENT: "on" }
      const here = yield* instanceOf(server.url, late)
      const there = yield* instanceOf(server.url, late)
      const mayRetract = { mayRetract: true } as const
      const first = yield* here.begin("first", about, mayRetract)
      yield* until(Effect.sync(() => here.calls.length === 1))
      const second = yield* there.begin("second", about, mayRetract)
      yield* followed(server)
      const [call] = here.calls
      call?.say("a secret")
      yield* second.hears("a secret")
      yield* call!.stop("guardrail_intervened")
      for (const { events, last } of [first, second]) {
        const end = yield* last
        assert.isTrue(end?.type === "turn-end" && end.end.finish === "blocked")
        assert.strictEqual(events.at(-2)?.type, "retract")
      }
      assert.lengthOf(there.calls, 0)
      assert.notInclude(JSON.stringify([here.seen.recorded, there.seen.recorded]), "secret")
    }),
  )

  it.live("of two instances, 50 here and 50 there, call the model once and keep it once", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const here = yield* instanceOf(server.url)
      const there = yield* instanceOf(server.url)
      const first = yield* here.begin("first-here")
      yield* until(Effect.sync(() => here.calls.length === 1))
      const second = yield* there.begin("first-there")
      yield* followed(server)
      const others = yield* Effect.forEach(Array.from({ length: 98 }), (_, index) =>
        (index % 2 === 0 ? here : there).begin(`s-${index}`),
      )
      const turns = [first, second, ...others]
      const [call] = [...here.calls, ...there.calls]
      call?.say("A saga ")
      yield* Effect.forEach(turns, ({ hears }) => hears("A saga "), { concurrency: 100 })
      call?.say("of Vikings.")
      yield* call!.stop("end_turn")
      const lasts = yield* Effect.forEach(turns, ({ last }) => last)
      yield* Effect.forEach(turns, ({ hears }) => hears("A saga of Vikings."))
      const ends = lasts.flatMap((last) => (last?.type === "turn-end" ? [last.end] : []))
      assert.lengthOf(
        ends.filter(({ finish, source }) => finish === "complete" && source === "model"),
        100,
      )
      assert.lengthOf(
        ends.filter(({ usage }) => usage !== undefined),
        1,
      )
      assert.lengthOf([...here.calls, ...there.calls], 1)
      assert.lengthOf([...here.seen.recorded.answers, ...there.seen.recorded.answers], 1)
    }),
  )

  it.live("are throttled together, and step down with one call for each rung", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const here = yield* instanceOf(server.url)
      const there = yield* instanceOf(server.url)
      const all = () => [...here.calls, ...there.calls]
      const first = yield* here.begin("first-here")
      yield* until(Effect.sync(() => all().length === 1))
      const second = yield* there.begin("first-there")
      // Whoever looks only after the end makes a call of their own.
      yield* followed(server)
      const others = yield* Effect.forEach(Array.from({ length: 18 }), (_, index) =>
        (index % 2 === 0 ? here : there).begin(`s-${index}`),
      )
      const turns = [first, second, ...others]
      assert.lengthOf(all(), 1)
      yield* all()[0]!.fail("throttled")
      yield* until(Effect.sync(() => all().length === 2))
      const next = all().find(({ modelId }) => modelId !== all()[0]?.modelId)
      next?.say("A saga.")
      yield* Effect.forEach(turns, ({ hears }) => hears("A saga."), { concurrency: 20 })
      yield* next!.stop("end_turn")
      for (const { last } of turns) {
        const event = yield* last
        assert(event?.type === "turn-end", `ended in ${event?.type ?? "nothing"}`)
        assert.deepStrictEqual(event.end.degraded, ["model-fallback"])
      }
      assert.lengthOf(all(), 2)
    }),
  )

  it.live("of two processes, 50 here and 50 there, call the model once", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const { url } = server
      const { begin, calls, seen } = yield* instanceOf(url)
      const leader = yield* processOf("../../assistant/test/leadingTurn.ts", [url, about, "50"])
      assert.sameMembers([yield* leader.next, yield* leader.next], ["asked", "begun"])
      const first = yield* begin("first-here")
      yield* followed(server)
      const others = yield* Effect.forEach(Array.from({ length: 49 }), (_, index) =>
        begin(`s-${index}`),
      )
      const turns = [first, ...others]
      yield* until(Effect.sync(() => turns.every(({ asks }) => asks())))
      yield* leader.say("A saga.")
      assert.strictEqual(yield* leader.next, "heard A saga.")
      yield* Effect.forEach(turns, ({ hears }) => hears("A saga."), { concurrency: 50 })
      yield* leader.say("")
      for (const { last } of turns) {
        const event = yield* last
        assert.isTrue(event?.type === "turn-end" && event.end.finish === "complete")
      }
      assert.strictEqual(yield* leader.next, "complete 50")
      assert.lengthOf(calls, 0)
      assert.lengthOf(seen.recorded.answers, 0, "who called the model keeps the answer")
    }),
  )

  it.live("go on when the leader of another process is killed before it said anything", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const leader = yield* processOf("../../assistant/test/leadingTurn.ts", [url, about])
      assert.sameMembers([yield* leader.next, yield* leader.next], ["asked", "begun"])
      const { begin, calls, seen } = yield* instanceOf(url)
      const turns = [yield* begin("a"), yield* begin("b")]
      yield* until(Effect.sync(() => turns.every(({ asks }) => asks())))
      assert.lengthOf(calls, 0)
      yield* leader.signal("SIGKILL")
      yield* until(Effect.sync(() => calls.length === 1))
      calls[0]?.say("A saga.")
      yield* calls[0]!.stop("end_turn")
      for (const { hears, last } of turns) {
        yield* hears("A saga.")
        const event = yield* last
        assert(event?.type === "turn-end", `ended in ${event?.type ?? "nothing"}`)
        assert.deepStrictEqual(event.end.degraded, [])
      }
      assert.lengthOf(calls, 1)
      assert.lengthOf(seen.recorded.answers, 1)
    }),
  )

  it.live("are truncated when the leader is killed after they heard a part, and keep nothing", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const { url } = server
      const leader = yield* processOf("../../assistant/test/leadingTurn.ts", [url, about])
      assert.sameMembers([yield* leader.next, yield* leader.next], ["asked", "begun"])
      const { begin, calls, counters, seen } = yield* instanceOf(url)
      const turns = [yield* begin("a"), yield* begin("b")]
      yield* followed(server)
      yield* leader.say("A saga ")
      assert.strictEqual(yield* leader.next, "heard A saga ")
      for (const { hears } of turns) yield* hears("A saga ")
      yield* leader.signal("SIGKILL")
      for (const { last } of turns) {
        const event = yield* last
        assert(event?.type === "turn-failed", `ended in ${event?.type ?? "nothing"}`)
        assert.strictEqual(event.failure.code, "truncated")
        assert.isTrue(event.failure.retryable)
      }
      assert.strictEqual(counters().lost, 2)
      assert.lengthOf(calls, 0)
      assert.lengthOf(seen.recorded.answers, 0)
      const next = yield* begin("c")
      yield* until(Effect.sync(() => calls.length === 1))
      calls[0]?.say("Whole.")
      yield* calls[0]!.stop("end_turn")
      yield* next.hears("Whole.")
      assert.strictEqual((yield* next.last)?.type, "turn-end")
    }),
  )

  it.live.each(["killed", "silent"])("call once in each instance while Redis is %s", (fault) =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const here = yield* instanceOf(server.url)
      const there = yield* instanceOf(server.url)
      yield* fault === "killed" ? server.kill : server.pause
      const turns = yield* Effect.forEach(Array.from({ length: 20 }), (_, index) =>
        (index % 2 === 0 ? here : there).begin(`s-${index}`),
      )
      yield* until(Effect.sync(() => [here, there].every(({ calls }) => calls.length === 1)))
      for (const { calls } of [here, there]) {
        calls[0]?.say("A saga.")
        yield* calls[0]!.stop("end_turn")
      }
      for (const { last } of turns) assert.strictEqual((yield* last)?.type, "turn-end")
      assert.lengthOf([...here.calls, ...there.calls], 2)
    }),
  )
})

/** Time that does not pass: however long ten thousand turns take here, none of them is late. */
const standing: Clock.Clock = {
  currentTimeMillisUnsafe: () => 0,
  currentTimeMillis: Effect.succeed(0),
  currentTimeNanosUnsafe: () => 0n,
  currentTimeNanos: Effect.succeed(0n),
  monotonicTimeNanosUnsafe: () => 0n,
  monotonicTimeNanos: Effect.succeed(0n),
  sleep: () => Effect.never,
}

describe("ten thousand turns of one process", () => {
  it.live(
    "call the model once, and all hear all of it",
    () => {
      const { calls, chat } = drivenChat()
      const { layer, seen } = scriptedStore({ chat })
      return Effect.gen(function* () {
        const turn = yield* Turn
        const heard: Array<string> = []
        const asked = new Set<number>()
        const fibers = yield* Effect.forEach(Array.from({ length: 10_000 }), (_, index) =>
          Effect.forkChild(
            turn.run({ id: "m", session: `s-${index}`, text: about, arrivedAt: 0 }, (event) => {
              if (event.type === "model-start") asked.add(index)
              if (event.type === "delta") heard[index] = `${heard[index] ?? ""}${event.text}`
            }),
            { startImmediately: true },
          ),
        )
        while (asked.size < 10_000) yield* Effect.yieldNow
        calls[0]?.say("A saga ")
        calls[0]?.say("of Vikings.")
        yield* calls[0]!.stop("end_turn")
        for (const fiber of fibers) yield* Fiber.join(fiber)
        assert.lengthOf(calls, 1)
        assert.lengthOf(seen.recorded.answers, 1)
        assert.lengthOf(
          heard.filter((text) => text === "A saga of Vikings."),
          10_000,
        )
      }).pipe(
        Effect.provide(
          Layer.provide(
            layer,
            Layer.succeed(TurnClock, () => 0),
          ),
        ),
        Effect.provideService(Clock.Clock, standing),
      )
    },
    180_000,
  )
})
