/**
 * Turns and counts against a table that leaves items over, refuses one, throttles, or loses an answer after it
 * has written: what is in it then, how often it was asked, what is to be written again.
 */
import { assert, describe, it } from "@effect/vitest"
import { BatchWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb"
import { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { type SessionTurn, writeTurns } from "../src/conversation/session/SessionTurns.ts"
import {
  countWriter,
  type SessionCount,
  turnWriter,
} from "../src/conversation/session/SessionWriter.ts"

type Item = Readonly<Record<string, unknown>>

const failure = (reason: ConnectionError["reason"]) =>
  new ConnectionError({ service: "dynamodb", operation: "test", reason, detail: "" })

/** `BatchWriteItem` by its rules, and the one update that counts. */
const makeTable = () => {
  const items = new Map<string, Item>()
  const counts = new Map<string, { last: string; version: number }>()
  const requests: Array<number> = []
  let updates = 0
  const state = { leaveOver: 0, poison: "", broken: "", answersLost: false }

  const put = (input: BatchWriteCommand["input"]) => {
    const puts = Object.values(input.RequestItems ?? {})[0] ?? []
    requests.push(puts.length)
    const keys = puts.map(
      ({ PutRequest }) => `${PutRequest?.Item?.["pk"]} ${PutRequest?.Item?.["sk"]}`,
    )
    const isRefused =
      puts.length > 25 ||
      new Set(keys).size < keys.length ||
      keys.some((key) => state.poison !== "" && key.endsWith(state.poison))
    if (isRefused) return Effect.fail(failure("rejected"))
    const taken = Math.max(0, puts.length - state.leaveOver)
    for (const [index, { PutRequest }] of puts.slice(0, taken).entries()) {
      items.set(keys[index] ?? "", PutRequest?.Item ?? {})
    }
    return Effect.succeed({ UnprocessedItems: taken < puts.length ? { t: puts.slice(taken) } : {} })
  }

  const update = ({ ExpressionAttributeValues: values = {}, Key }: UpdateCommand["input"]) => {
    updates += 1
    const pk = String(Key?.["pk"])
    if (pk.endsWith(state.broken) && state.broken !== "") return Effect.fail(failure("throttled"))
    const before = counts.get(pk)
    if (before !== undefined && !(before.last < String(values[":first"]))) {
      return Effect.fail(failure("conditional-check-failed"))
    }
    const version = (before?.version ?? 0) + Number(values[":more"])
    counts.set(pk, { last: String(values[":last"]), version })
    return Effect.succeed({})
  }

  const dynamo = DynamoDocuments.of({
    run: (_operation, _deadlineMs, call) =>
      Effect.gen(function* () {
        let sent: unknown
        const client = { send: (command: unknown) => void (sent = command) }
        // Only what is sent matters: the table answers itself.
        void call(client as never, new AbortController().signal)
        const reply =
          sent instanceof BatchWriteCommand
            ? yield* put(sent.input)
            : sent instanceof UpdateCommand
              ? yield* update(sent.input)
              : {}
        if (state.answersLost) return yield* Effect.fail(failure("timeout"))
        return reply as never
      }),
  })
  return { items, counts, requests, state, dynamo, updates: () => updates }
}

const turnsOf = (session: string, from: number, count: number): ReadonlyArray<SessionTurn> =>
  Array.from({ length: count }, (_, n) => ({
    session,
    user: "demo-01",
    turn: {
      turn: `t${from + n}`,
      question: "q",
      answer: "a",
      series: [],
      products: [],
      at: 1_000 + from + n,
    },
  }))

/** Time passes until it has ended. */
const later = Effect.fnUntraced(function* <A, E>(effect: Effect.Effect<A, E>) {
  const fiber = yield* Effect.forkChild(effect, { startImmediately: true })
  yield* TestClock.adjust("10 seconds")
  return yield* Fiber.join(fiber)
})

const write = (table: ReturnType<typeof makeTable>, turns: ReadonlyArray<SessionTurn>) =>
  later(writeTurns(table.dynamo, "t", turns, 1_000))

describe("turns of a batch", () => {
  it.effect("are written 25 in a request, whatever their sessions; twice leaves one", () =>
    Effect.gen(function* () {
      const table = makeTable()
      const turns = [...turnsOf("a", 0, 30), ...turnsOf("b", 0, 30)]
      assert.deepStrictEqual(yield* write(table, [...turns, ...turns.slice(0, 5)]), [])
      assert.deepStrictEqual(table.requests, [25, 25, 10])
      assert.deepStrictEqual(yield* write(table, turns.slice(0, 3)), [])
      assert.strictEqual(table.items.size, 60)
      assert.deepInclude(table.items.get("SESSION#a TURN#000000000001004#t4"), {
        owner: "demo-01",
        turn: "t4",
        ttl: 2 + 30 * 24 * 60 * 60,
      })
    }),
  )

  it.effect("that are left over are sent again, alone, and named when they stay", () =>
    Effect.gen(function* () {
      const table = makeTable()
      table.state.leaveOver = 4
      const unwritten = yield* write(table, turnsOf("a", 0, 14))
      assert.deepStrictEqual(table.requests, [14, 4, 4, 4])
      assert.deepStrictEqual(
        unwritten.map(({ error, index }) => [index, error.reason]),
        [10, 11, 12, 13].map((index) => [index, "throttled"]),
      )
    }),
  )

  it.effect("are written without the one that the table refuses, which alone is named", () =>
    Effect.gen(function* () {
      const table = makeTable()
      table.state.poison = "#t17"
      const unwritten = yield* write(table, turnsOf("a", 0, 40))
      assert.deepStrictEqual(
        unwritten.map(({ error, index }) => [index, error.reason]),
        [[17, "rejected"]],
      )
      assert.strictEqual(table.items.size, 39)
    }),
  )

  it.effect("leave a count for each session; behind one that is not written nothing counts", () =>
    Effect.gen(function* () {
      const table = makeTable()
      const offered: Array<SessionCount> = []
      const offer = (count: SessionCount) => {
        offered.push(count)
        return count.session !== "c"
      }
      table.state.poison = "SESSION#a TURN#000000000001002#t2"
      const append = (turns: ReadonlyArray<SessionTurn>, deadlineMs: number) =>
        writeTurns(table.dynamo, "t", turns, deadlineMs)
      const batch = [...turnsOf("a", 0, 4), ...turnsOf("b", 0, 2), ...turnsOf("c", 0, 1)]
      const answer = yield* later(turnWriter({ append }, offer, 1_000)(batch))
      assert.deepStrictEqual(answer.failed, [2, 3, 6])
      assert.deepStrictEqual(
        offered.map(({ id, turns }) => [id, turns.length]),
        [
          ["a#000000000001001#t1", 2],
          ["b#000000000001001#t1", 2],
          ["c#000000000001000#t0", 1],
        ],
      )
    }),
  )
})

const count = (session: string, from: number, length: number): SessionCount => ({
  id: `${session}-${from}`,
  session,
  turns: turnsOf(session, from, length).map(({ turn }) => ({ at: turn.at, turn: turn.turn })),
})

describe("counts of a batch", () => {
  it.effect("take one update for a session, and none twice", () =>
    Effect.gen(function* () {
      const table = makeTable()
      const run = countWriter(table.dynamo, "t", 1_000)
      const first = [count("a", 0, 2), count("b", 0, 1), count("a", 2, 3)]
      assert.deepStrictEqual((yield* later(run(first))).failed, [])
      assert.strictEqual(table.updates(), 2)
      // After a crash: what was counted comes again, together with what was not.
      assert.deepStrictEqual((yield* later(run([...first, count("a", 5, 2)]))).failed, [])
      assert.deepStrictEqual(table.counts.get("SESSION#a"), {
        last: "000000000001006#t6",
        version: 7,
      })
      assert.strictEqual(table.counts.get("SESSION#b")?.version, 1)
    }),
  )

  it.effect("that were made and whose answer was lost are made once", () =>
    Effect.gen(function* () {
      const table = makeTable()
      const run = countWriter(table.dynamo, "t", 1_000)
      table.state.answersLost = true
      const batch = [count("a", 0, 2), count("a", 2, 1)]
      assert.deepStrictEqual((yield* later(run(batch))).failed, [0, 1])
      table.state.answersLost = false
      assert.deepStrictEqual((yield* later(run(batch))).failed, [])
      assert.strictEqual(table.counts.get("SESSION#a")?.version, 3)
    }),
  )

  it.effect("of other sessions are made when one cannot be", () =>
    Effect.gen(function* () {
      const table = makeTable()
      table.state.broken = "#a"
      const run = countWriter(table.dynamo, "t", 1_000)
      const batch = [count("a", 0, 1), count("b", 0, 1), count("a", 1, 1)]
      const answer = yield* later(run(batch))
      assert.deepStrictEqual(answer.failed, [0, 2])
      assert.include(answer.reason ?? "", "throttled")
      assert.strictEqual(table.counts.get("SESSION#b")?.version, 1)
    }),
  )
})
