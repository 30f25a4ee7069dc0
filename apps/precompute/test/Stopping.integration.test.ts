/**
 * A worker that is stopped by SIGTERM in mid-pass, on a real Redis and a real Cluster: its calls of the model are given
 * up, the next one leads at once, and the process ends in order, also while Redis does not answer.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schedule } from "effect"
import { execFile } from "node:child_process"
import { createServer, type Socket } from "node:net"
import { fileURLToPath } from "node:url"
import { realServers } from "./fixtures/realServers.ts"
import { genreSchedule, scheduleFile } from "./fixtures/scheduleFile.ts"
import { startWorkers } from "./fixtures/workerProcess.ts"

const lock = "precompute:{leader}:lock"

describe.each(realServers)("on %s", (_name, server) => {
  it.live("a leader that is stopped gives its calls up and its lead back, and exits 0", () =>
    Effect.gen(function* () {
      const { keys, url } = yield* server
      const environment = {
        REDIS_URL: url,
        PRECOMPUTE_SCHEDULE: yield* scheduleFile(genreSchedule),
      }
      const stopped = yield* startWorkers(1, environment)
      yield* stopped.until(() => stopped.count("generating") === 2)
      stopped.answer(0)
      yield* stopped.until(() => stopped.count("generating") === 3)
      const [written] = yield* keys("cache:answer:*")
      assert.isDefined(written)
      yield* stopped.signal(0, "SIGTERM")
      assert.strictEqual(yield* stopped.ended(0), 0, stopped.errors())
      assert.strictEqual(stopped.count("abandoned"), 2)
      assert.strictEqual(stopped.errors(), "")
      assert.deepStrictEqual(yield* keys(lock), [])
      // What it had written is left alone.
      const next = yield* startWorkers(1, environment)
      next.answerAll(0)
      yield* next.until(() => next.count("pass") === 1)
      const all = yield* keys("cache:answer:*")
      assert.strictEqual(next.count("written"), all.length - 1)
      assert.notInclude(
        next.events.map(({ key }) => key),
        written.replace(/^cache:/u, ""),
      )
    }).pipe(Effect.scoped),
  )

  it.live("a leader that is stopped while Redis is silent exits 0 all the same", () =>
    Effect.gen(function* () {
      const { nodes, url } = yield* server
      const environment = {
        REDIS_URL: url,
        PRECOMPUTE_SCHEDULE: yield* scheduleFile(genreSchedule),
      }
      const workers = yield* startWorkers(1, environment)
      yield* workers.until(() => workers.count("generating") === 2)
      yield* Effect.forEach(nodes, ({ pause }) => pause)
      yield* workers.signal(0, "SIGTERM")
      assert.strictEqual(yield* workers.ended(0), 0, workers.errors())
      assert.strictEqual(workers.count("abandoned"), 2)
      yield* Effect.forEach(nodes, ({ resume }) => resume)
    }).pipe(Effect.scoped),
  )

  it.live("a single pass that is stopped is not done: it says nothing, and exits 130", () =>
    Effect.gen(function* () {
      const { keys, url } = yield* server
      const silent = yield* silentServer
      const run = yield* command(
        {
          REDIS_URL: url,
          PRECOMPUTE_SCHEDULE: yield* scheduleFile(genreSchedule),
          OPENSEARCH_URL: `http://127.0.0.1:${silent.port}`,
        },
        "run",
        "--once",
      )
      yield* Effect.repeat(keys(lock), {
        schedule: Schedule.spaced("50 millis"),
        until: ({ length }) => length === 1 && silent.asked(),
      })
      run.stop()
      const { code, output } = yield* run.ended
      assert.strictEqual(code, 130)
      assert.strictEqual(output, "")
      assert.deepStrictEqual(yield* keys(lock), [])
    }).pipe(Effect.scoped),
  )
})

/** Takes every connection and never answers. */
const silentServer = Effect.acquireRelease(
  Effect.callback<{ readonly port: number; asked: () => boolean; close: () => void }>((resume) => {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on("error", () => undefined)
    })
    server.listen({ port: 0, host: "127.0.0.1" }, () => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      const close = () => {
        for (const socket of sockets) socket.destroy()
        server.close()
      }
      resume(Effect.succeed({ port, asked: () => sockets.size > 0, close }))
    })
  }),
  ({ close }) => Effect.sync(close),
)

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

const command = (environment: Readonly<Record<string, string>>, ...words: ReadonlyArray<string>) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const ended = Promise.withResolvers<{ readonly code: number | null; output: string }>()
      const env = {
        ...process.env,
        AWS_REGION: "ap-northeast-1",
        AWS_ACCESS_KEY_ID: "local",
        AWS_SECRET_ACCESS_KEY: "local",
        OPENSEARCH_INDEX: "products",
        ...environment,
      }
      const child = execFile(process.execPath, [main, ...words], { env }, (_error, output) =>
        ended.resolve({ code: child.exitCode, output }),
      )
      return {
        stop: () => void child.kill("SIGTERM"),
        kill: () => void child.kill("SIGKILL"),
        ended: Effect.promise(() => ended.promise),
      }
    }),
    ({ kill }) => Effect.sync(kill),
  )
