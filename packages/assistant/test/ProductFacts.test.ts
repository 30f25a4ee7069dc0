/** What the table says of products, and what it may leave unsaid: a row that is absent, and one it did not read. */
import { BatchGetCommand } from "@aws-sdk/lib-dynamodb"
import { assert, describe, it } from "@effect/vitest"
import { DynamoDocuments } from "@manga-assist/connections"
import { ConfigProvider, Effect, Layer } from "effect"
import { ProductFacts } from "../src/products/ProductFacts.ts"
import { StoreTables } from "../src/conversation/session/StoreTables.ts"

const table = "MangaAssist-Products"
const row = (id: string) => ({
  id,
  seriesId: "blue-lock",
  title: "Blue Lock",
  japaneseTitle: "ブルーロック",
  format: "paperback",
  volume: 7,
  price: 605,
  stock: 3,
  releaseDate: "2020-01-17",
})

/** `BatchGetItem` that reads no more than `atMost` of the keys, as a throttled partition does. */
const factsOf = (rows: ReadonlyArray<string>, atMost: number) =>
  ProductFacts.layer.pipe(
    Layer.provide(
      Layer.succeed(
        DynamoDocuments,
        DynamoDocuments.of({
          run: (_operation, _deadlineMs, call) =>
            Effect.sync(() => {
              let sent: unknown
              const client = { send: (command: unknown) => void (sent = command) }
              // Only what is sent matters: the table answers itself.
              void call(client as never, new AbortController().signal)
              assert(sent instanceof BatchGetCommand)
              const keys = sent.input.RequestItems?.[table]?.Keys ?? []
              const read = keys.slice(0, atMost).map(({ id }) => String(id))
              const left = keys.slice(atMost)
              return {
                Responses: { [table]: read.filter((id) => rows.includes(id)).map(row) },
                UnprocessedKeys: left.length === 0 ? {} : { [table]: { Keys: left } },
              } as never
            }),
        }),
      ),
    ),
    Layer.provide(StoreTables.layer),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({}))),
  )

const read = Effect.flatMap(ProductFacts, (facts) => facts.read(["a", "b", "c"], 100))

describe("the facts of products", () => {
  it.effect("leave out what the table does not have", () =>
    Effect.gen(function* () {
      const facts = yield* read
      assert.deepStrictEqual([...facts.keys()], ["a", "c"])
    }).pipe(Effect.provide(factsOf(["a", "c"], 100))),
  )

  it.effect("are no facts while the table has not read all of them", () =>
    Effect.gen(function* () {
      const { operation, reason } = yield* Effect.flip(read)
      assert.deepStrictEqual([operation, reason], ["BatchGetItem", "throttled"])
    }).pipe(Effect.provide(factsOf(["a", "b", "c"], 2))),
  )
})
