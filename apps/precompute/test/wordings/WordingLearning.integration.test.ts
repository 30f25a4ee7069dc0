/** Learning over a real Redis and a real Cluster: whose wordings get in, two workers, and a Redis that forgets. */
import { RedisAliasBook } from "@manga-assist/caching"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { redisCluster, redisServer, type RedisServer } from "@manga-assist/real-servers"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Context, Effect, Layer, Random, Schedule } from "effect"
import { QuestionCounts } from "../../../../packages/assistant/src/answers/demand/QuestionCounts.ts"
import { aliasVersion } from "../../../../packages/assistant/src/answers/StoreAliases.ts"
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
import { approving, en, ja, knowing, leads, learningLab } from "./learningLab.ts"

const kept = [
  ...en("Who wrote Vagabond?", "Can I return a book?", "How do I cancel an order?"),
  ...ja("寄生獣のジャンルは何ですか", "送料はいくらですか"),
]
const honest = approving(
  ["who is vagabond by", "who wrote vagabond"],
  ["can books be sent back", "can i return a book"],
)

const sharedBook = RedisAliasBook.layer({ version: aliasVersion() }).pipe(
  Layer.provide(RedisSubscriber.layerOptional),
)

const worker = (redisUrl: string, judge = honest) =>
  learningLab({ judge, kept, missed: [], redisUrl, book: sharedBook })

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
  it.live("makes aliases of what several sessions asked, not of what one repeats", () =>
    Effect.gen(function* () {
      const { url } = yield* server
      const { ask, counters } = yield* customers(url)
      yield* ask("Who is Vagabond by?", "a", "b", "c")
      for (let time = 0; time < 200; time += 1) {
        yield* ask("Can books be sent back?", "noisy", "another")
      }
      const { find, learning, pass } = yield* worker(url)
      const report = yield* pass
      assert.strictEqual(report.missed, 1)
      assert.strictEqual(report.approved, 1)
      assert.isDefined(find("who is vagabond by"))
      assert.isUndefined(find("can books be sent back"))
      assert.strictEqual(counters().dropped, 0)
      yield* ask("Can books be sent back?", "third")
      assert.strictEqual((yield* pass).approved, 1)
      assert.isDefined(find("can books be sent back"))
      assert.strictEqual((yield* learning.summary).learning["approved"], 2)
    }).pipe(Effect.scoped),
  )
})

describe.each(realServers)("a judge, on %s,", (_name, shared) => {
  const set = Effect.gen(function* () {
    const { keys, url } = yield* shared
    const { ask } = yield* customers(url)
    yield* ask("Who is Vagabond by?", "a", "b", "c")
    yield* ask("Can books be sent back?", "a", "b", "c")
    return { keys, url }
  })

  it.live("that answers garbage approves nothing", () =>
    Effect.gen(function* () {
      const { keys, url } = yield* set
      const said = ["", "same", "Yes", "SAME because", "{}", "DIFFERENT SAME", "ＳＡＭＥ"]
      let call = 0
      const { book, pass } = yield* worker(
        url,
        knowing(() => said[(call += 1) % said.length] ?? ""),
      )
      const report = yield* pass
      assert.isAbove(report.proposed, 0)
      assert.strictEqual(report.approved, 0)
      assert.isAbove(report.rejected.unreadable ?? 0, 0)
      assert.deepStrictEqual((yield* book.state).aliases, [])
      assert.deepStrictEqual(yield* keys("alias:{alias}:entries"), [])
    }).pipe(Effect.scoped),
  )

  it.live("that always says yes is found out, and no worker keeps anything of its run", () =>
    Effect.gen(function* () {
      const { keys, url } = yield* set
      const { pass, shown } = yield* worker(url, () => "SAME")
      const report = yield* pass
      assert.isAbove(report.proposed, 0)
      assert.deepInclude(report, { approved: 0, disagreed: 1 })
      shown.length = 0
      assert.strictEqual((yield* pass).stopped, "distrusted")
      assert.lengthOf(shown, 0)
      const next = yield* worker(url, () => "SAME")
      assert.strictEqual((yield* next.pass).approved, 0)
      assert.deepStrictEqual(yield* keys("alias:{alias}:entries"), [])
    }).pipe(Effect.scoped),
  )

  it.live("whose approvals are measured as wrong is switched off, for all workers", () =>
    Effect.gen(function* () {
      const { url } = yield* set
      const [one, two] = [yield* worker(url), yield* worker(url)]
      assert.strictEqual((yield* one.pass).approved, 2)
      const { aliases } = yield* two.book.state
      const [first, second] = aliases
      if (first === undefined || second === undefined) return assert.fail("two were approved")
      const third = { ...first, words: "who is it that vagabond is by" }
      yield* one.book.approve({ lead: 1, aliases: [third], forget: [] })
      // By different instances: no one of them has seen enough.
      one.book.report(first, "wrong")
      two.book.report(second, "wrong")
      two.book.report(third, "wrong")
      yield* Effect.repeat(Effect.all([one.book.state, two.book.state]), {
        schedule: Schedule.spaced("50 millis"),
        until: (states) => states.every(({ off }) => off !== undefined),
        times: 300,
      })
      assert.isUndefined(one.find("who is vagabond by"))
      assert.isUndefined(two.find("can books be sent back"))
      for (const { pass } of [one, two]) {
        const report = yield* pass
        assert.strictEqual(report.stopped, "off")
        assert.isString(report.off)
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
      yield* ask("Can books be sent back?", "a", "b", "c")
      const late = yield* one.learning.pass(leads(1))
      assert.strictEqual(late.stopped, "lead-lost")
      assert.strictEqual(late.approved, 0)
      const next = yield* two.learning.pass(leads(2))
      assert.strictEqual(next.approved, 1)
      // What the other has had judged has an alias: it is not judged again.
      one.shown.length = 0
      assert.strictEqual((yield* one.learning.pass(leads(3))).proposed, 0)
      assert.strictEqual(one.shown.length, 0)
    }).pipe(Effect.scoped),
  )

  it.live("share what was rejected and what was spent", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const { ask } = yield* customers(url)
      yield* ask("Who is Vagabond by?", "a", "b", "c")
      const no = knowing(() => "DIFFERENT")
      const [one, two] = [yield* worker(url, no), yield* worker(url, no)]
      yield* one.learning.pass(leads(1))
      assert.isAbove(one.shown.length, 0)
      yield* two.learning.pass(leads(2))
      assert.strictEqual(two.shown.length, 0)
      const frugal = yield* learningLab({
        judge: honest,
        kept,
        missed: [],
        redisUrl: url,
        book: sharedBook,
        environment: { ALIAS_TOKENS_PER_HOUR: "1500" },
      })
      yield* ask("Can books be sent back?", "a", "b", "c")
      const spent = one.shown.length * 302
      const report = yield* frugal.learning.pass(leads(3))
      assert.strictEqual(report.stopped, "token-cap")
      assert.isAtMost(spent + frugal.shown.length * 302, 1_500)
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
  it.live("has no aliases; they are learned again from what is asked from then on", () =>
    Effect.gen(function* () {
      const { nodes, url } = yield* shared
      const { away, back } = emptied[where](nodes)
      const { ask, counters, flush } = yield* customers(url)
      yield* ask("Who is Vagabond by?", "a", "b", "c")
      const { find, pass } = yield* worker(url)
      assert.strictEqual((yield* pass).approved, 1)
      yield* away
      const down = yield* pass
      assert.strictEqual(down.stopped, "store")
      // Whoever has the alias keeps it while Redis is away.
      assert.isDefined(find("who is vagabond by"))
      yield* back
      const often = Schedule.spaced("50 millis")
      const whole = Effect.repeat(pass, {
        schedule: often,
        until: ({ stopped }) => stopped === undefined,
      })
      assert.strictEqual((yield* whole).missed, 0)
      assert.isUndefined(find("who is vagabond by"))
      // What a session asked within the hour was told already: others ask now, once, connected again or not.
      yield* ask("Who is Vagabond by?", "d", "e", "f")
      yield* Effect.repeat(Effect.andThen(flush, pass), {
        schedule: often,
        until: () => find("who is vagabond by") !== undefined,
      })
      assert.strictEqual(counters().dropped, 0)
    }).pipe(Effect.scoped),
  )
})

describe("nothing personal", () => {
  it.live("reaches the aliases or the judge, though the judge would approve everything", () =>
    Effect.gen(function* () {
      const { command, url } = yield* redisServer()
      const { ask } = yield* customers(url)
      const every = [...nearlyKnown.en, ...nearlyKnown.ja]
      for (const text of yield* plantedQuestions(every, 400)) {
        yield* ask(text, "session-of-a", "session-of-b", "session-of-c", "session-of-d")
      }
      yield* ask("Who is Vagabond by?", "session-of-a", "session-of-b", "session-of-c")
      const { find, pass, shown } = yield* worker(
        url,
        knowing(() => "SAME"),
      )
      yield* pass
      // Learning works: a wording of nobody's is there.
      assert.isDefined(find("who is vagabond by"))
      const seen = `${yield* everythingIn(command)}\n${JSON.stringify(shown).toLowerCase()}`
      for (const secret of secrets) {
        for (const piece of pieces(secret)) assert.notInclude(seen, piece)
      }
      assert.notInclude(seen, "session-of")
    }).pipe(Random.withSeed("planted aliases"), Effect.scoped),
  )

  it.live("is judged, though somebody wrote it among the counted questions", () =>
    Effect.gen(function* () {
      const { command, url } = yield* redisServer()
      const words = [
        "can books be sent back to kenji tanaka",
        "can my books be sent back",
        "who is vagabond by, 田中健二",
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
      const { pass, shown } = yield* worker(
        url,
        knowing(() => "SAME"),
      )
      const report = yield* pass
      assert.strictEqual(report.missed, 3)
      assert.strictEqual(report.approved, 0)
      assert.strictEqual(shown.length, 0)
      assert.isAtLeast(report.rejected["not-aliasable"] ?? 0, 2)
    }).pipe(Effect.scoped),
  )
})
