import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { connect } from "node:net"
import { createInterface } from "node:readline"
import { join } from "node:path"
import {
  kinesisServer,
  motoServer,
  redisCluster,
  redisReplica,
  redisServer,
  turnedProxy,
} from "../src/index.ts"

/** A connection, and its end, which says that the server is gone. */
const watched = Effect.fnUntraced(function* (port: number) {
  const socket = connect(port, "127.0.0.1")
  socket.on("error", () => {})
  yield* Effect.promise(() => once(socket, "connect"))
  // Not `once`, which rejects when a killed server resets the connection first.
  const gone = new Promise<void>((resolve) => socket.once("close", () => resolve()))
  return Effect.asVoid(Effect.promise(() => gone))
})

describe("a Redis", () => {
  it.live("is gone when its scope closes", () =>
    Effect.gen(function* () {
      const port = yield* Effect.scoped(
        Effect.gen(function* () {
          const { command, port } = yield* redisServer()
          assert.strictEqual(yield* command("PING"), "PONG")
          return port
        }),
      )
      const socket = connect(port, "127.0.0.1")
      const [error] = yield* Effect.promise(() => once(socket, "error"))
      assert.strictEqual(error.code, "ECONNREFUSED")
    }),
  )

  it.live("starts again, empty, on its port", () =>
    Effect.gen(function* () {
      const { command, kill, start } = yield* redisServer()
      yield* command("SET", "k", "v")
      yield* kill
      assert.strictEqual((yield* Effect.flip(command("PING"))).reason, "no-answer")
      yield* start
      assert.isNull(yield* command("GET", "k"))
    }),
  )

  it.live("speaks TLS", () =>
    Effect.gen(function* () {
      const { command, url } = yield* redisServer({ tls: true })
      assert.match(url, /^rediss:/)
      assert.strictEqual(yield* command("PING"), "PONG")
    }),
  )

  it.live("says why it does not start", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(redisServer({ settings: { "no-such-setting": "1" } }))
      assert.strictEqual(error.reason, "did-not-start")
      assert.include(error.detail, "no-such-setting")
    }),
  )

  it.live("is missed by name when it is not installed", () =>
    Effect.gen(function* () {
      const path = process.env["PATH"]
      const error = yield* Effect.acquireUseRelease(
        Effect.sync(() => {
          process.env["PATH"] = "/nowhere"
        }),
        () => Effect.flip(redisServer()),
        () =>
          Effect.sync(() => {
            process.env["PATH"] = path
          }),
      )
      assert.strictEqual(error.reason, "missing-program")
      assert.include(error.message, "install the Debian package redis-server")
    }),
  )

  it.live("dies with the process that started it, even by SIGKILL", () =>
    Effect.gen(function* () {
      const main = join(import.meta.dirname, "../src/main.ts")
      const owner = spawn(process.execPath, [main, "redis"], {
        stdio: ["ignore", "pipe", "inherit"],
      })
      const [line] = yield* Effect.promise(() =>
        once(createInterface({ input: owner.stdout }), "line"),
      )
      const gone = yield* watched(Number(new URL(JSON.parse(line).url).port))
      owner.kill("SIGKILL")
      yield* gone
    }),
  )
})

it.live("fails over: the old primary refuses writes, the new one has them", () =>
  Effect.gen(function* () {
    const { failOver, primary, replica } = yield* redisReplica
    yield* primary.command("SET", "k", "before")
    yield* failOver
    const refused = yield* Effect.flip(primary.command("SET", "k", "after"))
    assert.include(refused.detail, "READONLY")
    assert.strictEqual(yield* replica.command("SET", "k", "after"), "OK")
  }),
)

it.live("turns new connections to another server", () =>
  Effect.gen(function* () {
    const [one, two] = [yield* redisServer(), yield* redisServer()]
    const proxy = yield* turnedProxy(one.port)
    const before = yield* watched(proxy.port)
    proxy.turnTo(two.port)
    const after = yield* watched(proxy.port)
    yield* one.kill
    yield* before
    yield* two.kill
    yield* after
    assert.strictEqual(proxy.accepted(), 2)
  }),
)

it.live("forms a cluster whose replica takes over", () =>
  Effect.gen(function* () {
    const { primaries, primaryOf, replicas } = yield* redisCluster({ replicas: true })
    assert.lengthOf(primaries, 3)
    assert.lengthOf(replicas, 3)
    const owner = yield* primaryOf("k")
    yield* owner.command("SET", "k", "v")
    const other = primaries.find((node) => node !== owner)!
    assert.include((yield* Effect.flip(other.command("GET", "k"))).detail, "MOVED")
  }),
)

it.live("answers as moto and as Kinesis", () =>
  Effect.gen(function* () {
    const moto = yield* motoServer
    const kinesis = yield* kinesisServer
    const status = (url: string) => Effect.promise(async () => (await fetch(url)).status)
    assert.strictEqual(yield* status(`${moto.url}/moto-api/data.json`), 200)
    assert.strictEqual(yield* status(`${kinesis.plainUrl}/healthcheck`), 200)
  }),
)
