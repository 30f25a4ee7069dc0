/** The AI SDK's own functions over a model that the cache stands around. */
import { APICallError, generateText, type ModelMessage, streamText, wrapLanguageModel } from "ai"
import { afterEach, describe, expect, it } from "vitest"
import {
  safeCacheMiddleware,
  type SafeCacheMiddleware,
  type SafeCacheOptions,
} from "../src/ai-sdk.ts"
import type { StreamPart } from "../src/models/ModelParts.ts"
import { answerOf, scriptedModel } from "./scriptedModel.ts"

const opened: Array<SafeCacheMiddleware> = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

const around = async (
  scripted: ReturnType<typeof scriptedModel>,
  options: Partial<SafeCacheOptions> = {},
) => {
  const middleware = await safeCacheMiddleware({ freshForMs: 60_000, ...options })
  opened.push(middleware)
  return { middleware, model: wrapLanguageModel({ model: scripted.model, middleware }) }
}
type Wrapped = Awaited<ReturnType<typeof around>>["model"]

interface Heard {
  readonly chunks: ReadonlyArray<string>
  readonly source: unknown
  readonly finish: string | undefined
  readonly error: unknown
}

interface Asking {
  readonly headers?: Record<string, string>
  readonly temperature?: number
  readonly instructions?: string
  readonly abortSignal?: AbortSignal
  readonly maxRetries?: number
  readonly before?: ReadonlyArray<ModelMessage>
  readonly onText?: (text: string) => void
}

const ask = async (
  model: Wrapped,
  question: string,
  { before = [], onText, ...settings }: Asking = {},
): Promise<Heard> => {
  const messages: Array<ModelMessage> = [...before, { role: "user", content: question }]
  const answer = streamText({ model, messages, maxRetries: 0, onError: () => {}, ...settings })
  const heard: { -readonly [K in keyof Heard]: Heard[K] } = {
    chunks: [],
    source: undefined,
    finish: undefined,
    error: undefined,
  }
  try {
    for await (const part of answer.fullStream) {
      if (part.type === "text-delta") {
        heard.chunks = [...heard.chunks, part.text]
        onText?.(part.text)
      }
      if (part.type === "error") throw part.error
      if (part.type === "finish-step") {
        heard.source = part.providerMetadata?.["safeCache"]?.["source"]
        heard.finish = part.finishReason
      }
    }
  } catch (error) {
    heard.error = error
  }
  return heard
}

describe("an answer that was complete", () => {
  it("is replayed in its chunks, with its end and its usage, and says where it came from", async () => {
    const scripted = scriptedModel(() => answerOf(["One ", "two ", "three"]))
    const { model } = await around(scripted)
    const first = await ask(model, "Count")
    const second = await ask(model, "Count")
    expect(first).toMatchObject({ chunks: ["One ", "two ", "three"], source: "model" })
    expect(second).toEqual({ ...first, source: "cache" })
    const third = streamText({ model, prompt: "Count" })
    expect(await third.usage).toMatchObject({ inputTokens: 12, outputTokens: 3 })
    expect((await third.response).timestamp).toEqual(new Date(1_700_000_000_000))
    expect(scripted.calls).toHaveLength(1)
  })

  it("is another for any other setting, model, partition or header", async () => {
    const scripted = scriptedModel(() => answerOf(["Yes"]))
    let partition = "a"
    const { middleware, model } = await around(scripted, { forCall: () => ({ partition }) })
    const renamed = wrapLanguageModel({
      model: { ...scripted.model, modelId: "other" },
      middleware,
    })
    const headers = { "user-agent": "one", traceparent: "00-1" }
    await ask(model, "Q", { headers })
    expect((await ask(model, "Q", { headers: { traceparent: "00-2" } })).source).toBe("cache")
    expect((await ask(model, "Q", { temperature: 0.5 })).source).toBe("model")
    expect((await ask(model, "Q", { instructions: "Be brief." })).source).toBe("model")
    expect((await ask(model, "Q", { headers: { "x-tenant": "b" } })).source).toBe("model")
    expect((await ask(renamed, "Q")).source).toBe("model")
    partition = "b"
    expect((await ask(model, "Q")).source).toBe("model")
    expect(scripted.calls).toHaveLength(6)
  })

  it("is shared by the wordings that a grammar holds for one question, and by no others", async () => {
    const scripted = scriptedModel((call) => answerOf([`answer ${call}`]))
    const forms: Record<string, string> = {
      "How much is it?": "price",
      "What's the price?": "price",
    }
    const { model } = await around(scripted, { canonical: (question) => forms[question] })
    await ask(model, "How much is it?")
    expect(await ask(model, "What's the price?")).toMatchObject({
      source: "cache",
      chunks: ["answer 1"],
    })
    expect((await ask(model, "What is it?")).source).toBe("model")
    expect((await ask(model, "price")).source).toBe("model")
    const before: ReadonlyArray<ModelMessage> = [
      { role: "user", content: "Hello" },
      { role: "assistant", content: "Hello!" },
    ]
    expect((await ask(model, "How much is it?", { before })).source).toBe("model")
  })

  it("ends with its tags, and while it is stale is made anew by one call", async () => {
    const scripted = scriptedModel((call) => answerOf([`answer ${call}`]))
    const { middleware, model } = await around(scripted, { forCall: () => ({ tags: ["book:1"] }) })
    await ask(model, "Q")
    await middleware.invalidate("book:1")
    expect((await ask(model, "Q")).chunks).toEqual(["answer 2"])
    await expect.poll(async () => (await ask(model, "Q")).source).toBe("cache")

    const old = await around(scripted, { freshForMs: 1, staleForMs: 60_000 })
    await ask(old.model, "Q")
    await expect.poll(async () => (await ask(old.model, "Q")).chunks).toEqual(["answer 4"])
  })

  it("is served while it is made anew, where a tag makes it stale", async () => {
    const scripted = scriptedModel((call) => answerOf([`answer ${call}`]))
    const { middleware, model } = await around(scripted, {
      forCall: () => ({ tags: ["book:1"], whenInvalidated: "stale" }),
    })
    await ask(model, "Q")
    await middleware.invalidate("book:1")
    expect(await ask(model, "Q")).toMatchObject({ chunks: ["answer 1"], source: "cache" })
    await expect.poll(async () => (await ask(model, "Q")).chunks).toEqual(["answer 2"])
    expect(middleware.counters()).toMatchObject({ calls: 2, invalidated: 0 })
  })

  it("is kept for `generateText` as well", async () => {
    const scripted = scriptedModel((call) => answerOf([`answer ${call}`]))
    const { model } = await around(scripted)
    const all = await Promise.all([1, 2, 3].map(() => generateText({ model, prompt: "Q" })))
    expect(all.map(({ text }) => text)).toEqual(["answer 1", "answer 1", "answer 1"])
    const { providerMetadata, text } = await generateText({ model, prompt: "Q" })
    expect([text, providerMetadata?.["safeCache"]]).toEqual(["answer 1", { source: "cache" }])
    expect(scripted.calls).toHaveLength(1)
  })
})

describe("what is never kept", () => {
  const unfit: Record<string, ReadonlyArray<StreamPart>> = {
    "cut at its length": answerOf(["Half"], "length"),
    blocked: answerOf(["Half"], "content-filter"),
    interrupted: answerOf(["Half"], "interrupted"),
    "ended for another reason": answerOf(["Half"], "other"),
    "without an end": answerOf(["Half"]).slice(0, -1),
    "with an error in it": [
      ...answerOf(["Half"]).slice(0, -1),
      { type: "error", error: new Error("throttled") },
      ...answerOf([]).slice(-1),
    ],
    empty: answerOf([" "]),
    "with a tool's call": [
      ...answerOf(["Let me see"]).slice(0, -1),
      { type: "tool-call", toolCallId: "1", toolName: "look", input: "{}" },
      ...answerOf([]).slice(-1),
    ],
  }
  it.each(Object.entries(unfit))("an answer %s", async (_, parts) => {
    const scripted = scriptedModel(() => parts)
    const { middleware, model } = await around(scripted)
    await ask(model, "Q")
    await ask(model, "Q")
    expect(scripted.calls).toHaveLength(2)
    expect(middleware.counters()).toMatchObject({ kept: 0, notKept: 2, calls: 2 })
  })

  it.each(["length", "content-filter"] as const)(
    "a generated answer that ended by %s",
    async (end) => {
      const scripted = scriptedModel(() => answerOf(["Half"], end))
      const { model } = await around(scripted)
      await generateText({ model, prompt: "Q" })
      await generateText({ model, prompt: "Q" })
      expect(scripted.calls).toHaveLength(2)
    },
  )

  it("an answer that its caller refuses, or a call that it keeps away", async () => {
    const scripted = scriptedModel(() => answerOf(["My secret"]))
    const { model } = await around(scripted, { mayKeep: (text) => !text.includes("secret") })
    await ask(model, "Q")
    expect((await ask(model, "Q")).source).toBe("model")
    const { middleware, model: away } = await around(scripted, { forCall: () => false })
    await Promise.all([ask(away, "Q"), ask(away, "Q")])
    expect(scripted.calls).toHaveLength(4)
    expect(middleware.counters()).toMatchObject({ passed: 2, calls: 0 })
  })

  it("an answer that broke off: all its callers hear so", async () => {
    const scripted = scriptedModel()
    const { model } = await around(scripted)
    const texts: Array<string> = []
    const onText = (text: string) => texts.push(text)
    const heard = [ask(model, "Q", { onText }), ask(model, "Q", { onText })]
    await expect.poll(() => scripted.calls.length).toBe(1)
    scripted.calls[0]!.say(...answerOf(["Half"]).slice(0, 4))
    await expect.poll(() => texts).toEqual(["Half", "Half"])
    scripted.calls[0]!.cut(new Error("body-cut"))
    for (const { chunks, error } of await Promise.all(heard)) {
      expect([chunks, error]).toEqual([["Half"], new Error("body-cut")])
    }
    void ask(model, "Q")
    await expect.poll(() => scripted.calls.length).toBe(2)
    scripted.calls[1]!.cut(new Error("over"))
  })
})

describe("callers of one call", () => {
  it("all stream it, late ones from its start, and leave without ending it", async () => {
    const scripted = scriptedModel()
    const { middleware, model } = await around(scripted)
    const left = new AbortController()
    const chunks: Array<string> = []
    const first = ask(model, "Q", { abortSignal: left.signal, onText: (text) => chunks.push(text) })
    await expect.poll(() => scripted.calls.length).toBe(1)
    const [call] = scripted.calls
    const parts = answerOf(["One ", "two"])
    call!.say(...parts.slice(0, 4))
    await expect.poll(() => chunks).toEqual(["One "])
    const late: Array<string> = []
    const second = ask(model, "Q", { onText: (text) => late.push(text) })
    await expect.poll(() => late).toEqual(["One "])
    left.abort()
    await first
    expect(call!.signal?.aborted).toBe(false)
    call!.say(...parts.slice(4))
    call!.end()
    expect(await second).toMatchObject({ chunks: ["One ", "two"], source: "flight" })
    await expect.poll(async () => (await ask(model, "Q")).source).toBe("cache")
    expect(middleware.counters()).toMatchObject({ calls: 1, shared: 1, kept: 1 })
  })

  it("end it when the last one leaves, and nothing is kept", async () => {
    const scripted = scriptedModel()
    const { middleware, model } = await around(scripted)
    const left = new AbortController()
    const heard = [1, 2].map(() => ask(model, "Q", { abortSignal: left.signal }))
    await expect.poll(() => scripted.calls.length).toBe(1)
    scripted.calls[0]!.say(...answerOf(["Half"]).slice(0, 4))
    left.abort()
    await Promise.allSettled(heard)
    await expect.poll(() => scripted.calls[0]!.signal?.aborted).toBe(true)
    void ask(model, "Q")
    await expect.poll(() => scripted.calls.length).toBe(2)
    expect(middleware.counters()).toMatchObject({ kept: 0 })
    scripted.calls[1]!.cut(new Error("over"))
  })

  it("try again after a failure that allows it, as one", async () => {
    const failure = new APICallError({
      message: "Too many tokens",
      url: "https://bedrock",
      requestBodyValues: {},
      statusCode: 429,
      responseHeaders: { "retry-after-ms": "5" },
      isRetryable: true,
    })
    const scripted = scriptedModel((call) => (call === 1 ? failure : answerOf(["Here"])))
    const { model } = await around(scripted)
    const all = await Promise.all([1, 2, 3].map(() => ask(model, "Q", { maxRetries: 1 })))
    expect(all.map(({ chunks }) => chunks)).toEqual([["Here"], ["Here"], ["Here"]])
    expect(scripted.calls).toHaveLength(2)
  })

  it("keep what they heard to its end, when the cache is closed at once", async () => {
    const scripted = scriptedModel(() => answerOf(["Yes"]))
    const { middleware, model } = await around(scripted)
    await ask(model, "Q")
    await middleware.close()
    expect(middleware.counters()).toMatchObject({ kept: 1 })
  })
})
