/** What the chat has of one customer, over real tables: found, exported, erased, and nobody else's touched. */
import * as fs from "node:fs"
import * as path from "node:path"
import { assert, describe, layer } from "@effect/vitest"
import { PutCommand } from "@aws-sdk/lib-dynamodb"
import { keyedHash } from "@manga-assist/async-sinks"
import { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import * as fc from "fast-check"
import { command, emulated, itemsOf, restored, say, server, temporary } from "./emulatedStore.ts"

class Tables extends Context.Service<Tables, DynamoDocuments["Service"]>()("test/Tables") {
  static readonly layer = Layer.effect(Tables, emulated)
}

const now = Date.now()
const hashKey = "0123456789abcdef"

/** A server with a folder of its own, and the command with the server's settings. */
const opened = Effect.fnUntraced(function* (settings: Readonly<Record<string, string>> = {}) {
  const dynamo = yield* Tables
  const given = { DATA_DIR: yield* temporary, SINK_HASH_KEY: hashKey, ...settings }
  const store = yield* server(dynamo, given)
  return { dynamo, given, store, customer: command(dynamo, given) }
})

const linesOf = (
  dataDir: string | undefined,
  sink: string,
): ReadonlyArray<Record<string, unknown>> =>
  fs
    .readFileSync(path.join(dataDir ?? "", sink, `${sink}.ndjson`), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>)

const put = (
  dynamo: DynamoDocuments["Service"],
  TableName: string,
  Item: Record<string, unknown>,
) => dynamo.run("PutItem", 5_000, (client) => client.send(new PutCommand({ TableName, Item })))

const nothing = [
  "conversations 0",
  "turns 0",
  "ratings 0",
  "audit records 0, of them 0 with the id in clear",
]

const nothingRemoved = [
  "removed 0 turns, 0 conversations, 0 ratings",
  "there was no key of audit and analytics",
]

describe("one customer's data", () => {
  layer(Tables.layer, { timeout: 240_000, excludeTestServices: true })((it) => {
    it.effect("is found, exported as it was said, and gone once it is erased", () =>
      Effect.gen(function* () {
        const { customer, given, store } = yield* opened()
        const { metrics, sessions } = store
        yield* sessions.claim("s-1", "jane", now, 5_000)
        yield* sessions.claim("s-unused", "jane", now, 5_000)
        for (const n of [1, 2, 3]) say(store, { user: "jane", session: "s-1", n, at: now + n })
        say(store, { user: "jane", session: "s-2", n: 4, at: now + 4 })
        assert.isTrue(yield* metrics.drain(10_000))
        yield* sessions.summarize("s-1", "jane", { text: "likes pirates", covers: 1 }, 5_000)
        assert.deepStrictEqual(yield* customer.find("jane"), [
          "conversations 3",
          "turns 4",
          "ratings 2",
          "audit records 4, of them 0 with the id in clear",
          "erased never",
        ])
        const file = path.join(given.DATA_DIR, "jane.json")
        const told = JSON.stringify(yield* customer.exported("jane", file))
        for (const words of ["question 1 of jane", "question 4 of jane", "likes pirates"]) {
          assert.include(told, words)
        }
        assert.strictEqual(fs.statSync(file).mode & 0o777, 0o600)
        const again = yield* Effect.flip(customer.exported("jane", file))
        assert.include(String(again), "not-written")
        assert.deepStrictEqual((yield* customer.erase("jane")).slice(0, 1), [
          "removed 4 turns, 2 conversations, 2 ratings",
        ])
        const left = yield* customer.find("jane")
        assert.deepStrictEqual(left.slice(0, 4), nothing)
        assert.match(left[4] ?? "", /^erased \d{4}-/u)
        assert.deepStrictEqual(yield* customer.erase("jane"), nothingRemoved)
        // The records of the audit stay, and nobody can tell whose they are.
        assert.strictEqual(linesOf(given.DATA_DIR, "audit").length, 4)
      }),
    )

    it.effect("is in audit and analytics only under a key that goes with the customer", () =>
      Effect.gen(function* () {
        const { customer, given, store } = yield* opened()
        say(store, { user: "kim", session: "s-kim", n: 1, at: now })
        say(store, { session: "s-anonymous", n: 1, at: now })
        assert.isTrue(yield* store.metrics.drain(10_000))
        yield* customer.erase("kim")
        const later = yield* server(yield* Tables, { ...given, DATA_DIR: yield* temporary })
        const after = Date.now() + 1_000
        say(later, { user: "kim", session: "s-kim", n: 2, at: after })
        assert.isTrue(yield* later.metrics.drain(10_000))
        const hash = keyedHash(hashKey)
        for (const sink of ["audit", "analytics"]) {
          const text = JSON.stringify(linesOf(given.DATA_DIR, sink))
          for (const clear of ["s-kim", hash("kim"), hash("s-kim")]) assert.notInclude(text, clear)
          const users = linesOf(given.DATA_DIR, sink).map(({ user }) => user)
          assert.notInclude(users, "kim")
          assert.strictEqual(users.filter((user) => user !== undefined).length, 1)
        }
        assert.include(
          linesOf(given.DATA_DIR, "audit").map(({ session }) => session),
          hash("s-anonymous"),
        )
        assert.include(yield* customer.find("kim"), "turns 1")
        assert.include(
          yield* customer.find("kim"),
          "audit records 0, of them 0 with the id in clear",
        )
      }),
    )

    it.effect("is not brought back by what was said before and is written after", () =>
      Effect.gen(function* () {
        const { customer, dynamo, given, store } = yield* opened()
        const early = Date.now() - 1_000
        say(store, { user: "lee", session: "s-lee", n: 2, at: early })
        assert.isTrue(yield* store.metrics.drain(10_000))
        yield* customer.erase("lee")
        // This server knows the customer as they were: what it writes is in the index, and goes with the next run.
        say(store, { user: "lee", session: "s-lee", n: 4, at: early + 1 })
        assert.isTrue(yield* store.metrics.drain(10_000))
        assert.include(yield* customer.find("lee"), "turns 1")
        assert.include((yield* customer.erase("lee"))[0], "removed 1 turns, 0 conversations")
        // Another one, which finds old records in its journal or gets them from the dead-letter queue, writes none.
        const other = { ...given, DATA_DIR: yield* temporary }
        const late = yield* server(dynamo, other)
        const keyOf = Effect.map(itemsOf(dynamo, store.tables.sessions), (items) =>
          items.find(({ pk }) => pk === "CUSTOMER#lee"),
        )
        const mark = yield* keyOf
        say(late, { user: "lee", session: "s-lee", n: 6, at: early + 2 })
        say(late, { user: "mo", session: "s-mo", n: 6, at: early + 2 })
        assert.isTrue(yield* late.metrics.drain(10_000))
        assert.deepStrictEqual((yield* customer.find("lee")).slice(0, 4), nothing)
        assert.strictEqual(linesOf(other.DATA_DIR, "audit").length, 1)
        assert.include(yield* customer.find("mo"), "turns 1")
        // Neither has the mark a key again, nor is it kept for longer.
        assert.hasAllKeys(mark, ["pk", "sk", "erasedAt", "ttl"])
        assert.deepStrictEqual(yield* keyOf, mark)
        // Whoever comes back has a key again, and what was said before is left out as ever.
        say(late, { user: "lee", session: "s-lee", n: 8, at: early + 3 })
        say(late, { user: "lee", session: "s-lee", n: 10, at: Date.now() })
        assert.isTrue(yield* late.metrics.drain(10_000))
        assert.include(yield* customer.find("lee"), "turns 1")
        assert.include(yield* keyOf, { erasedAt: mark?.["erasedAt"] })
        assert.hasAnyKeys(yield* keyOf, ["key"])
        assert.strictEqual(linesOf(other.DATA_DIR, "audit").length, 2)
        yield* customer.erase("lee")
        yield* customer.erase("mo")
      }),
    )

    it.effect(
      "is gone at the run after the last turn, when turns are written during the first",
      () =>
        Effect.gen(function* () {
          const { customer, store } = yield* opened()
          let n = 0
          const talk = Effect.sync(() => {
            n += 1
            say(store, { user: "zoe", session: `s-zoe-${n % 3}`, n, at: Date.now() })
          }).pipe(Effect.andThen(store.metrics.drain(10_000)))
          yield* Effect.all(
            [talk.pipe(Effect.repeat({ times: 30 })), customer.erase("zoe"), customer.erase("zoe")],
            { concurrency: "unbounded" },
          )
          assert.strictEqual(n, 31)
          yield* customer.erase("zoe")
          assert.deepStrictEqual((yield* customer.find("zoe")).slice(0, 4), nothing)
        }),
    )

    it.effect("is erased by runs that are stopped at any request", () =>
      Effect.gen(function* () {
        const { customer, dynamo, given, store } = yield* opened()
        for (const n of [1, 2, 3]) {
          say(store, { user: "noa", session: `s-noa-${n % 2}`, n, at: Date.now() - 1_000 + n })
        }
        assert.isTrue(yield* store.metrics.drain(10_000))
        // Of before the index: it is found by its turns alone.
        const { sessions } = store.tables
        yield* put(dynamo, sessions, { pk: "SESSION#s-noa-0", sk: "META", owner: "noa" })
        let runs = 0
        for (let requests = 1; ; requests += 1) {
          let left = requests
          const stopping = DynamoDocuments.of({
            run: (operation, deadlineMs, call) => {
              left -= 1
              const detail = "stopped"
              return left >= 0
                ? dynamo.run(operation, deadlineMs, call)
                : Effect.fail(
                    new ConnectionError({
                      service: "dynamodb",
                      operation,
                      reason: "refused",
                      detail,
                    }),
                  )
            },
          })
          runs += 1
          const done = yield* Effect.exit(command(stopping, given).erase("noa"))
          if (done._tag === "Success") break
        }
        assert.isAbove(runs, 3)
        assert.deepStrictEqual((yield* customer.find("noa")).slice(0, 4), nothing)
        assert.deepStrictEqual(yield* customer.erase("noa"), nothingRemoved)
        assert.deepStrictEqual(
          (yield* itemsOf(dynamo, sessions)).filter(({ owner }) => owner === "noa"),
          [],
        )
      }),
    )

    it.effect("of before the index is found by a scan, and not without", () =>
      Effect.gen(function* () {
        const { customer, dynamo, store } = yield* opened()
        const { sessions } = store.tables
        const old = { pk: "SESSION#s-old", owner: "pat" }
        const turn = { turn: "t", question: "old", answer: "a", series: [], products: [], at: now }
        for (const Item of [
          { ...old, sk: "META", version: 1 },
          { ...old, sk: "TURN#000000000000001#t", ...turn },
          { ...old, sk: "TURN#000000000000002#t", ...turn, owner: "pat.2" },
        ]) {
          yield* put(dynamo, sessions, Item)
        }
        assert.include(yield* customer.find("pat"), "turns 0")
        assert.include(yield* customer.find("pat", true), "turns 1")
        assert.include((yield* customer.erase("pat", true))[0], "removed 1 turns, 1 conversations")
        assert.include(yield* customer.find("pat.2", true), "turns 1")
        yield* customer.erase("pat.2", true)
      }),
    )

    it.effect("leaves another customer's as it is, whatever they share", () =>
      Effect.gen(function* () {
        const { customer, dynamo, store } = yield* opened()
        const users = ["u1", "u10", "u1.x", "U1", "u1@x", undefined] as const
        const tables = [store.tables.sessions, store.tables.feedback]
        const all = Effect.map(
          Effect.forEach(tables, (table) => itemsOf(dynamo, table)),
          (items) => items.flat(),
        )
        const said = fc.record({
          user: fc.constantFrom(...users),
          // One that several name: whoever is first owns it, the turns stay each one's own.
          session: fc.constantFrom("shared", "a", "b"),
          claims: fc.boolean(),
        })
        let n = 0
        const plans = fc.sample(
          fc.record({
            turns: fc.array(said, { minLength: 5, maxLength: 20 }),
            erased: fc.constantFrom("u1", "u10", "u1.x", "U1", "u1@x"),
          }),
          { numRuns: 12, seed: 30 },
        )
        for (const { erased, turns } of plans) {
          for (const { claims, session, user } of turns) {
            n += 1
            if (claims) yield* store.sessions.claim(session, user, now + n, 5_000)
            const who = user === undefined ? {} : { user }
            say(store, { ...who, session, n, at: Date.now() + n })
          }
          assert.isTrue(yield* store.metrics.drain(10_000))
          const before = yield* all
          yield* customer.erase(erased)
          const others = before.filter(
            ({ owner, pk, user }) => (owner ?? user) !== erased && pk !== `CUSTOMER#${erased}`,
          )
          const rest = (yield* all).filter(({ pk }) => pk !== `CUSTOMER#${erased}`)
          const sorted = (items: ReadonlyArray<object>) =>
            items.map((item) => JSON.stringify(item)).toSorted()
          assert.deepStrictEqual(sorted(rest), sorted(others))
        }
      }),
    )

    it.effect("goes on, and is found, in a table restored under another name", () =>
      Effect.gen(function* () {
        const { customer, dynamo, store } = yield* opened()
        const { sessions } = store.tables
        say(store, { user: "ray", session: "s-ray", n: 1, at: Date.now() - 2_000 })
        say(store, { user: "sue", session: "s-sue", n: 1, at: Date.now() - 2_000 })
        assert.isTrue(yield* store.metrics.drain(10_000))
        const backup = yield* itemsOf(dynamo, sessions)
        yield* customer.erase("ray")
        yield* restored(dynamo, sessions, "Restored", backup)
        const after = yield* opened({ DYNAMODB_TABLE_SESSIONS: "Restored" })
        const { turns } = yield* after.store.sessions.load("s-sue", "sue", 5_000)
        assert.deepStrictEqual(
          turns.map(({ question }) => question),
          ["question 1 of sue"],
        )
        say(after.store, { user: "sue", session: "s-sue", n: 3, at: Date.now() + 1_000 })
        assert.isTrue(yield* after.store.metrics.drain(10_000))
        assert.include(yield* after.customer.find("sue"), "turns 2")
        assert.include(yield* customer.find("sue"), "turns 1")
        // A backup brings back whom it knew: who was erased since stands in the table that it takes the place of.
        assert.include(yield* after.customer.find("ray"), "turns 1")
        const erased = (yield* itemsOf(dynamo, sessions)).flatMap(({ erasedAt, pk }) =>
          erasedAt === undefined ? [] : [String(pk).slice("CUSTOMER#".length)],
        )
        assert.include(erased, "ray")
        yield* after.customer.erase("ray")
        assert.deepStrictEqual((yield* after.customer.find("ray")).slice(0, 3), nothing.slice(0, 3))
      }),
    )
  })
})
