/** The stores over a real `redis-server`, found on the PATH and started on a free port. */
import { spawn, type ChildProcess } from "node:child_process"
import * as net from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer, Schedule, Schema } from "effect"
import { RedisConnection } from "@manga-assist/connections"
import { makeAnswerCache, RedisCacheStore, TieredCacheStore } from "../src/index.ts"
import { afterAll } from "vitest"
import { cacheStoreSuite } from "./cacheStoreSuite.ts"

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = net.createServer().once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() =>
        resolve(typeof address === "object" && address !== null ? address.port : 0),
      )
    })
  })

const started: Array<ChildProcess> = []

const startRedis = (port: number) =>
  new Promise<ChildProcess>((resolve, reject) => {
    const settings = `--port ${port} --bind 127.0.0.1 --appendonly no --save`
    const server = spawn("redis-server", [...settings.split(" "), ""])
    started.push(server)
    server.once("error", reject)
    server.once("exit", (code) => reject(new Error(`redis-server ended with ${code}`)))
    server.stdout.on("data", (chunk: Buffer) => {
      if (chunk.includes("Ready to accept connections")) resolve(server)
    })
  })

const stop = (server: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve()
    server.once("exit", () => resolve())
    server.kill("SIGKILL")
  })

afterAll(async () => {
  for (const server of started) await stop(server)
})

const port = await freePort()
let server = await startRedis(port)
const connection = RedisConnection.layer.pipe(
  Layer.provide(
    ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: `redis://127.0.0.1:${port}` })),
  ),
  Layer.orDie,
)

cacheStoreSuite(
  "real Redis",
  RedisCacheStore.layer({ prefix: "a:", readDeadlineMs: 2_000 }).pipe(Layer.provide(connection)),
  Effect.sleep,
)
cacheStoreSuite(
  "memory over real Redis",
  TieredCacheStore.layer({ prefix: "b:", readDeadlineMs: 2_000 }).pipe(Layer.provide(connection)),
  Effect.sleep,
)

describe("over a real Redis that dies", () => {
  it.live("an answer is a miss while it is down, and a hit when it is back", () =>
    Effect.gen(function* () {
      const cache = yield* makeAnswerCache({ schema: Schema.String, lookupDeadlineMs: 2_000 })
      const policy = { freshForMs: 60_000 }
      yield* cache.write("k", "answer", policy)
      assert.strictEqual((yield* cache.lookup("k"))?.value, "answer")
      yield* Effect.promise(() => stop(server))
      const began = performance.now()
      assert.isUndefined(yield* cache.lookup("k"))
      assert.isBelow(performance.now() - began, 2_500)
      assert.strictEqual((yield* Effect.flip(cache.write("k", "x", policy))).reason, "unavailable")
      server = yield* Effect.promise(() => startRedis(port))
      yield* cache
        .write("k", "again", policy)
        .pipe(Effect.retry({ times: 100, schedule: Schedule.spaced(100) }))
      assert.strictEqual((yield* cache.lookup("k"))?.value, "again")
    }).pipe(Effect.provide(RedisCacheStore.layer().pipe(Layer.provide(connection)))),
  )
})
