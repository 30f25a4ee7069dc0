/** `DynamoDocuments` against moto, which keeps the service's own rules for conditions. */
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb"
import { assert, it } from "@effect/vitest"
import { motoServer } from "@manga-assist/real-servers"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { DynamoDocuments } from "../src/dynamodb/DynamoDocuments.ts"

const connected = Effect.gen(function* () {
  const { url } = yield* motoServer
  process.env["AWS_REGION"] = "ap-northeast-1"
  process.env["AWS_ACCESS_KEY_ID"] = "local"
  process.env["AWS_SECRET_ACCESS_KEY"] = "local-secret"
  process.env["AWS_ENDPOINT_URL_DYNAMODB"] = url
  const context = yield* Layer.build(DynamoDocuments.layer)
  const { run } = Context.get(context, DynamoDocuments)
  const tables = new DynamoDBClient({})
  yield* Effect.promise(() =>
    tables.send(
      new CreateTableCommand({
        TableName: "things",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      }),
    ),
  )
  tables.destroy()
  return run
}).pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({}))))

it.live("writes, reads, and tells a false condition from a missing table", () =>
  Effect.gen(function* () {
    const run = yield* connected
    const put = new PutCommand({
      TableName: "things",
      Item: { id: "1", title: "竜", volume: 3, none: undefined },
      ConditionExpression: "attribute_not_exists(id)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    })
    const write = run("PutItem", 5_000, (client, abortSignal) => client.send(put, { abortSignal }))
    yield* write
    const get = (TableName: string) =>
      run("GetItem", 5_000, (client, abortSignal) =>
        client.send(new GetCommand({ TableName, Key: { id: "1" } }), { abortSignal }),
      )
    assert.deepStrictEqual((yield* get("things")).Item, { id: "1", title: "竜", volume: 3 })
    const again = yield* Effect.flip(write)
    assert.strictEqual(again.reason, "conditional-check-failed")
    assert.deepNestedInclude(again, { "cause.Item.volume.N": "3" })
    assert.strictEqual((yield* Effect.flip(get("nothing"))).reason, "rejected")
  }),
)
