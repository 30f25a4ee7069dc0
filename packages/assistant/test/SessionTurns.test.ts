/** Turns against a table that leaves items over or refuses one: what is in it then, and what is to be written again. */
import { assert, describe, it } from "@effect/vitest"
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb"
import { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { type SessionTurn, writeTurns } from "../src/conversation/session/SessionTurns.ts"

type Item = Readonly<Record<string, unknown>>

const failure = (reason: ConnectionError["reason"]) =>
  new ConnectionError({ service: "dynamodb", operation: "test", reason, detail: "" })

/** `BatchWriteItem` by its rules. */
const makeTable = () => {
  const items = new Map<string, Item>()
  const requests: Array<number> = []
  const state = { leaveOver: 0, poison: "" }

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

  const dynamo = DynamoDocuments.of({
    run: (_operation, _deadlineMs, call) =>
      Effect.gen(function* () {
        let sent: unknown
        const client = { send: (command: unknown) => void (sent = command) }
        // Only what is sent matters: the table answers itself.
        void call(client as never, new AbortController().signal)
        return (sent instanceof BatchWriteCommand ? yield* put(sent.input) : {}) as never
      }),
  })
  return { items, requests, state, dynamo }
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
})
