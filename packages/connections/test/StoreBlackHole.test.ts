/** A network that swallows everything: told at the deadline of the read, and the next one is over a new socket. */
import { GetCommand } from "@aws-sdk/lib-dynamodb"
import { type Config, Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import type { ConnectionError } from "../src/requests/ConnectionError.ts"
import { DynamoDocuments } from "../src/dynamodb/DynamoDocuments.ts"
import { OpenSearchConnection } from "../src/opensearch/OpenSearchConnection.ts"
import { BlackHoleProxy } from "./BlackHoleProxy.ts"
import { dynamoAt, http, json, runWith, until } from "./storeHarness.ts"

type Services = OpenSearchConnection | DynamoDocuments

const layers: Layer.Layer<Services, Config.ConfigError> = Layer.mergeAll(
  OpenSearchConnection.layer,
  DynamoDocuments.layer,
)

const reads: Readonly<
  Record<string, (deadlineMs: number) => Effect.Effect<unknown, ConnectionError, Services>>
> = {
  search: (deadlineMs) =>
    Effect.flatMap(OpenSearchConnection, ({ search }) => search({}, deadlineMs)),
  table: (deadlineMs) =>
    Effect.flatMap(DynamoDocuments, ({ run }) =>
      run("GetItem", deadlineMs, (client, abortSignal) =>
        client.send(new GetCommand({ TableName: "t", Key: { id: "1" } }), { abortSignal }),
      ),
    ),
}

describe.each(Object.keys(reads))("a black hole before a %s", (name) => {
  const read = reads[name] ?? reads["search"]!

  const over = async (
    body: (proxy: BlackHoleProxy) => Effect.Effect<unknown, unknown, Services>,
  ) => {
    const server = await http((_, response) =>
      json(response, 200, { hits: { hits: [] }, Item: {} }),
    )
    const proxy = await BlackHoleProxy.start(Number(new URL(server.url).port))
    const url = `http://127.0.0.1:${proxy.port}`
    dynamoAt(url)
    const exit = await runWith(layers)(
      { OPENSEARCH_URL: url, OPENSEARCH_INDEX: "things" },
      body(proxy),
    )
    expect(exit).toMatchObject({ _tag: "Success" })
  }

  it("that stood warm is told, and costs no second read", () =>
    over((proxy) =>
      Effect.gen(function* () {
        // As many sockets as a peak left behind.
        yield* Effect.all([read(5_000), read(5_000), read(5_000)], { concurrency: 3 })
        proxy.swallow()
        expect((yield* Effect.flip(read(100))).reason).toBe("timeout")
        // A request that was left has a little more time.
        yield* Effect.promise(() => until(() => proxy.closed === proxy.connections))
        proxy.black = false
        yield* read(5_000)
      }),
    ))

  it("that accepts new sockets and says nothing is told, and left when it is over", () =>
    over((proxy) =>
      Effect.gen(function* () {
        proxy.swallow()
        expect((yield* Effect.flip(read(100))).reason).toBe("timeout")
        expect((yield* Effect.flip(read(100))).reason).toBe("timeout")
        // A request that was left has a little more time.
        yield* Effect.promise(() => until(() => proxy.closed === proxy.connections))
        proxy.black = false
        yield* read(5_000)
      }),
    ))
})
