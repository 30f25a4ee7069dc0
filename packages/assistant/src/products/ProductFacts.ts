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
  format: Schema.Literals(["paperback", "digital", "box-set"]),
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
    /** Up to 100 ids; what does not exist is absent from the answer. Rows that were not read are a failure. */
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
        return ProductFacts.of({
          read: (ids, deadlineMs) => {
            const keys = [...new Set(ids)].slice(0, maxKeys)
            if (keys.length === 0) return Effect.succeed(new Map())
            const command = new BatchGetCommand({
              RequestItems: { [products]: { Keys: keys.map((id) => ({ id })) } },
            })
            return dynamo
              .run("BatchGetItem", deadlineMs, (client, abortSignal) =>
                client.send(command, { abortSignal }),
              )
              .pipe(
                Effect.flatMap((reply) => {
                  // A throttled partition leaves keys over, which is not to say that they do not exist.
                  const left = reply.UnprocessedKeys?.[products]?.Keys?.length ?? 0
                  if (left > 0) return Effect.fail(notRead(left, keys.length))
                  const facts = new Map<string, Fact>()
                  for (const item of reply.Responses?.[products] ?? []) {
                    const fact = factOf(item)
                    if (fact !== undefined) facts.set(fact.id, fact)
                  }
                  return Effect.succeed(facts)
                }),
              )
          },
        })
      }),
    )
}
