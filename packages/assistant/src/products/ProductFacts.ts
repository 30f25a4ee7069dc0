/**
 * Current price and stock of products, from the table that the shop writes. The search index lags by up to a minute,
 * so its figures are never final.
 */
import { BatchGetCommand } from "@aws-sdk/lib-dynamodb"
import { Context, Effect, Layer, Option, Schema } from "effect"
import { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { StoreTables } from "../conversation/session/StoreTables.ts"

const Fact = Schema.Struct({
  id: Schema.String,
  seriesId: Schema.String,
  title: Schema.String,
  japaneseTitle: Schema.String,
  format: Schema.Literals(["paperback", "digital", "box-set", "item"]),
  volume: Schema.optionalKey(Schema.Int),
  price: Schema.Int,
  stock: Schema.Int,
  releaseDate: Schema.String,
})
export type Fact = typeof Fact.Type

const decode = Schema.decodeUnknownOption(Fact)

/** What a record of the table says; `undefined` where it is not one of a product. */
export const factOf = (record: unknown): Fact | undefined => Option.getOrUndefined(decode(record))

/** `BatchGetItem` takes at most 100 keys. */
const maxKeys = 100

const notRead = (left: number, of: number) =>
  new ConnectionError({
    service: "dynamodb",
    operation: "BatchGetItem",
    reason: "throttled",
    detail: `${left} of ${of} keys were not read`,
  })

export class ProductFacts extends Context.Service<
  ProductFacts,
  {
    /** What does not exist is absent from the answer. Rows that were not read are a failure. */
    readonly read: (
      ids: ReadonlyArray<string>,
      deadlineMs: number,
    ) => Effect.Effect<ReadonlyMap<string, Fact>, ConnectionError>
  }
>()("@manga-assist/assistant/ProductFacts") {
  static readonly layer: Layer.Layer<ProductFacts, never, DynamoDocuments | StoreTables> =
    Layer.effect(
      ProductFacts,
      Effect.gen(function* () {
        const dynamo = yield* DynamoDocuments
        const { products } = yield* StoreTables
        const readKeys = Effect.fnUntraced(function* (
          keys: ReadonlyArray<string>,
          deadlineMs: number,
        ) {
          const command = new BatchGetCommand({
            RequestItems: { [products]: { Keys: keys.map((id) => ({ id })) } },
          })
          const reply = yield* dynamo.run("BatchGetItem", deadlineMs, (client, abortSignal) =>
            client.send(command, { abortSignal }),
          )
          // A throttled partition leaves keys over, which is not to say that they do not exist.
          const left = reply.UnprocessedKeys?.[products]?.Keys?.length ?? 0
          if (left > 0) return yield* Effect.fail(notRead(left, keys.length))
          return (reply.Responses?.[products] ?? []).flatMap((item) => factOf(item) ?? [])
        })
        return ProductFacts.of({
          read: (ids, deadlineMs) => {
            const keys = [...new Set(ids)]
            const requests = Array.from({ length: Math.ceil(keys.length / maxKeys) }, (_, at) =>
              readKeys(keys.slice(at * maxKeys, (at + 1) * maxKeys), deadlineMs),
            )
            return Effect.map(
              Effect.all(requests, { concurrency: "unbounded" }),
              (facts) => new Map(facts.flat().map((fact) => [fact.id, fact])),
            )
          },
        })
      }),
    )
}
