/**
 * The rules of the shop as its products table has them, in a row of their own; those of the shop's file while there is none.
 * They are changed as a whole, from the next reading of a question on. A row that breaks a rule is told in the log and
 * counted, and the rules before it stay.
 */
import { BatchGetCommand } from "@aws-sdk/lib-dynamodb"
import { rulesIn, rulesRow, ShopError } from "@manga-assist/catalogue"
import { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { Effect, Result } from "effect"
import { StoreTables } from "../conversation/session/StoreTables.ts"
import { StoreNames } from "../reading/StoreNames.ts"

const readMs = 3_000

const throttled = new ConnectionError({
  service: "dynamodb",
  operation: "BatchGetItem",
  reason: "throttled",
  detail: "the row of the shop's rules was not read",
})

const parsed = (text: string) =>
  Result.try({
    try: () => rulesIn(text, rulesRow),
    catch: (cause) => (cause instanceof ShopError ? cause.message : String(cause)),
  })

export const makeShopRules = Effect.gen(function* () {
  const dynamo = yield* DynamoDocuments
  const { products } = yield* StoreTables
  const names = yield* StoreNames
  const ofFile = names.shop.rules
  let known: string | undefined
  let broken = 0

  const read = Effect.gen(function* () {
    const command = new BatchGetCommand({
      RequestItems: { [products]: { Keys: [{ id: rulesRow }] } },
    })
    const reply = yield* dynamo.run("BatchGetItem", readMs, (client, abortSignal) =>
      client.send(command, { abortSignal }),
    )
    if ((reply.UnprocessedKeys?.[products]?.Keys?.length ?? 0) > 0) {
      return yield* Effect.fail(throttled)
    }
    const row = reply.Responses?.[products]?.[0]
    return row && String(row["rules"])
  })

  return {
    look: Effect.gen(function* () {
      const text = yield* read
      if (text === known) return
      known = text
      const rules = text === undefined ? Result.succeed(ofFile) : parsed(text)
      broken = Result.isSuccess(rules) ? 0 : 1
      if (Result.isSuccess(rules)) names.putRules(rules.success)
      else yield* Effect.logWarning(`rules of the shop that are not used: ${rules.failure}`)
    }),
    figures: () => ({ topics: Object.keys(names.shop.rules).length, broken }),
  }
})
