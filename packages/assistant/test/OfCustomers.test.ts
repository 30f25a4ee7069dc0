/** Whose a record is: asked once for many records, in time, and never answered with a clear id. */
import { assert, describe, it } from "@effect/vitest"
import { UpdateCommand } from "@aws-sdk/lib-dynamodb"
import { keyedHash } from "@manga-assist/async-sinks"
import { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { makeCustomers, ofCustomers } from "../src/record/OfCustomers.ts"

interface Said {
  readonly id: string
  readonly at: number
  readonly user?: string
}

/** The table's answer to a look-up: a key for each customer, and when `erased` was erased. */
const tableOf = (erased: Readonly<Record<string, number>> = {}) => {
  const asked: Array<string> = []
  /** Whose look-ups are refused. */
  const away = new Set<string>()
  const dynamo = DynamoDocuments.of({
    run: (operation, _deadlineMs, call) =>
      Effect.suspend(() => {
        let sent: unknown
        // Only what is sent matters: the table answers itself.
        void call(
          { send: (command: unknown) => void (sent = command) } as never,
          new AbortController().signal,
        )
        const pk = sent instanceof UpdateCommand ? String(sent.input.Key?.["pk"]) : ""
        asked.push(pk)
        const user = pk.slice("CUSTOMER#".length)
        if (away.has(user)) {
          const detail = "scripted"
          return Effect.fail(
            new ConnectionError({ service: "dynamodb", operation, reason: "throttled", detail }),
          )
        }
        const erasedAt = erased[user]
        const at = erasedAt === undefined ? {} : { erasedAt }
        return Effect.succeed({ Attributes: { key: `the key of ${pk}`, ...at } } as never)
      }),
  })
  return { asked, away, dynamo }
}

const opened = Effect.fnUntraced(function* (
  table: ReturnType<typeof tableOf>,
  options: { readonly nameless?: (record: Said) => Said } = {},
) {
  const written: Array<Said> = []
  const texts: Array<string> = []
  const customers = yield* makeCustomers(table.dynamo, "sessions", 1_000)
  const write = ofCustomers<Said, never>(customers, {
    at: ({ at }) => at,
    ...options,
    named: (record, pseudonym) => ({ ...record, user: pseudonym(record.user ?? "") }),
    write: (batch, json) =>
      Effect.sync(() => {
        written.push(...batch)
        texts.push(...batch.map((_, index) => json(index)))
        return { failed: [0], rejected: [{ index: batch.length - 1, reason: "too large" }] }
      }),
  })
  return {
    written,
    texts,
    write: (batch: ReadonlyArray<Said>) => write(batch, (index) => JSON.stringify(batch[index])),
  }
})

const pseudonymOf = (user: string) => keyedHash(`the key of CUSTOMER#${user}`)(user)

describe("whose a record is", () => {
  it.effect("is asked once for ten thousand records, and again after five minutes", () =>
    Effect.gen(function* () {
      const table = tableOf()
      const { texts, write, written } = yield* opened(table)
      const said = Array.from({ length: 1_000 }, (_, n) => ({ id: `${n}`, at: n, user: "jane" }))
      yield* Effect.forEach(Array.from({ length: 10 }), () => write(said), {
        concurrency: "unbounded",
      })
      assert.deepStrictEqual(table.asked, ["CUSTOMER#jane"])
      assert.strictEqual(written.length, 10_000)
      assert.isTrue(written.every(({ user }) => user === pseudonymOf("jane")))
      assert.notInclude(texts.join(""), "jane")
      yield* TestClock.adjust("299 seconds")
      yield* write(said)
      assert.strictEqual(table.asked.length, 1)
      yield* TestClock.adjust("2 seconds")
      yield* write(said)
      assert.strictEqual(table.asked.length, 2)
    }),
  )

  it.effect("leaves out what an erased customer said before, and names the others' places", () =>
    Effect.gen(function* () {
      const { write, written } = yield* opened(tableOf({ jane: 5 }))
      const answer = yield* write([
        { id: "a", at: 5, user: "jane" },
        { id: "b", at: 1, user: "kim" },
        { id: "c", at: 4, user: "jane" },
        { id: "d", at: 6, user: "jane" },
        { id: "e", at: 1 },
      ])
      assert.deepStrictEqual(
        written.map(({ id, user }) => [id, user]),
        [
          ["b", pseudonymOf("kim")],
          ["d", pseudonymOf("jane")],
          ["e", undefined],
        ],
      )
      assert.deepInclude(answer, { failed: [1], rejected: [{ index: 4, reason: "too large" }] })
    }),
  )

  it.effect("is left open only for customers whose look-up was not answered", () =>
    Effect.gen(function* () {
      const table = tableOf({ lee: 5 })
      table.away.add("jane")
      const { write, written } = yield* opened(table, { nameless: ({ at, id }) => ({ at, id }) })
      yield* write(["jane", "kim", "lee"].map((user, index) => ({ id: `${index}`, at: 1, user })))
      assert.deepStrictEqual(
        written.map(({ id, user }) => [id, user]),
        [
          ["0", undefined],
          ["1", pseudonymOf("kim")],
        ],
      )
    }),
  )
})
