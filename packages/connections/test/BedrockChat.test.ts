import { Cause, ConfigProvider, Effect, Exit, Fiber, Layer } from "effect"
import { describe, expect, it } from "vitest"
import { BedrockChat } from "../src/bedrock/BedrockChat.ts"
import { BedrockTransport } from "../src/bedrock/BedrockTransport.ts"
import {
  bedrockAt,
  converse,
  errorOf,
  outcomeOf,
  replying,
  request,
  run,
} from "./bedrockHarness.ts"
import { answer, delta, event, exception, frame, metadata, start, stop } from "./eventStream.ts"
import { serve, serveRaw } from "./handlerHarness.ts"
import { type Exchange } from "./TestServer.ts"

describe("a complete answer", () => {
  it("is handed over piece by piece, with its stop reason and usage", async () => {
    const seen: Array<Exchange> = []
    const server = await serve((exchange) => {
      seen.push(exchange)
      replying(answer("Hel", "lo ", "世界"))(exchange)
    })
    const texts: Array<string> = []
    const exit = await run(
      server,
      converse({ guardrail: { id: "manga", version: "1" } }, (text) => texts.push(text)),
    )
    expect(outcomeOf(exit)).toEqual({
      stopReason: "end_turn",
      text: "Hello 世界",
      usage: { inputTokens: 11, outputTokens: 3, cacheReadTokens: 5, cacheWriteTokens: 0 },
    })
    expect(texts).toEqual(["Hel", "lo ", "世界"])
    expect(seen[0]!.path).toBe("/model/jp.some.model-v1%3A0/converse-stream")
    expect(JSON.parse(seen[0]!.body.toString())).toEqual({
      system: request.system,
      messages: request.messages,
      inferenceConfig: { maxTokens: 100, temperature: 0 },
      guardrailConfig: { guardrailIdentifier: "manga", guardrailVersion: "1" },
    })
    expect(server.cancelled).toBe(0)
  })

  it("is asked of an application inference profile by its whole ARN, as one segment", async () => {
    const seen: Array<string | undefined> = []
    const server = await serve((exchange) => {
      seen.push(exchange.path)
      replying(answer("Hi"))(exchange)
    })
    const modelId =
      "arn:aws:bedrock:ap-northeast-1:123456789012:application-inference-profile/a1b2c3"
    outcomeOf(await run(server, converse({ modelId })))
    expect(seen).toEqual([
      "/model/arn%3Aaws%3Abedrock%3Aap-northeast-1%3A123456789012%3Aapplication-inference-profile%2Fa1b2c3/converse-stream",
    ])
  })

  it("needs no metadata: it waits a moment and succeeds", async () => {
    const server = await serve(replying(Buffer.concat([start, delta("a"), stop]), () => {}))
    expect(outcomeOf(await run(server, converse()))).toEqual({ stopReason: "end_turn", text: "a" })
  })

  it("names the tier that served it", async () => {
    const told = event("metadata", { serviceTier: { type: "flex" } })
    const server = await serve(replying(Buffer.concat([start, delta("a"), stop, told])))
    expect(outcomeOf(await run(server, converse()))).toEqual({
      stopReason: "end_turn",
      text: "a",
      serviceTier: "flex",
    })
  })

  it("may be without text", async () => {
    const server = await serve(
      replying(
        Buffer.concat([
          start,
          event("messageStop", { stopReason: "guardrail_intervened" }),
          metadata,
        ]),
      ),
    )
    expect(outcomeOf(await run(server, converse({ firstEventMs: 1_500 })))).toMatchObject({
      stopReason: "guardrail_intervened",
      text: "",
    })
  })

  it("may hold events and members that are not known yet", async () => {
    const bytes = Buffer.concat([
      start,
      event("somethingNew", { a: 1 }),
      frame({ ":message-type": "event", ":event-type": "binaryNews" }, Buffer.from([0xff, 0])),
      event("contentBlockDelta", {
        contentBlockIndex: 0,
        delta: { reasoningContent: { text: "hm" } },
      }),
      delta("a"),
      stop,
      metadata,
    ])
    const server = await serve(replying(bytes))
    expect(outcomeOf(await run(server, converse())).text).toBe("a")
  })

  it("comes over HTTP/1.1 as well", async () => {
    const server = await serve(replying(answer("a", "b")), { protocols: "h1" })
    const both = Effect.all([converse(), converse()])
    const exit = await run(server, both)
    if (Exit.isFailure(exit)) throw Cause.squash(exit.cause)
    expect(exit.value.map(({ text }) => text)).toEqual(["ab", "ab"])
  })

  it("costs at most two connections for 300 chats, 50 at a time", async () => {
    const server = await serve(replying(answer("a", "b")))
    const all = Effect.forEach(Array.from({ length: 300 }), () => converse(), { concurrency: 50 })
    const exit = await run(server, all)
    expect(Exit.isSuccess(exit)).toBe(true)
    expect(server.connections).toBeLessThanOrEqual(2)
    expect(server.cancelled).toBe(0)
  })
})

describe("an incomplete answer is a failure", () => {
  const half = Buffer.concat([start, delta("half")])

  it.each<[string, (exchange: Exchange) => void]>([
    ["the stream ends", ({ response }) => response.end()],
    ["FIN", ({ socket }) => socket.end()],
    ["RST of TCP", ({ socket }) => socket.resetAndDestroy()],
    ["the session is destroyed", ({ session }) => session?.destroy()],
    ["RST_STREAM", ({ response }) => response.stream.close(2)],
    ["half a frame, then the end", ({ response }) => response.end(delta("x").subarray(0, 20))],
    [
      "half a frame, then FIN",
      ({ response, socket }) => {
        response.write(delta("x").subarray(0, 20), () => socket.end())
      },
    ],
  ])("truncated: %s", async (_, after) => {
    let texts = ""
    const server = await serve(replying(half, after))
    const exit = await run(
      server,
      converse({}, (text) => (texts += text)),
    )
    expect(errorOf(exit)).toMatchObject({ reason: "truncated", retryable: true })
    expect(texts).toBe("half")
    expect(server.requests).toBe(1)
  })

  it.each([
    ["throttlingException", "throttled"],
    ["modelStreamErrorException", "model-error"],
    ["validationException", "validation"],
    ["internalServerException", "unavailable"],
    ["serviceUnavailableException", "unavailable"],
    ["accessDeniedException", "access-denied"],
    ["modelTimeoutException", "model-error"],
    ["neverHeardOfException", "model-error"],
  ])("%s within the stream", async (name, reason) => {
    const server = await serve(replying(Buffer.concat([half, exception(name, "why")]), () => {}))
    expect(errorOf(await run(server, converse()))).toMatchObject({
      reason,
      detail: `${name}: why`,
    })
    await server.until(() => server.cancelled === 1)
  })

  it("an error message within the stream", async () => {
    const bytes = frame(
      { ":message-type": "error", ":error-code": "InternalFailure", ":error-message": "oops" },
      "",
    )
    const server = await serve(replying(Buffer.concat([start, bytes])))
    expect(errorOf(await run(server, converse()))).toMatchObject({
      reason: "unavailable",
      detail: "InternalFailure: oops",
    })
  })

  const corrupt = Buffer.from(delta("evil"))
  corrupt[corrupt.length - 6]! ^= 1
  it.each([
    ["a corrupt checksum", corrupt, "truncated"],
    ["no event stream at all", Buffer.from("<html>".repeat(10)), "truncated"],
    [
      "a delta that is not JSON",
      frame({ ":message-type": "event", ":event-type": "contentBlockDelta" }, "{"),
      "model-error",
    ],
    [
      "a delta of the wrong shape",
      event("contentBlockDelta", { delta: { text: 5 } }),
      "model-error",
    ],
    ["a stop without its reason", event("messageStop", {}), "model-error"],
  ])("%s", async (_, bytes, reason) => {
    const texts: Array<string> = []
    const server = await serve(replying(Buffer.concat([start, bytes, stop, metadata]), () => {}))
    expect(
      errorOf(
        await run(
          server,
          converse({}, (text) => texts.push(text)),
        ),
      ).reason,
    ).toBe(reason)
    expect(texts).toEqual([])
    await server.until(() => server.cancelled === 1)
  })

  it.each([
    [429, "ThrottlingException", "throttled"],
    [400, "ValidationException", "validation"],
    [403, "AccessDeniedException", "access-denied"],
    [403, "InvalidSignatureException", "access-denied"],
    [404, "ResourceNotFoundException", "validation"],
    [424, "ModelErrorException", "model-error"],
    [500, "InternalServerException", "unavailable"],
    [503, "ServiceUnavailableException", "unavailable"],
    [529, "Whatever", "unavailable"],
  ])("status %d %s is not retried", async (status, type, reason) => {
    const server = await serve(({ response }) => {
      response.writeHead(status, { "x-amzn-errortype": type, "content-type": "application/json" })
      response.end(JSON.stringify({ message: "no" }))
    })
    expect(errorOf(await run(server, converse()))).toMatchObject({ reason })
    expect(server.requests).toBe(1)
  })

  it("an error page that is no JSON", async () => {
    const server = await serve(({ response }) => {
      response.writeHead(502, { "content-type": "text/html" }).end("<html>Bad gateway</html>")
    })
    expect(errorOf(await run(server, converse())).reason).toBe("unavailable")
  })
})

describe("deadlines", () => {
  it.each<[string, (exchange: Exchange) => void]>([
    ["nothing comes", () => {}],
    ["only the head comes", replying(Buffer.alloc(0), () => {})],
    ["events without text come", replying(start, () => {})],
  ])("first-token-timeout: %s", async (_, handle) => {
    const server = await serve(handle)
    const exit = await run(server, converse({ firstEventMs: 300 }))
    expect(errorOf(exit)).toMatchObject({ reason: "first-token-timeout" })
    await server.until(() => server.cancelled === 1)
  })

  it("gap-timeout: the stream falls silent, or drips bytes of an event that never ends", async () => {
    const server = await serve(
      replying(Buffer.concat([start, delta("a")]), ({ response }) => {
        const timer = setInterval(() => response.write(delta("long").subarray(0, 1)), 10)
        response.once("close", () => clearInterval(timer))
      }),
    )
    const exit = await run(server, converse({ gapMs: 60 }))
    expect(["gap-timeout", "truncated"]).toContain(errorOf(exit).reason)
    await server.until(() => server.cancelled === 1)
  })

  it("a slow stream is no silent one", async () => {
    const server = await serve(
      replying(start, ({ response }) => {
        let left = 12
        const timer = setInterval(() => {
          if (left-- > 0) return void response.write(delta("."))
          clearInterval(timer)
          response.end(Buffer.concat([stop, metadata]))
        }, 20)
      }),
    )
    expect(outcomeOf(await run(server, converse({ gapMs: 150 }))).text).toBe(".".repeat(12))
  })
})

describe("leaving", () => {
  it("interruption resets the stream, and nothing is heard of it again", async () => {
    const server = await serve(
      replying(Buffer.concat([start, delta("a")]), ({ response }) => {
        const timer = setInterval(() => response.write(delta("b")), 1)
        response.once("close", () => clearInterval(timer))
      }),
    )
    let texts = ""
    const exit = await run(
      server,
      Effect.gen(function* () {
        const transport = yield* BedrockTransport
        const fiber = yield* Effect.forkChild(
          converse({}, (text) => (texts += text)),
          { startImmediately: true },
        )
        yield* Effect.promise(() => server.until(() => texts.length > 3))
        yield* Fiber.interrupt(fiber)
        const heard = texts.length
        yield* Effect.promise(() => server.until(() => server.cancelled === 1))
        expect(texts).toHaveLength(heard)
        expect(transport.handler.stats()).toMatchObject({ streams: 0, sessions: 1 })
      }),
    )
    expect(Exit.isSuccess(exit)).toBe(true)
  })

  it("a listener that throws is a defect, and the stream is reset", async () => {
    const server = await serve(replying(Buffer.concat([start, delta("a")]), () => {}))
    const exit = await run(
      server,
      converse({}, () => {
        throw new TypeError("a bug")
      }),
    )
    expect(Exit.isFailure(exit) && Cause.hasDies(exit.cause)).toBe(true)
    await server.until(() => server.cancelled === 1)
  })

  it("closing the layer ends its connections", async () => {
    const server = await serve(replying(answer("a")))
    await run(server, converse())
    await server.until(() => server.sockets.every((socket) => socket.destroyed))
  })
})

/** How often it was told of one call that it was sent again. */
const sentAgain = async (server: { readonly origin: string }) => {
  let told = 0
  const listener = { onText: () => undefined, onSentAgain: () => void (told += 1) }
  await run(
    server,
    Effect.flatMap(BedrockChat, (chat) => chat.converse(request, listener)),
  )
  return told
}

describe("one safe replay", () => {
  it("when the connection fails between the head and the first event", async () => {
    const server = await serve((exchange) => {
      if (server.requests === 1) replying(Buffer.alloc(0), ({ socket }) => socket.end())(exchange)
      else replying(answer("a"))(exchange)
    })
    expect(await sentAgain(server)).toBe(1)
    expect(server.requests).toBe(2)
  })

  it("is told, also where the pool made it", async () => {
    const server = await serveRaw({ onRequest: ({ below }) => below.destroy() })
    expect(await sentAgain(server)).toBe(1)
    const well = await serve(replying(answer("a")))
    expect(await sentAgain(well)).toBe(0)
  })

  it("but never a second one", async () => {
    const server = await serve(replying(Buffer.alloc(0), ({ socket }) => socket.end()))
    // Whether the head was seen before the end depends on how the two were packed.
    expect(["truncated", "connection"]).toContain(errorOf(await run(server, converse())).reason)
    expect(server.requests).toBe(2)
  })

  it("not when the server ended an empty stream itself", async () => {
    const server = await serve(replying(Buffer.alloc(0)))
    expect(errorOf(await run(server, converse())).reason).toBe("truncated")
    expect(server.requests).toBe(1)
  })

  it("not when the request was moved already", async () => {
    const server = await serveRaw({ onRequest: ({ below }) => below.destroy() })
    expect(errorOf(await run(server, converse())).reason).toBe("connection")
    expect(server.requests).toBe(2)
  })
})

describe("BedrockTransport", () => {
  it("warms sessions with requests that buy no token, and is content with any answer", async () => {
    const paths: Array<string> = []
    const server = await serve((exchange) => {
      paths.push(`${exchange.response.req.method} ${exchange.path}`)
      if (exchange.path.endsWith("/converse-stream")) return replying(answer("a"))(exchange)
      const type = ["AccessDeniedException", "ThrottlingException"][paths.length % 2]
      exchange.response.writeHead(403, { "x-amzn-errortype": type }).end("{}")
    })
    const exit = await run(
      server,
      Effect.gen(function* () {
        const { warm } = yield* BedrockTransport
        expect(yield* warm(2)).toEqual({ protocol: "h2", sessions: 2 })
        expect(new Set(paths)).toEqual(new Set(["GET /async-invoke"]))
        yield* converse()
      }),
    )
    expect(exit).toMatchObject({ _tag: "Success" })
    expect(server.connections).toBe(2)
  })

  it("is not warm when its signature is refused", async () => {
    const server = await serve(({ response }) => {
      response.writeHead(403, { "x-amzn-errortype": "UnrecognizedClientException" })
      response.end(JSON.stringify({ message: "The security token is invalid" }))
    })
    const exit = await run(
      server,
      Effect.flatMap(BedrockTransport, ({ warm }) => warm()),
    )
    expect(errorOf(exit)).toMatchObject({ reason: "access-denied", retryable: false })
  })

  it("refuses an endpoint that is no URL, and names the variable", async () => {
    bedrockAt("127.0.0.1:8080")
    const exit = await Effect.runPromiseExit(
      Effect.scoped(Layer.build(BedrockTransport.layer)).pipe(
        Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv())),
      ),
    )
    expect(String(Exit.isFailure(exit) && Cause.squash(exit.cause))).toContain(
      "AWS_ENDPOINT_URL_BEDROCK_RUNTIME must be a URL",
    )
  })
})
