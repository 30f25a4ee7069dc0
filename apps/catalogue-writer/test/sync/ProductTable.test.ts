/** What a batch leaves over is sent again, and only that. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { HttpResponse } from "@smithy/core/protocols"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Readable } from "node:stream"
import { productTable } from "../../src/sync/ProductTable.ts"
import { atOnce } from "./fakePlaces.ts"

/** Keeps the first item of each batch, and says that the others are unprocessed. */
const tableThatIsSlow = () => {
  const written: Array<string> = []
  const sizes: Array<number> = []
  const client = new DynamoDBClient({
    region: "ap-northeast-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local-secret" },
    requestHandler: {
      handle: async ({ body }: { readonly body: Uint8Array }) => {
        const { RequestItems } = JSON.parse(new TextDecoder().decode(body))
        const [first, ...others] = RequestItems["T-Products"]
        written.push(first.PutRequest.Item.id.S)
        sizes.push(1 + others.length)
        const UnprocessedItems = others.length === 0 ? {} : { "T-Products": others }
        const reply = Readable.from([Buffer.from(JSON.stringify({ UnprocessedItems }))])
        return { response: new HttpResponse({ statusCode: 200, headers: {}, body: reply }) }
      },
    },
  })
  return { table: productTable(client, "T-"), sizes, written }
}

it.effect("writes what was left over until nothing is", () =>
  Effect.gen(function* () {
    const { sizes, table, written } = tableThatIsSlow()
    yield* atOnce(table.put(["a", "b", "c"].map((id) => ({ id }))))
    expect(written).toEqual(["a", "b", "c"])
    expect(sizes).toEqual([3, 2, 1])
  }),
)
