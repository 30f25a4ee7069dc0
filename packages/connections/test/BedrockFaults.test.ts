import { Effect, Exit, Fiber } from "effect"
import { describe, expect, it } from "vitest"
import { BedrockTransport } from "../src/bedrock/BedrockTransport.ts"
import { converse, errorOf, outcomeOf, replying, run, valueOf } from "./bedrockHarness.ts"
import { answer, delta, exception, start, stop } from "./eventStream.ts"
import { serve, serveRaw } from "./handlerHarness.ts"
import { type Exchange } from "./TestServer.ts"

const streams = Effect.map(BedrockTransport, ({ handler }) => handler.stats().streams)

/** Timers that would keep the process alive. */
const timers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === "Timeout").length

describe("leaving resets the stream", () => {
  it.each<[string, (exchange: Exchange) => void]>([
    ["before the head of the answer", () => {}],
    ["between the head and the first event", replying(Buffer.alloc(0), () => {})],
    ["between the start and the first text", replying(start, () => {})],
    [
      "in the middle of an event",
      replying(Buffer.concat([start, delta("a").subarray(0, 20)]), () => {}),
    ],
    ["while an error is being read", ({ response }) => void response.writeHead(429).write("{")],
  ])("%s", async (_, handle) => {
    const server = await serve(handle)
    const exit = await run(
      server,
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(converse(), { startImmediately: true })
        yield* Effect.promise(() => server.until(() => server.open === 1))
        yield* Fiber.interrupt(fiber)
        yield* Effect.promise(() => server.until(() => server.cancelled === 1 && server.open === 0))
        expect(yield* streams).toBe(0)
      }),
    )
    expect(exit).toMatchObject({ _tag: "Success" })
  })

  it("even in the turn in which it was asked for", async () => {
    const server = await serve(replying(answer("a")))
    const exit = await run(
      server,
      Effect.gen(function* () {
        // A session stands, so that the request is written at once.
        yield* converse()
        const before = timers()
        const fiber = yield* Effect.forkChild(converse(), { startImmediately: true })
        yield* Fiber.interrupt(fiber)
        expect(timers()).toBe(before)
        outcomeOf(yield* Effect.exit(converse()))
        const { handler } = yield* BedrockTransport
        yield* Effect.promise(() => server.until(() => handler.stats().streams === 0))
      }),
    )
    expect(exit).toMatchObject({ _tag: "Success" })
  })
})

describe("a connection that fails", () => {
  it("by GOAWAY in the middle of an answer lets it end, and the next one goes elsewhere", async () => {
    const server = await serve(
      replying(Buffer.concat([start, delta("a")]), ({ response, session }) => {
        if (server.requests === 1) session?.goaway(0)
        response.end(Buffer.concat([delta("b"), stop]))
      }),
    )
    const exit = await run(server, Effect.all([converse(), converse()]))
    expect(valueOf(exit).map(({ text }) => text)).toEqual(["ab", "ab"])
    expect(server.connections).toBe(2)
  })

  it.each([
    ["GOAWAY that leaves the stream out, before the head", false, true, 0],
    ["GOAWAY that leaves the stream out, after the head", true, true, 0],
    ["RST_STREAM with REFUSED_STREAM, before the head", false, false, 7],
    ["RST_STREAM with INTERNAL_ERROR, after the head", true, false, 2],
  ])("%s: asked once more", async (_, head, goaway, code) => {
    const server = await serveRaw({
      onRequest: (connection, stream, count) => {
        if (count > 1) {
          connection.respond(stream)
          return connection.data(stream, answer("a"), true)
        }
        if (head) connection.respond(stream)
        if (goaway) connection.goaway(0, code)
        else connection.reset(stream, code)
      },
    })
    expect(outcomeOf(await run(server, converse())).text).toBe("a")
    expect(server.requests).toBe(2)
  })

  it.each([
    ["RST_STREAM", false],
    ["GOAWAY that leaves the stream out", true],
  ])("by %s after an event is not asked again", async (_, goaway) => {
    const server = await serveRaw({
      onRequest: (connection, stream) => {
        connection.respond(stream)
        connection.data(stream, Buffer.concat([start, delta("half")]))
        if (goaway) connection.goaway(0, 0)
        else connection.reset(stream, 2)
      },
    })
    let texts = ""
    const exit = await run(
      server,
      converse({}, (text) => (texts += text)),
    )
    expect(errorOf(exit).reason).toBe("truncated")
    // The reset may overtake what was sent before it.
    expect(["", "half"]).toContain(texts)
    if (texts === "half") expect(server.requests).toBe(1)
  })
})

describe("slow answers", () => {
  it("whose first event drips byte by byte end at the first deadline", async () => {
    const bytes = Buffer.concat([start, delta("x".repeat(2_000))])
    const server = await serve(({ response }) => {
      response.writeHead(200)
      let at = 0
      const timer = setInterval(() => response.write(bytes.subarray(at, ++at)), 5)
      response.once("close", () => clearInterval(timer))
    })
    const exit = await run(server, converse({ firstEventMs: 300 }))
    expect(errorOf(exit).reason).toBe("first-token-timeout")
    await server.until(() => server.cancelled === 1)
  })

  it("whose text drips byte by byte end at the gap's deadline", async () => {
    const rest = delta("x".repeat(2_000))
    const server = await serve(
      replying(Buffer.concat([start, delta("a")]), ({ response }) => {
        let at = 0
        const timer = setInterval(() => response.write(rest.subarray(at, ++at)), 5)
        response.once("close", () => clearInterval(timer))
      }),
    )
    expect(errorOf(await run(server, converse({ gapMs: 80 }))).reason).toBe("gap-timeout")
    await server.until(() => server.cancelled === 1)
  })

  it("that stop and never close are complete, and reset", async () => {
    const server = await serve(replying(Buffer.concat([start, delta("a"), stop]), () => {}))
    const exit = await run(
      server,
      Effect.gen(function* () {
        const outcome = yield* converse()
        yield* Effect.promise(() => server.until(() => server.open === 0))
        expect(yield* streams).toBe(0)
        return outcome
      }),
    )
    expect(valueOf(exit)).toEqual({ stopReason: "end_turn", text: "a" })
  })
})

it("one broken stream takes no other down, and nothing is left behind", async () => {
  const corrupt = Buffer.from(delta("evil"))
  corrupt[corrupt.length - 1] = (corrupt.at(-1) ?? 0) ^ 1
  const kinds: ReadonlyArray<(exchange: Exchange) => void> = [
    replying(answer("fine")),
    replying(Buffer.concat([start, corrupt]), () => {}),
    replying(Buffer.concat([start, exception("throttlingException", "no")]), () => {}),
    ({ response }) => response.stream.close(2),
    ({ response }) => void response.writeHead(500).end("{}"),
    replying(Buffer.concat([start, delta("half")]), ({ response }) => response.end()),
    () => {},
  ]
  const server = await serve((exchange) => {
    const index = Number(/kind-(\d)/.exec(exchange.path)?.[1])
    kinds[index]?.(exchange)
  })
  const exit = await run(
    server,
    Effect.gen(function* () {
      const before = timers()
      const calls = Array.from({ length: 70 }, (_, index) =>
        Effect.exit(converse({ modelId: `kind-${index % 7}`, firstEventMs: 700 })),
      )
      const exits = yield* Effect.all(calls, { concurrency: "unbounded" })
      expect(timers()).toBeLessThanOrEqual(before)
      yield* Effect.promise(() => server.until(() => server.open === 0))
      expect(yield* streams).toBe(0)
      return exits
    }),
  )
  const exits = valueOf(exit)
  const reasons = exits.map((each) => (Exit.isSuccess(each) ? "complete" : errorOf(each).reason))
  for (const [index, reason] of reasons.entries()) {
    const expected = [
      "complete",
      "truncated",
      "throttled",
      "connection",
      "unavailable",
      "truncated",
    ]
    expect(reason).toBe(expected[index % 7] ?? "first-token-timeout")
  }
  // 70 streams fit on two sessions; none was replaced.
  expect(server.connections).toBe(2)
})

it("closing the transport aborts what runs", async () => {
  const server = await serve(replying(Buffer.concat([start, delta("a")]), () => {}))
  const exit = await run(
    server,
    Effect.gen(function* () {
      const { handler } = yield* BedrockTransport
      const fiber = yield* Effect.forkChild(Effect.exit(converse()), { startImmediately: true })
      yield* Effect.promise(() => server.until(() => server.open === 1))
      handler.destroy()
      const running = yield* Fiber.join(fiber)
      return { running, next: yield* Effect.exit(converse()) }
    }),
  )
  const { running, next } = valueOf(exit)
  expect(errorOf(running)).toMatchObject({ retryable: expect.any(Boolean) })
  expect(errorOf(next)).toMatchObject({ reason: "aborted", retryable: false })
})
