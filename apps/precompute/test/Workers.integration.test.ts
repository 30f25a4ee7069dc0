/**
 * Many workers, each a process, on a real Redis and a real Cluster of three nodes: the leader is killed or paused in
 * mid-refresh, Redis comes back empty. Order by events; the only clock is the lock's own.
 */
import { assert, describe, it } from "@effect/vitest"
import { CacheStore, RedisCacheStore } from "@manga-assist/caching"
import { BedrockChat, RedisConnection } from "@manga-assist/connections"
import { redisCluster, redisServer, type RedisServer } from "@manga-assist/real-servers"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { PrecomputeWorker } from "../src/worker/Worker.ts"
import { heldNetwork, signedIn } from "./fixtures/heldNetwork.ts"
import { startWorkers } from "./fixtures/workerProcess.ts"
import { genreSchedule, scheduleFile } from "./fixtures/scheduleFile.ts"
import { workerLayers } from "./fixtures/workerLayers.ts"

const minute = 60_000
const servers = {
  "one server": Effect.map(redisServer(), (server) => ({ url: server.url, nodes: [server] })),
  "a Cluster": Effect.map(redisCluster(), ({ primaries, url }) => ({ url, nodes: primaries })),
}

/** The keys of all answers in Redis. */
const answerKeys = (nodes: ReadonlyArray<RedisServer>) =>
  Effect.map(
    Effect.forEach(nodes, ({ command }) => command("KEYS", "cache:answer:*")),
    (found) =>
      found.flatMap((keys) => (Array.isArray(keys) ? keys.map((key) => String(key).slice(6)) : [])),
  )

const instantly = BedrockChat.of({
  converse: () => Effect.succeed({ stopReason: "end_turn", text: "Answered by the test." }),
})

/** Every entry written, and then so old that each is due while it has minutes left. */
const filledAndAged = (
  environment: Readonly<Record<string, string>>,
  nodes: ReadonlyArray<RedisServer>,
) =>
  Effect.gen(function* () {
    const context = yield* Layer.build(workerLayers(instantly))
    const { leadership, pass } = Context.get(context, PrecomputeWorker)
    yield* leadership.term
    // A busy Cluster may keep a pass from ending; what it wrote stays.
    const report = yield* Effect.repeat(pass({}), {
      until: ({ fresh, patterns, written }) => fresh + written === patterns,
      times: 5,
    })
    assert.strictEqual(report.failed, 0, report.failures.join())
    assert.strictEqual(report.fresh + report.written, report.patterns)
    const keys = yield* answerKeys(nodes)
    const store = Context.get(
      yield* Layer.build(RedisCacheStore.layer({ readDeadlineMs: 2_000 })).pipe(
        Effect.provide(context),
      ),
      CacheStore,
    )
    for (const key of keys) {
      const entry: { storedAt: number } = JSON.parse((yield* store.get(key)) ?? "{}")
      const old = { ...entry, storedAt: entry.storedAt - 22 * minute }
      yield* store.set(key, JSON.stringify(old), 8 * minute)
    }
    // As after a change of the products: the model has to be asked again.
    for (const { command } of nodes) {
      const known = yield* command("KEYS", "precompute:known:*")
      for (const key of Array.isArray(known) ? known : []) yield* command("DEL", String(key))
    }
    return keys
  }).pipe(
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
    Effect.scoped,
  )

/** Milliseconds for which each answer is still served fresh, and who wrote it. */
const answers = (url: string, keys: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const store = yield* CacheStore
    const now = yield* Effect.clockWith((clock) => clock.currentTimeMillis)
    return yield* Effect.forEach(keys, (key) =>
      Effect.map(store.get(key), (text) => {
        const entry: { storedAt: number; freshForMs: number; value: { text: string } } = JSON.parse(
          text ?? "{}",
        )
        const { freshForMs, storedAt, value } = entry
        return { left: storedAt + freshForMs - now, storedAt, text: value.text }
      }),
    )
  }).pipe(
    Effect.provide(
      RedisCacheStore.layer({ readDeadlineMs: 2_000 }).pipe(
        Layer.provide(RedisConnection.layer),
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
      ),
    ),
  )

const leaderOf = (workers: { events: ReadonlyArray<{ event: string; worker: number }> }) =>
  workers.events.findLast(({ event }) => event === "leads")?.worker ?? -1

for (const [where, server] of Object.entries(servers)) {
  describe(`on ${where}`, () => {
    for (const count of [2, 5]) {
      it.live(
        `of ${count} workers another leads when the leader is killed; nothing is written twice or runs out`,
        () =>
          Effect.gen(function* () {
            const { nodes, url } = yield* server
            const environment = {
              REDIS_URL: url,
              PRECOMPUTE_SCHEDULE: yield* scheduleFile(genreSchedule),
            }
            const keys = yield* filledAndAged(environment, nodes)
            const workers = yield* startWorkers(count, environment)
            yield* workers.until(() => workers.count("generating") === 2)
            const first = leaderOf(workers)
            // Six entries are renewed one after the other; then two are with the model.
            for (let renewed = 1; renewed <= 6; renewed += 1) {
              workers.answer(first)
              yield* workers.until(
                () =>
                  // A starved leader may lose its lead: that is told below.
                  workers.count("leads") > 1 ||
                  (workers.count("written") === renewed &&
                    workers.count("generating") === renewed + 2),
              )
            }
            assert.strictEqual(workers.count("leads"), 1, workers.errors())
            yield* workers.signal(first, "SIGKILL")
            const killedAt = performance.now()
            yield* workers.until(() => workers.count("leads") === 2)
            const takeoverMs = performance.now() - killedAt
            const second = leaderOf(workers)
            assert.notStrictEqual(second, first)
            for (const { left } of yield* answers(url, keys)) assert.isAbove(left, 0)
            workers.answerAll(second)
            // A busy Cluster may leave a read unanswered: that entry is renewed in the next pass.
            yield* workers.until(
              () => workers.count("pass", second) > 0 && workers.count("written") >= keys.length,
            )
            const written = workers.events.flatMap(({ event, key }) =>
              event === "written" ? [key] : [],
            )
            assert.sameMembers(written, keys)
            assert.strictEqual(workers.count("refused"), 0)
            assert.strictEqual(workers.count("written", first), 6)
            // The model was asked once for each entry, and again for the two it was cut off from.
            assert.strictEqual(workers.count("generating", first), 8)
            assert.strictEqual(workers.count("generating", second), keys.length - 6)
            for (const { left, text } of yield* answers(url, keys)) {
              assert.isAbove(left, 20 * minute)
              assert.match(text, /^Answered by \d/u)
            }
            yield* Effect.logInfo("takeover", { count, where, takeoverMs: Math.round(takeoverMs) })
          }).pipe(Effect.scoped),
      )
    }

    it.live("a leader that was paused writes nothing after another has led", () =>
      Effect.gen(function* () {
        const { nodes, url } = yield* server
        const environment = {
          REDIS_URL: url,
          PRECOMPUTE_SCHEDULE: yield* scheduleFile(genreSchedule),
        }
        const keys = yield* filledAndAged(environment, nodes)
        const workers = yield* startWorkers(2, environment)
        yield* workers.until(() => workers.count("generating") === 2)
        const first = leaderOf(workers)
        const second = 1 - first
        yield* workers.signal(first, "SIGSTOP")
        yield* workers.until(() => workers.count("leads", second) === 1)
        workers.answerAll(second)
        yield* workers.until(
          () => workers.count("pass", second) > 0 && workers.count("written") >= keys.length,
        )
        // Its answers lie ready when it goes on: it may try to write them before it learns anything.
        workers.answer(first)
        workers.answer(first)
        yield* workers.signal(first, "SIGCONT")
        yield* workers.until(() => workers.count("lost", first) === 1)
        assert.strictEqual(workers.count("written", first), 0)
        assert.strictEqual(workers.count("written", second), keys.length)
        assert.strictEqual(workers.count("leads", first), 1)
      }).pipe(Effect.scoped),
    )

    it.live(
      "a leader that was paused, and has nothing to write, gives its calls up and leads no more",
      () =>
        Effect.gen(function* () {
          const { url } = yield* server
          const environment = {
            REDIS_URL: url,
            PRECOMPUTE_SCHEDULE: yield* scheduleFile(genreSchedule),
          }
          const workers = yield* startWorkers(2, environment)
          yield* workers.until(() => workers.count("generating") === 2)
          const first = leaderOf(workers)
          const second = 1 - first
          yield* workers.signal(first, "SIGSTOP")
          yield* workers.until(() => workers.count("generating", second) === 2)
          yield* workers.signal(first, "SIGCONT")
          yield* workers.until(
            () => workers.count("lost", first) === 1 && workers.count("abandoned", first) === 2,
          )
          // Nor does it take the lead from the other when it is stopped in its sleep.
          yield* workers.signal(second, "SIGSTOP")
          yield* workers.until(() => workers.count("leads", first) === 2)
          yield* workers.until(() => workers.count("generating", first) === 4)
          yield* workers.signal(second, "SIGTERM")
          yield* workers.signal(second, "SIGCONT")
          assert.strictEqual(yield* workers.ended(second), 0, workers.errors())
          workers.answerAll(first)
          yield* workers.until(() => workers.count("pass", first) > 0)
          assert.strictEqual(workers.count("lost", first), 1)
          assert.strictEqual(workers.count("leads"), 3)
          assert.strictEqual(workers.count("written", second), 0)
        }).pipe(Effect.scoped),
    )
  })
}

/** A server is killed and started; the nodes of a Cluster forget all they held, the lock among it. */
const emptied = {
  "one server": (nodes: ReadonlyArray<RedisServer>) =>
    Effect.forEach(nodes, (node) => node.start, { discard: true }),
  "a Cluster": (nodes: ReadonlyArray<RedisServer>) =>
    Effect.forEach(nodes, (node) => node.command("FLUSHALL"), { discard: true }),
}

describe("a Redis that comes back empty", () => {
  for (const where of ["one server", "a Cluster"] as const) {
    it.live(`on ${where}: is filled once more, by one worker`, () =>
      Effect.gen(function* () {
        const { nodes, url } = yield* servers[where]
        const environment = {
          REDIS_URL: url,
          PRECOMPUTE_SCHEDULE: yield* scheduleFile(genreSchedule),
        }
        const workers = yield* startWorkers(2, environment)
        workers.answerAll(0)
        workers.answerAll(1)
        yield* workers.until(() => workers.count("pass") === 1)
        const keys = yield* answerKeys(nodes)
        assert.strictEqual(workers.count("written"), keys.length)
        yield* emptied[where](nodes)
        yield* workers.until(() => workers.count("written") === 2 * keys.length)
        assert.sameMembers(yield* answerKeys(nodes), keys)
        const again = workers.events.slice(
          workers.events.findLastIndex(({ event }) => event === "leads"),
        )
        const written = again.filter(({ event }) => event === "written")
        assert.strictEqual(new Set(written.map(({ worker }) => worker)).size, 1)
        assert.sameMembers(
          written.map(({ key }) => key),
          keys,
        )
      }).pipe(Effect.scoped),
    )
  }
})

describe("a leader that was answered and killed before it could write", () => {
  for (const [where, server] of Object.entries(servers)) {
    it.live(`on ${where}: what it bought is written by the next one, and not bought again`, () =>
      Effect.gen(function* () {
        const { nodes, url } = yield* server
        const environment = {
          REDIS_URL: url,
          PRECOMPUTE_SCHEDULE: yield* scheduleFile(genreSchedule),
        }
        const first = yield* startWorkers(1, { ...environment, HOLD_WRITES: "yes" })
        yield* first.until(() => first.count("generating") === 2)
        const second = yield* startWorkers(1, environment)
        first.answerAll(0)
        yield* first.until(() => first.count("holding") === 2)
        yield* first.signal(0, "SIGKILL")
        yield* second.until(() => second.count("leads") === 1)
        second.answerAll(0)
        yield* second.until(() => second.count("pass") === 1)
        const keys = yield* answerKeys(nodes)
        assert.sameMembers(
          second.events.flatMap(({ event, key }) => (event === "written" ? [key] : [])),
          keys,
        )
        assert.strictEqual(second.count("generating"), keys.length - 2)
        const texts = (yield* answers(url, keys)).map(({ text }) => text)
        const perWorker = [...new Set(texts)].map((text) => texts.filter((each) => each === text))
        assert.sameMembers(
          perWorker.map(({ length }) => length),
          [2, keys.length - 2],
        )
      }).pipe(Effect.scoped),
    )
  }
})

describe("a leader that is cut off from its Redis with a write under way", () => {
  for (const [where, server] of Object.entries(servers)) {
    it.live(`on ${where}: is followed by another; its write arrives late, and is refused`, () =>
      Effect.gen(function* () {
        const { nodes, url } = yield* server
        const network = yield* heldNetwork(nodes)
        const { protocol } = new URL(url)
        const environment = { PRECOMPUTE_SCHEDULE: yield* scheduleFile(genreSchedule) }
        const cutOff = yield* startWorkers(1, {
          ...environment,
          REDIS_URL: `${protocol}//${signedIn}127.0.0.1:${network.port}`,
        })
        yield* cutOff.until(() => cutOff.count("generating") === 2)
        const other = yield* startWorkers(1, { ...environment, REDIS_URL: url })
        network.cutAt("precompute:fence:")
        cutOff.answer(0)
        yield* network.isCut
        yield* cutOff.until(() => cutOff.count("lost") === 1)
        assert.strictEqual(cutOff.count("written"), 0)
        yield* other.until(() => other.count("leads") === 1)
        other.answerAll(0)
        yield* other.until(() => other.count("pass") === 1)
        const keys = yield* answerKeys(nodes)
        const before = yield* answers(url, keys)
        yield* network.deliver
        // By when they were written: the words are the same, the next leader knew what this one was answered.
        assert.deepStrictEqual(
          (yield* answers(url, keys)).map(({ storedAt }) => storedAt),
          before.map(({ storedAt }) => storedAt),
        )
      }).pipe(Effect.scoped),
    )
  }
})
