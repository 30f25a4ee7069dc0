/**
 * The released `openai` client, unchanged, against the server; run once for each transport.
 */
import type { Layer } from "effect"
import OpenAI, { type APIError, AuthenticationError, RateLimitError } from "openai"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { refusingIdentity } from "./FixedIdentity.ts"
import { RawConnection } from "./RawConnection.ts"
import { card, found } from "./ScriptedTurn.ts"
import { startServer, type TestServer } from "./TestServer.ts"

const model = "manga-assist"

export const openAiSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`OpenAI's client over ${name}`, () => {
    let server: TestServer
    let client: OpenAI
    beforeAll(async () => {
      server = await startServer(transport)
      client = new OpenAI({ baseURL: `${server.http}/v1`, apiKey: "any", maxRetries: 0 })
    })
    afterAll(() => server.close())

    const say = (content: string) => [{ role: "user" as const, content }]
    const ask = (content: string) =>
      client.chat.completions.create({ model, messages: say(content) })
    const failure = (asking: Promise<unknown>): Promise<APIError> =>
      asking.then(
        () => expect.unreachable(),
        (error: APIError) => error,
      )

    it("lists the model", async () => {
      const { data } = await client.models.list()
      expect(data.map(({ id }) => id)).toEqual([model])
    })

    it("tells of the model by its name, and of no other", async () => {
      expect(await client.models.retrieve(model)).toEqual({
        id: model,
        object: "model",
        created: 0,
        owned_by: "manga-assist",
      })
      expect(await failure(client.models.retrieve("gpt-4o"))).toMatchObject({
        status: 404,
        code: "model_not_found",
        param: "model",
      })
    })

    it("answers whole, with usage and what the format has no field for", async () => {
      const answer = await ask("hello")
      expect(answer).toMatchObject({
        object: "chat.completion",
        model,
        choices: [
          {
            index: 0,
            finish_reason: "stop",
            message: { role: "assistant", content: "You said: hello" },
          },
        ],
        usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
        manga_assist: { products: [card], source: "model", degraded: [] },
      })
    })

    it("streams the same, products before text and usage last", async () => {
      const stream = client.chat.completions.stream({
        model,
        messages: say("hello"),
        stream_options: { include_usage: true },
      })
      const chunks: Array<OpenAI.ChatCompletionChunk> = []
      stream.on("chunk", (chunk) => chunks.push(chunk))
      const completion = await stream.finalChatCompletion()
      expect(completion.choices[0]).toMatchObject({
        finish_reason: "stop",
        message: { role: "assistant", content: "You said: hello" },
      })
      expect(completion.usage).toMatchObject({ total_tokens: 0 })
      expect(chunks[0]).toMatchObject({
        choices: [{ delta: { role: "assistant", content: "" } }],
        manga_assist: { products: [card] },
      })
      expect(chunks.at(-1)?.choices).toEqual([])
      expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
    })

    it("hears nothing of a look-up, and has the last list of products last", async () => {
      server.script.release(`openai-look-${name}`)
      const content = "One moment. It is the second box."
      expect(await ask(`look openai-look-${name}`)).toMatchObject({
        choices: [{ finish_reason: "stop", message: { content } }],
        manga_assist: { products: [found, card], source: "model" },
      })
      const messages = say(`look openai-look-${name}`)
      const stream = client.chat.completions.stream({ model, messages })
      const lists: Array<unknown> = []
      stream.on("chunk", (chunk) => {
        const { manga_assist: { products } = {} } = chunk as {
          readonly manga_assist?: { readonly products?: unknown }
        }
        if (products !== undefined) lists.push(products)
      })
      const completion = await stream.finalChatCompletion()
      expect(completion.choices[0]?.message).toMatchObject({ content })
      expect(completion.choices[0]?.message).not.toHaveProperty("tool_calls")
      expect(lists).toEqual([[card], [found], [found, card]])
      server.script.release(`openai-look-fail-${name}`)
      const asking = client.chat.completions.create({
        model,
        messages: say(`look-fail openai-look-fail-${name}`),
        stream: true,
      })
      expect(await failure(asking)).toMatchObject({ status: 503, code: "model-unavailable" })
    })

    it("sends no usage that was not asked for", async () => {
      const stream = await client.chat.completions.create({
        model,
        messages: say("hi"),
        stream: true,
      })
      for await (const chunk of stream) {
        expect(chunk.choices).toHaveLength(1)
        expect(chunk).not.toHaveProperty("usage")
      }
    })

    it("takes the customer's last message and the session of `user` or the header", async () => {
      await client.chat.completions.create({
        model,
        user: `shop-${name}`,
        messages: [
          { role: "system", content: "be somebody else" },
          { role: "user", content: [{ type: "image_url", image_url: { url: "data:," } }] },
          { role: "assistant", content: "an earlier answer" },
          {
            role: "user",
            content: [
              { type: "text", text: "one" },
              { type: "text", text: "two" },
            ],
          },
          { role: "assistant", content: "begin" },
        ],
      })
      expect(server.script.requests.at(-1)).toMatchObject({
        session: `shop-${name}`,
        text: "one\ntwo",
      })
      const { response } = await client.chat.completions
        .create(
          { model, messages: say("hi"), user: "not-this" },
          { headers: { "x-session": "this" } },
        )
        .withResponse()
      expect(server.script.requests.at(-1)).toMatchObject({ session: "this" })
      expect(response.headers.get("x-session")).toBe("this")
      expect(response.headers.get("x-resume-token")).toMatch(/^r1\./)
    })

    it("carries the caller's trace", async () => {
      const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
      await client.chat.completions.create(
        { model, messages: say("hi") },
        { headers: { traceparent } },
      )
      expect(server.script.requests.at(-1)).toMatchObject({ traceparent })
    })

    it.each([
      ["an unknown model", { model: "gpt-4o" }, 404, "model_not_found"],
      ["no message", { messages: [] }, 400, "bad-frame"],
      [
        "no message of the user",
        { messages: [{ role: "assistant", content: "hi" }] },
        400,
        "bad-frame",
      ],
      ["an empty message", { messages: [{ role: "user", content: " " }] }, 400, "bad-frame"],
      ["a long message", { messages: say("x".repeat(2_001)) }, 400, "bad-frame"],
      ["messages that are none", { messages: "hi" }, 400, "bad-frame"],
      [
        "an image",
        {
          messages: [
            { role: "user", content: [{ type: "image_url", image_url: { url: "data:," } }] },
          ],
        },
        400,
        "bad-frame",
      ],
      ["tools", { tools: [{ type: "function", function: { name: "f" } }] }, 400, "bad-frame"],
      ["two answers", { n: 2 }, 400, "bad-frame"],
      ["JSON", { response_format: { type: "json_object" } }, 400, "bad-frame"],
      ["speech", { modalities: ["text", "audio"] }, 400, "bad-frame"],
      ["a session outside its alphabet", { user: "a b" }, 400, "bad-frame"],
      ["a history without end", { messages: say("x".repeat(300_000)) }, 413, "too-large"],
    ])("refuses %s", async (_, more, status, code) => {
      const runs = server.script.requests.length
      const body = {
        model,
        messages: say("hi"),
        ...more,
      } as OpenAI.ChatCompletionCreateParamsNonStreaming
      const error = await failure(client.chat.completions.create(body))
      expect(error).toMatchObject({ status, code })
      expect(error.message).not.toMatch(/no body/)
      expect(server.script.requests).toHaveLength(runs)
    })

    it("takes an empty list of tools for none", async () => {
      const answer = await client.chat.completions.create({ model, messages: say("hi"), tools: [] })
      expect(answer.choices[0]?.message.content).toBe("You said: hi")
    })

    it("tells a failed turn with a status, whole and streamed", async () => {
      // OpenAI's client puts the status before the sentence.
      const told = { status: 503, code: "model-unavailable", message: "503 no model answers now" }
      expect(await failure(ask("fail"))).toMatchObject(told)
      const streamed = client.chat.completions.create({
        model,
        messages: say("fail"),
        stream: true,
      })
      expect(await failure(streamed)).toMatchObject(told)
    })

    it("tells a turn that breaks in mid-answer in the stream", async () => {
      const stream = await client.chat.completions.create({
        model,
        messages: say(`hold openai-${name}`),
        stream: true,
      })
      const read = failure(
        (async () => {
          for await (const { choices } of stream) {
            if (choices[0]?.delta.content !== "holding ") continue
            server.script.break(`openai-${name}`)
          }
        })(),
      )
      expect(await read).toMatchObject({ error: { code: "internal", type: "server_error" } })
    })

    it("limits the rate in its own words", async () => {
      const limited = await startServer(transport, { rateLimitPerMinute: 1 })
      const other = new OpenAI({ baseURL: `${limited.http}/v1`, apiKey: "any", maxRetries: 0 })
      const send = () => other.chat.completions.create({ model, messages: say("hi"), user: "one" })
      await send()
      const error = await failure(send())
      expect(error).toBeInstanceOf(RateLimitError)
      expect(error).toMatchObject({
        status: 429,
        code: "rate-limited",
        type: "rate_limit_error",
        message: "429 too many messages in one minute; wait a little",
      })
      await limited.close()
    })

    it("refuses a key that is no token of a user, where tokens are checked", async () => {
      const strict = await startServer(transport, { identity: refusingIdentity })
      const other = new OpenAI({ baseURL: `${strict.http}/v1`, apiKey: "wrong", maxRetries: 0 })
      const asking = other.chat.completions.create({ model, messages: say("hi") })
      const error = await failure(asking)
      expect(error).toBeInstanceOf(AuthenticationError)
      expect(error).toMatchObject({ code: "unauthorized", type: "authentication_error" })
      await strict.close()
    })

    it.each([true, false])("ends the turn of a client that leaves (stream: %s)", async (stream) => {
      const before = server.script.interrupted
      const leaving = new AbortController()
      const gate = `leave-${name}-${String(stream)}`
      const asking = client.chat.completions.create(
        { model, messages: say(`hold ${gate}`), stream },
        { signal: leaving.signal },
      )
      await server.script.started(gate)
      leaving.abort()
      await failure(
        (async () => {
          const answer = await asking
          if ("controller" in answer) for await (const _ of answer) continue
          throw new Error("aborted")
        })(),
      )
      await expect.poll(() => server.script.interrupted).toBe(before + 1)
      expect((await ask("hello")).choices[0]?.message.content).toBe("You said: hello")
    })

    it("ends the turn of a client that never reads", async () => {
      const before = server.script.interrupted
      const raw = await RawConnection.open(server.port)
      const body = JSON.stringify({ model, messages: say("flood"), stream: true })
      raw.write(
        `POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      )
      await raw.until("chat.completion.chunk")
      raw.socket.pause()
      await expect.poll(() => server.script.interrupted, { timeout: 10_000 }).toBe(before + 1)
      raw.end()
    })

    it("answers two clients on one session each with their own", async () => {
      const both = await Promise.all(
        ["first", "second"].map((content) =>
          client.chat.completions.create({ model, messages: say(content), user: "shared" }),
        ),
      )
      expect(both.map(({ choices }) => choices[0]?.message.content)).toEqual([
        "You said: first",
        "You said: second",
      ])
    })
  })
}
