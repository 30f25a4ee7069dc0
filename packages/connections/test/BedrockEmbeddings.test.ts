import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { BedrockEmbeddings } from "../src/bedrock/BedrockEmbeddings.ts"
import { BedrockTransport } from "../src/bedrock/BedrockTransport.ts"
import { errorOf, refusing, run, valueOf } from "./bedrockHarness.ts"
import { serve, serveRaw } from "./handlerHarness.ts"
import { type Exchange } from "./TestServer.ts"

const options = { modelId: "amazon.titan-embed-text-v2:0", dimensions: 256, deadlineMs: 2_000 }
const embed = (changes: Partial<typeof options> = {}) =>
  Effect.flatMap(BedrockEmbeddings, (embeddings) =>
    embeddings.embed("海賊", { ...options, ...changes }),
  )
const vector = Array.from({ length: 256 }, (_, index) => index / 256)
const answering =
  (body: string) =>
  ({ response }: Exchange): void => {
    response.writeHead(200, { "content-type": "application/json" }).end(body)
  }

describe("BedrockEmbeddings", () => {
  it("asks for a normalised vector over the signed pool", async () => {
    const seen: Array<Exchange> = []
    const server = await serve((exchange) => {
      seen.push(exchange)
      answering(JSON.stringify({ embedding: vector, inputTextTokenCount: 2 }))(exchange)
    })
    expect(valueOf(await run(server, embed()))).toEqual(vector)
    expect(seen[0]?.path).toBe("/model/amazon.titan-embed-text-v2%3A0/invoke")
    expect(JSON.parse(String(seen[0]?.body))).toEqual({
      inputText: "海賊",
      dimensions: 256,
      normalize: true,
    })
  })

  it.each([
    ["no JSON", "<html>", "the answer holds no vector"],
    ["no vector", "{}", "the answer holds no vector"],
    ["no numbers", '{"embedding":["a"]}', "the answer holds no vector"],
    ["too few numbers", '{"embedding":[1]}', "1 dimensions instead of 256"],
    [
      "a flood",
      `{"embedding":[${"1,".repeat(600_000)}1]}`,
      "the answer is longer than 1048576 bytes",
    ],
  ])("refuses %s", async (_, body, detail) => {
    const server = await serve(answering(body))
    expect(errorOf(await run(server, embed()))).toMatchObject({ reason: "model-error", detail })
  })

  it.each<[string, (exchange: Exchange) => void]>([
    ["before the head", () => {}],
    ["in the body", ({ response }) => void response.writeHead(200).write("[")],
  ])("ends at its deadline %s, and resets the stream", async (_, handle) => {
    const server = await serve(handle)
    const exit = await run(
      server,
      Effect.gen(function* () {
        const result = yield* Effect.exit(embed({ deadlineMs: 300 }))
        const { handler } = yield* BedrockTransport
        yield* Effect.promise(() => server.until(() => server.cancelled === 1 && server.open === 0))
        expect(handler.stats().streams).toBe(0)
        return result
      }),
    )
    expect(errorOf(valueOf(exit)).reason).toBe("first-token-timeout")
  })

  it("takes a cut body for no answer", async () => {
    const server = await serveRaw({
      onRequest: (connection, stream) => {
        connection.respond(stream)
        connection.data(stream, '{"embedding":[')
        connection.reset(stream, 2)
      },
    })
    expect(errorOf(await run(server, embed())).reason).toBe("truncated")
  })

  it("tells why it was refused", async () => {
    const server = await serve((exchange) => refusing(exchange, 429, "ThrottlingException", "slow"))
    expect(errorOf(await run(server, embed()))).toMatchObject({ reason: "throttled" })
    expect(server.requests).toBe(1)
  })
})
