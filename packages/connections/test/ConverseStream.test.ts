import { Effect, Fiber, Stream } from "effect"
import { describe, expect, it } from "vitest"
import { converseStream } from "../src/bedrock/ConverseStream.ts"
import { errorOf, replying, request, run, valueOf } from "./bedrockHarness.ts"
import { answer, delta, metadata, start, stop } from "./eventStream.ts"
import { serve } from "./handlerHarness.ts"

const endless = replying(start, ({ response }) => {
  const timer = setInterval(() => response.write(delta("b")), 1)
  response.once("close", () => clearInterval(timer))
})

describe("converseStream", () => {
  it("gives the texts, then the outcome", async () => {
    const server = await serve(replying(answer("a", "b")))
    expect(valueOf(await run(server, Stream.runCollect(converseStream(request))))).toEqual([
      { type: "text", text: "a" },
      { type: "text", text: "b" },
      { type: "end", outcome: expect.objectContaining({ stopReason: "end_turn", text: "ab" }) },
    ])
    expect(server.cancelled).toBe(0)
  })

  it("fails after the texts that came, and never ends then", async () => {
    const server = await serve(replying(Buffer.concat([start, delta("half")])))
    const seen: Array<string> = []
    const reading = Stream.runForEach(converseStream(request), (each) =>
      Effect.sync(() => seen.push(each.type === "text" ? each.text : "end")),
    )
    expect(errorOf(await run(server, reading)).reason).toBe("truncated")
    expect(seen).toEqual(["half"])
  })

  it.each([
    ["text after its end", [start, delta("a"), stop, delta("b")]],
    ["a second end", [start, delta("a"), stop, stop]],
    ["text before its beginning", [delta("a"), start, stop]],
    ["an end without a beginning", [stop]],
    ["a second beginning", [start, delta("a"), start, stop]],
  ])("takes %s for a broken answer", async (_, events) => {
    const server = await serve(replying(Buffer.concat([...events, metadata])))
    const reading = Stream.runCollect(converseStream(request))
    expect(errorOf(await run(server, reading)).reason).toBe("model-error")
  })

  it("begins with the first that is visible, the white space before it included", async () => {
    const server = await serve(replying(answer("\n", " ", "\u0007", "\ta ", " ", "b")))
    const all = valueOf(await run(server, Stream.runCollect(converseStream(request))))
    expect(all.flatMap((each) => (each.type === "text" ? [each.text] : []))).toEqual([
      "\n \ta ",
      " ",
      "b",
    ])
    expect(all.at(-1)).toMatchObject({ outcome: { text: "\n \ta  b" } })
  })

  it("takes white space alone for no text, and waits no longer for it", async () => {
    const server = await serve(
      replying(Buffer.concat([start, delta(" \n"), delta("\t")]), ({ response }) => {
        if (server.requests === 1) response.end(Buffer.concat([stop, metadata]))
      }),
    )
    const reading = Stream.runCollect(converseStream({ ...request, firstEventMs: 500 }))
    expect(valueOf(await run(server, reading))).toMatchObject([
      { type: "end", outcome: { text: "" } },
    ])
    expect(errorOf(await run(server, reading)).reason).toBe("first-token-timeout")
  })

  it("leaves out what a reader does not see, or would see in another order", async () => {
    const said = [
      "a\u0000b\u0007",
      "\u001b[31m",
      "\u0085\u009f",
      "1\u202e2\u202c3",
      "\u2066x\u2069",
      "\u{e0041}\u{e007f}",
      "tab\tline\r\n",
      "ヴィンランド・サガ 👍🏽 é \u200d",
    ]
    const server = await serve(replying(answer(...said)))
    const all = valueOf(await run(server, Stream.runCollect(converseStream(request))))
    const texts = all.flatMap((each) => (each.type === "text" ? [each.text] : []))
    const seen = ["ab", "[31m", "123", "x", "tab\tline\r\n", "ヴィンランド・サガ 👍🏽 é \u200d"]
    expect(texts).toEqual(seen)
    expect(all.at(-1)).toMatchObject({ outcome: { text: seen.join("") } })
  })

  it("resets the model's stream when the consumer has enough", async () => {
    const server = await serve(endless)
    const three = Stream.runCollect(Stream.take(converseStream(request), 3))
    expect(valueOf(await run(server, three))).toHaveLength(3)
    await server.until(() => server.cancelled === 1)
  })

  it("resets the model's stream when the consumer is interrupted", async () => {
    const server = await serve(endless)
    let seen = 0
    const exit = await run(
      server,
      Effect.gen(function* () {
        const reading = Stream.runForEach(converseStream(request), () => Effect.sync(() => seen++))
        const fiber = yield* Effect.forkChild(reading, { startImmediately: true })
        yield* Effect.promise(() => server.until(() => seen > 3))
        yield* Fiber.interrupt(fiber)
        yield* Effect.promise(() => server.until(() => server.cancelled === 1))
      }),
    )
    expect(exit).toMatchObject({ _tag: "Success" })
  })
})
