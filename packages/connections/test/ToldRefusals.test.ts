import { assert, describe, it } from "@effect/vitest"
import { GetCommand } from "@aws-sdk/lib-dynamodb"
import { Effect, Logger } from "effect"
import { TestClock } from "effect/testing"
import { DynamoDocuments } from "../src/dynamodb/DynamoDocuments.ts"
import { toldRefusals } from "../src/requests/ToldRefusals.ts"
import { dynamoAt, http, json, runWith } from "./storeHarness.ts"

const heard = () => {
  const said: Array<string> = []
  const layer = Logger.layer([
    Logger.make(({ logLevel, message }) => {
      said.push(`${logLevel} ${String(message)}`)
    }),
  ])
  return { layer, said }
}

describe("a failure that only a person can mend", () => {
  it.effect("is told once a minute, each text for itself", () =>
    Effect.gen(function* () {
      const { layer, said } = heard()
      const told = toldRefusals()
      const fail = (reason: string, message: string, of?: string) =>
        told(Effect.fail({ reason, message }), of).pipe(Effect.ignore, Effect.provide(layer))
      for (let n = 0; n < 100; n += 1) yield* fail("access-denied", "denied", "model m")
      yield* fail("rejected", "no table")
      assert.deepStrictEqual(said, ["Warn denied (model m)", "Warn no table"])
      yield* TestClock.adjust("59 seconds")
      yield* fail("rejected", "no table")
      assert.lengthOf(said, 2)
      yield* TestClock.adjust("1 second")
      yield* fail("rejected", "no table")
      assert.lengthOf(said, 3)
      yield* TestClock.setTime(0)
      yield* TestClock.adjust("1 minute")
      yield* fail("rejected", "no table")
      assert.lengthOf(said, 4)
    }),
  )

  it.effect("is not one that passes, nor an answer", () =>
    Effect.gen(function* () {
      const { layer, said } = heard()
      const told = toldRefusals()
      for (const reason of ["throttled", "timeout", "refused", "conditional-check-failed"]) {
        yield* told(Effect.fail({ reason, message: "later" })).pipe(
          Effect.ignore,
          Effect.provide(layer),
        )
      }
      assert.strictEqual(yield* told(Effect.succeed(7)).pipe(Effect.provide(layer)), 7)
      assert.deepStrictEqual(said, [])
    }),
  )

  it("is told of a table that does not exist, by its name", async () => {
    const server = await http((_request, response) => {
      const __type = "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"
      json(response, 400, { __type, message: "Requested resource not found" })
    })
    dynamoAt(server.url)
    const { layer, said } = heard()
    const read = Effect.flatMap(DynamoDocuments, ({ run }) =>
      run("GetItem", 5_000, (client, abortSignal) =>
        client.send(new GetCommand({ TableName: "Store-Users", Key: { id: "1" } }), {
          abortSignal,
        }),
      ),
    )
    const twice = Effect.all([Effect.exit(read), Effect.exit(read)])
    await runWith(DynamoDocuments.layer)({}, Effect.provide(twice, layer))
    assert.deepStrictEqual(said, [
      "Warn dynamodb refused the request (GetItem): ResourceNotFoundException: Requested resource not found: Store-Users",
    ])
  })
})
