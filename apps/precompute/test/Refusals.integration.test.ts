/**
 * A Redis that answers and does not do what it is told, or changes its primary in mid-pass: nothing is paid for that
 * cannot be kept, what was paid for is not paid for again, and all is written once it can be.
 */
import { assert, describe, it } from "@effect/vitest"
import { BedrockChat } from "@manga-assist/connections"
import {
  redisCluster,
  redisReplica,
  type RedisServer,
  turnedProxy,
} from "@manga-assist/real-servers"
import { ConfigProvider, Context, Effect, Layer, Schedule } from "effect"
import { PrecomputeWorker } from "../src/worker/Worker.ts"
import { realServers } from "./fixtures/realServers.ts"
import { genreSchedule, scheduleFile } from "./fixtures/scheduleFile.ts"
import { workerLayers } from "./fixtures/workerLayers.ts"

const schedule = { ...genreSchedule, concurrency: 1, tokensPerHour: 10_000_000 }

const usage = { inputTokens: 900, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0 }

/** `meanwhile` happens while the model answers the question of this number, the first being 1. */
const workerAt = Effect.fnUntraced(function* (
  url: string,
  meanwhile: (call: number) => Effect.Effect<unknown, unknown> = () => Effect.void,
) {
  const asked: Array<string> = []
  const chat = BedrockChat.of({
    converse: ({ messages }) =>
      Effect.suspend(() => {
        asked.push(JSON.stringify(messages.at(-1)?.content))
        const answer = { stopReason: "end_turn", text: "An answer.", usage } as const
        return Effect.as(Effect.orDie(meanwhile(asked.length)), answer)
      }),
  })
  const environment = { REDIS_URL: url, PRECOMPUTE_SCHEDULE: yield* scheduleFile(schedule) }
  const context = yield* Layer.build(Layer.fresh(workerLayers(chat))).pipe(
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
  )
  const { leadership, pass } = Context.get(context, PrecomputeWorker)
  yield* leadership.term
  /** Passes until all is fresh. */
  const whole = Effect.repeat(pass({}), {
    schedule: Schedule.spaced("100 millis"),
    until: ({ fresh, patterns, unreadable, written }) =>
      unreadable === 0 && fresh + written === patterns,
  })
  return { asked, pass: pass({}), whole, leadership }
})

const full = (node: RedisServer) =>
  Effect.andThen(
    node.command("CONFIG", "SET", "maxmemory-policy", "noeviction"),
    node.command("CONFIG", "SET", "maxmemory", "1"),
  )
const roomy = (node: RedisServer) => node.command("CONFIG", "SET", "maxmemory", "0")

describe.each(realServers)("on %s", (_name, server) => {
  it.live("that is full: the model is not asked; all is written once there is room", () =>
    Effect.gen(function* () {
      const { nodes, url } = yield* server
      const { asked, leadership, pass, whole } = yield* workerAt(url)
      yield* Effect.forEach(nodes, full)
      for (let time = 0; time < 3; time += 1) {
        const { leftOut, patterns, written } = yield* pass
        assert.strictEqual(written, 0)
        assert.deepStrictEqual(leftOut, { store: patterns })
      }
      assert.lengthOf(asked, 0)
      yield* Effect.forEach(nodes, roomy)
      yield* leadership.term
      const { patterns } = yield* whole
      assert.lengthOf(new Set(asked), patterns)
      assert.lengthOf(asked, patterns)
    }).pipe(Effect.scoped),
  )

  it.live("that has become full while the model answered: that answer is not paid for again", () =>
    Effect.gen(function* () {
      const { nodes, url } = yield* server
      const { asked, leadership, pass, whole } = yield* workerAt(url, (call) =>
        call === 3 ? Effect.forEach(nodes, full) : Effect.void,
      )
      const first = yield* pass
      assert.strictEqual(first.written, 2)
      assert.strictEqual((yield* pass).written, 0)
      assert.lengthOf(asked, 3)
      yield* Effect.forEach(nodes, roomy)
      yield* leadership.term
      const { patterns } = yield* whole
      assert.lengthOf(new Set(asked), patterns)
      assert.lengthOf(asked, patterns)
    }).pipe(Effect.scoped),
  )
})

describe("a failover in mid-pass", () => {
  it.live("of a primary to its replica: the pass goes on there, nothing is paid for twice", () =>
    Effect.gen(function* () {
      const { failOver, primary, replica } = yield* redisReplica
      const name = yield* turnedProxy(primary.port)
      const { asked, whole } = yield* workerAt(`redis://127.0.0.1:${name.port}`, (call) =>
        call === 3
          ? Effect.andThen(
              failOver,
              Effect.sync(() => name.turnTo(replica.port)),
            )
          : Effect.void,
      )
      const { patterns } = yield* whole
      assert.lengthOf(new Set(asked), patterns)
      assert.lengthOf(asked, patterns)
      assert.lengthOf((yield* replica.command("KEYS", "cache:answer:*")) as unknown[], patterns)
    }).pipe(Effect.scoped),
  )

  it.live.each([0, 1, 2])(
    "of the nodes of a Cluster, number %i: what it held is written on",
    (dying) =>
      Effect.gen(function* () {
        const { primaries, url } = yield* redisCluster({ replicas: true })
        const { asked, whole } = yield* workerAt(url, (call) =>
          call === 3 ? (primaries[dying]?.kill ?? Effect.void) : Effect.void,
        )
        const { patterns } = yield* whole
        assert.lengthOf(new Set(asked), patterns)
        // What it had not handed to its replica yet.
        assert.isAtMost(asked.length, patterns + 1)
      }).pipe(Effect.scoped),
  )
})
