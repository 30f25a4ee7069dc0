/** Learning over a real Redis and a real Cluster: whose wordings get in, two workers, and a Redis that forgets. */
import { RedisWordingBook } from "@manga-assist/caching"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { redisCluster, redisServer, type RedisServer } from "@manga-assist/real-servers"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Context, Effect, Layer, Random, Schedule } from "effect"
import { QuestionCounts } from "../../../../packages/assistant/src/answers/demand/QuestionCounts.ts"
import { wordingVersion } from "../../../../packages/assistant/src/answers/StoreWordings.ts"
import { read } from "../../../../packages/assistant/src/reading/Read.ts"
import { demoNames } from "../../../../packages/assistant/src/reading/StoreNames.ts"
import {
  everythingIn,
  nearlyKnown,
  pieces,
  plantedQuestions,
  secrets,
} from "../fixtures/plantedQuestions.ts"
import { realServers } from "../fixtures/realServers.ts"
import { byPatterns, knowing, leads, learningLab, type Model, usage } from "./learningLab.ts"

const honest = knowing(
  byPatterns([
    [/^who is (.+) by$/u, "who is the author of $1"],
    [/^how long is (.+) in volumes$/u, "how many volumes does $1 have"],
  ]),
)

const sharedBook = RedisWordingBook.layer({ version: wordingVersion }).pipe(
  Layer.provide(RedisSubscriber.layerOptional),
)

const worker = (redisUrl: string, model: Model = honest) =>
  learningLab({ model, missed: [], redisUrl, book: sharedBook })

/** Customers of one orchestrator. */
const customers = (url: string) =>
  Effect.map(
    Layer.build(
      Layer.fresh(QuestionCounts.layer).pipe(
        Layer.provide(RedisConnection.layer),
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
        Layer.fresh,
      ),
    ),
    (context) => {
      const demand = Context.get(context, QuestionCounts)
      const ask = (text: string, ...sessions: ReadonlyArray<string>) =>
        Effect.suspend(() => {
          for (const session of sessions) {
            const question = read(demoNames(), text)
            demand.observe({ session, question, source: "model", firstContentMs: 1 })
          }
          return demand.flush
        })
      return { ask, counters: demand.counters, flush: demand.flush }
    },
  )

const servers = [
  ["one server", redisServer()],
  ["a Cluster", redisCluster()],
] as const

describe.each(servers)("learning on %s", (_name, server) => {
  it.live("learns what several sessions asked of whatever title, not what one repeats", () =>
    Effect.gen(function* () {
      const { url } = yield* server
      const { ask, counters } = yield* customers(url)
      yield* ask("Who is Vagabond by?", "a")
      yield* ask("Who is Berserk by?", "b")
      yield* ask("who is akira by", "c")
      for (let time = 0; time < 200; time += 1) {
        yield* ask("How long is Vagabond in volumes?", "noisy", "another")
      }
      const { find, learning, pass } = yield* worker(url)
      assert.deepStrictEqual((yield* pass).counts, { proposed: 1, approved: 1 })
      assert.isDefined(find("who is {SERIES1} by"))
      assert.isUndefined(find("how long is {SERIES1} in volumes"))
      assert.strictEqual(counters().dropped, 0)
      yield* ask("How long is Vagabond in volumes?", "third")
      assert.deepStrictEqual((yield* pass).counts, { proposed: 1, approved: 1 })
      assert.isDefined(find("how long is {SERIES1} in volumes"))
      assert.strictEqual(learning.totals.approved, 2)
    }).pipe(Effect.scoped),
  )
})

describe.each(realServers)("a judge, on %s,", (_name, shared) => {
  const set = Effect.gen(function* () {
    const { keys, url } = yield* shared
    const { ask } = yield* customers(url)
    yield* ask("Who is Vagabond by?", "a", "b", "c")
    yield* ask("How long is Vagabond in volumes?", "a", "b", "c")
    return { keys, url }
  })

  it.live("that always says yes is found out at each wording, by all workers", () =>
    Effect.gen(function* () {
      const { keys, url } = yield* set
      const yes: Model = (shown) => ("first" in shown ? "SAME" : "1")
      const { pass } = yield* worker(url, yes)
      assert.deepStrictEqual((yield* pass).counts, { proposed: 2, control: 2 })
      // What was refused is not paid for again.
      const next = yield* worker(url, yes)
      assert.deepStrictEqual((yield* next.pass).counts, {})
      assert.lengthOf(next.shown, 0)
      assert.deepStrictEqual(yield* keys("wording:{wording}:entries"), [])
    }).pipe(Effect.scoped),
  )

  it.live("whose approvals are measured as wrong is switched off, for all workers", () =>
    Effect.gen(function* () {
      const { url } = yield* set
      const [one, two] = [yield* worker(url), yield* worker(url)]
      assert.strictEqual((yield* one.pass).counts.approved, 2)
      const { wordings } = yield* two.book.state
      const [first, second] = wordings
      if (first === undefined || second === undefined) return assert.fail("two were approved")
      const third = { ...first, text: "who is it that {SERIES1} is by" }
      yield* one.book.approve({ lead: 1, wordings: [third] })
      // By different instances: no one of them has seen enough.
      one.book.report(first, "wrong")
      two.book.report(second, "wrong")
      two.book.report(third, "wrong")
      yield* Effect.repeat(Effect.all([one.book.state, two.book.state]), {
        schedule: Schedule.spaced("50 millis"),
        until: (states) => states.every(({ off }) => off !== undefined),
        times: 300,
      })
      assert.isUndefined(one.find("who is {SERIES1} by"))
      assert.isUndefined(two.find("how long is {SERIES1} in volumes"))
      for (const { pass } of [one, two]) {
        assert.strictEqual((yield* pass).stopped?.by, "off")
      }
    }).pipe(Effect.scoped),
  )
})

describe("two workers", () => {
  it.live("judge and write one after the other, and a leader of before is refused", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const { ask } = yield* customers(url)
      yield* ask("Who is Vagabond by?", "a", "b", "c")
      const [one, two] = [yield* worker(url), yield* worker(url)]
      yield* two.learning.pass(leads(2))
      yield* ask("How long is Vagabond in volumes?", "a", "b", "c")
      const late = yield* one.learning.pass(leads(1))
      assert.strictEqual(late.stopped?.by, "lead-lost")
      assert.isUndefined(late.counts.approved)
      const next = yield* two.learning.pass(leads(2))
      assert.strictEqual(next.counts.approved, 1)
      // What the other has learned is not judged again.
      one.shown.length = 0
      assert.deepStrictEqual((yield* one.learning.pass(leads(3))).counts, {})
      assert.strictEqual(one.shown.length, 0)
    }).pipe(Effect.scoped),
  )

  it.live("share what was refused and what was spent", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const { ask } = yield* customers(url)
      yield* ask("Who is Vagabond by?", "a", "b", "c")
      const no: Model = () => "0"
      const [one, two] = [yield* worker(url, no), yield* worker(url, no)]
      yield* one.learning.pass(leads(1))
      assert.isAbove(one.shown.length, 0)
      yield* two.learning.pass(leads(2))
      assert.strictEqual(two.shown.length, 0)
      const frugal = yield* learningLab({
        model: honest,
        missed: [],
        redisUrl: url,
        book: sharedBook,
        environment: { WORDING_TOKENS_PER_HOUR: "1500" },
      })
      yield* ask("How long is Vagabond in volumes?", "a", "b", "c")
      const each = usage.inputTokens + usage.outputTokens
      const report = yield* frugal.learning.pass(leads(3))
      assert.strictEqual(report.stopped?.by, "token-cap")
      assert.isAtMost((one.shown.length + frugal.shown.length) * each, 1_500)
    }).pipe(Effect.scoped),
  )
})

/** A server is killed and started; a node of a Cluster that is started anew has no slots, so its nodes forget. */
const emptied = {
  "one server": ([node]: ReadonlyArray<RedisServer>) => ({
    away: node?.kill ?? Effect.void,
    back: node?.start ?? Effect.void,
  }),
  "a Cluster": (nodes: ReadonlyArray<RedisServer>) => ({
    away: Effect.forEach(nodes, ({ pause }) => pause, { discard: true }),
    back: Effect.forEach(
      nodes,
      ({ command, resume }) => Effect.andThen(resume, command("FLUSHALL")),
      { discard: true },
    ),
  }),
} as const

describe.each(realServers)("a Redis that comes back empty, %s", (where, shared) => {
  it.live("has no wordings; they are learned again from what is asked from then on", () =>
    Effect.gen(function* () {
      const { nodes, url } = yield* shared
      const { away, back } = emptied[where](nodes)
      const { ask, counters, flush } = yield* customers(url)
      yield* ask("Who is Vagabond by?", "a", "b", "c")
      const { find, pass } = yield* worker(url)
      assert.strictEqual((yield* pass).counts.approved, 1)
      yield* away
      const down = yield* pass
      assert.strictEqual(down.stopped?.by, "store")
      // Whoever has the wording keeps it while Redis is away.
      assert.isDefined(find("who is {SERIES1} by"))
      yield* back
      const often = Schedule.spaced("50 millis")
      const whole = Effect.repeat(pass, {
        schedule: often,
        until: ({ stopped }) => stopped === undefined,
      })
      assert.deepStrictEqual((yield* whole).counts, {})
      assert.isUndefined(find("who is {SERIES1} by"))
      // What a session asked within the hour was told already: others ask now, once, connected again or not.
      yield* ask("Who is Vagabond by?", "d", "e", "f")
      yield* Effect.repeat(Effect.andThen(flush, pass), {
        schedule: often,
        until: () => find("who is {SERIES1} by") !== undefined,
      })
      assert.strictEqual(counters().dropped, 0)
    }).pipe(Effect.scoped),
  )
})

describe("nothing personal", () => {
  it.live("reaches what is learned or the model, though that would approve everything", () =>
    Effect.gen(function* () {
      const { command, url } = yield* redisServer()
      const { ask } = yield* customers(url)
      const every = [...nearlyKnown.en, ...nearlyKnown.ja]
      for (const text of yield* plantedQuestions(every, 400)) {
        yield* ask(text, "session-of-a", "session-of-b", "session-of-c", "session-of-d")
      }
      yield* ask("Who is Vagabond by?", "session-of-a", "session-of-b", "session-of-c")
      const { pass, shown } = yield* worker(url, (what) => ("first" in what ? "SAME" : "1"))
      yield* pass
      // Learning works: a wording of nobody's was shown.
      assert.include(JSON.stringify(shown), "who is ")
      const seen = `${yield* everythingIn(command)}\n${JSON.stringify(shown).toLowerCase()}`
      for (const secret of secrets) {
        for (const piece of pieces(secret)) assert.notInclude(seen, piece)
      }
      assert.notInclude(seen, "session-of")
    }).pipe(Random.withSeed("planted wordings"), Effect.scoped),
  )

  it.live("is shown to a model, though somebody wrote it among the counted questions", () =>
    Effect.gen(function* () {
      const { command, url } = yield* redisServer()
      const words = [
        "how long is {SERIES1} in volumes to kenji tanaka",
        "can my books be sent back",
        "who is {SERIES1} by, 田中健二",
      ]
      for (const [at, text] of words.entries()) {
        yield* command("ZADD", "missed:{missed}:ranked", "1", `m${at}`)
        yield* command(
          "HSET",
          "missed:{missed}:words",
          `m${at}`,
          JSON.stringify({ locale: "en", text }),
        )
      }
      yield* command("ZADD", "missed:{missed}:ranked", "1", "broken")
      yield* command("HSET", "missed:{missed}:words", "broken", "{")
      const { pass, shown } = yield* worker(url, () => "1")
      assert.deepStrictEqual((yield* pass).counts, { proposed: 3, "no-sentence": 3 })
      assert.strictEqual(shown.length, 0)
    }).pipe(Effect.scoped),
  )
})
