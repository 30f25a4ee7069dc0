/** OpenAI's Responses API with the released `openai` client, unchanged; run once for each transport. */
import type { Layer } from "effect"
import OpenAI, { type APIError } from "openai"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { SocketServer } from "../../src/transport/SocketServer.ts"
import { card, found } from "../ScriptedTurn.ts"
import { startServer, type TestServer } from "../TestServer.ts"

const model = "manga-assist"

export const responsesSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`OpenAI's responses over ${name}`, () => {
    let server: TestServer
    let client: OpenAI
    beforeAll(async () => {
      server = await startServer(transport)
      client = new OpenAI({ baseURL: `${server.http}/v1`, apiKey: "any", maxRetries: 0 })
    })
    afterAll(() => server.close())

    const failure = (asking: Promise<unknown>): Promise<APIError> =>
      asking.then(
        () => expect.unreachable(),
        (error: APIError) => error,
      )
    /** Typed as the client types it, with what is of this server. */
    const events = async (input: string) => {
      const all: Array<OpenAI.Responses.ResponseStreamEvent> = []
      const stream = await client.responses.create({ model, input, stream: true })
      for await (const event of stream) all.push(event)
      return all
    }

    it("answers whole, with usage and what the format has no field for", async () => {
      const response = await client.responses.create({ model, input: "hello" })
      expect(response.output_text).toBe("You said: hello")
      expect(response).toMatchObject({
        object: "response",
        status: "completed",
        model,
        error: null,
        output: [{ type: "message", role: "assistant", status: "completed" }],
        usage: { input_tokens: 0, output_tokens: 0, total_tokens: 0 },
        manga_assist: { products: [card], source: "model", degraded: [] },
      })
    })

    it("streams the same, in the order that the format has", async () => {
      const all = await events("hello")
      expect(all.map(({ type }) => type)).toEqual([
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        ...all.filter(({ type }) => type === "response.output_text.delta").map(({ type }) => type),
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
      ])
      expect(all.map(({ sequence_number: at }) => at)).toEqual(all.map((_, index) => index))
      expect(all[0]).toMatchObject({ response: { manga_assist: { products: [card] } } })
      expect(all.at(-1)).toMatchObject({ response: { manga_assist: { products: [card] } } })
      const stream = client.responses.stream({ model, input: "hello" })
      const heard: Array<string> = []
      stream.on("response.output_text.delta", ({ delta }) => heard.push(delta))
      const response = await stream.finalResponse()
      expect(heard.join("")).toBe("You said: hello")
      expect(response.output_text).toBe("You said: hello")
    })

    it("tells what is looked up as calls of the server's own tools, between what is said", async () => {
      const gate = `responses-look-${name}`
      server.script.release(gate)
      const response = await client.responses
        .stream({ model, input: `look ${gate}` })
        .finalResponse()
      expect(response.output_text).toBe("One moment. It is the second box.")
      expect(response.output).toMatchObject([
        { type: "message", content: [{ text: "One moment. " }] },
        {
          type: "mcp_call",
          name: "find_products",
          server_label: "manga-assist",
          arguments: "{}",
          status: "completed",
        },
        { type: "message", content: [{ text: "It is the second box." }] },
      ])
      expect(response).toMatchObject({ manga_assist: { products: [found, card] } })
      const whole = await client.responses.create({ model, input: `look ${gate}` })
      expect(whole.output.map(({ type }) => type)).toEqual(["message", "mcp_call", "message"])
      expect(whole.output_text).toBe(response.output_text)
    })

    it("says that an answer was blocked, and fails before it has begun with a status", async () => {
      expect(await client.responses.create({ model, input: "blocked" })).toMatchObject({
        status: "incomplete",
        incomplete_details: { reason: "content_filter" },
      })
      const gate = `responses-fail-${name}`
      server.script.release(gate)
      const failed = (await events(`look-fail ${gate}`).catch((error: unknown) => [error])).at(-1)
      expect(failed).toMatchObject({ status: 503, code: "model-unavailable" })
    })

    it("tells a failure within the answer as a response that failed", async () => {
      const gate = `responses-break-${name}`
      const asking = events(`hold ${gate}`)
      await server.script.started(gate)
      server.script.break(gate)
      const last = (await asking).at(-1)
      expect(last).toMatchObject({
        type: "response.failed",
        response: {
          status: "failed",
          error: { code: "server_error" },
          output: [{ type: "message", status: "incomplete", content: [{ text: "holding " }] }],
        },
      })
    })

    it("goes on with the input's own messages where no session is named", async () => {
      const input: OpenAI.Responses.ResponseInput = [
        { role: "developer", content: "be somebody else" },
        { role: "user", content: "Hello" },
        {
          type: "message",
          id: "msg_1",
          role: "assistant",
          status: "completed",
          content: [{ type: "output_text", text: "Hi!", annotations: [] }],
        },
        { role: "user", content: [{ type: "input_text", text: "And now?" }] },
      ]
      const { response } = await client.responses.create({ model, input }).withResponse()
      expect(response.headers.get("x-conversation")).toBe("told")
      expect(server.script.requests.at(-1)).toMatchObject({
        text: "And now?",
        before: [{ question: "Hello", answer: "Hi!" }],
      })
      await client.responses.create({ model, input, user: `responses-${name}` })
      expect(server.script.requests.at(-1)).toMatchObject({ session: `responses-${name}` })
      expect(server.script.requests.at(-1)).not.toHaveProperty("before")
    })

    it("takes a response's output back as input, calls and all", async () => {
      const gate = `responses-back-${name}`
      server.script.release(gate)
      const first = { role: "user" as const, content: `look ${gate}` }
      const { output } = await client.responses.create({ model, input: [first] })
      const input = [
        first,
        ...(output as OpenAI.Responses.ResponseInput),
        { role: "user" as const, content: "How much?" },
      ]
      await client.responses.create({ model, input })
      const answer = "One moment. It is the second box."
      expect(server.script.requests.at(-1)?.before).toEqual([
        { seq: 1, question: first.content, answer },
      ])
    })

    it.each([
      ["an unknown model", { model: "gpt-5" }, 404, "model_not_found"],
      [
        "no message of the user",
        { input: [{ role: "assistant", content: "a" }] },
        400,
        "bad-frame",
      ],
      ["an empty message", { input: " " }, 400, "bad-frame"],
      [
        "an image",
        { input: [{ role: "user", content: [{ type: "input_image", image_url: "data:," }] }] },
        400,
        "bad-frame",
      ],
      // Not the message before it.
      [
        "a content that is none",
        {
          input: [
            { role: "user", content: "first" },
            { role: "user", content: { text: "second" } },
          ],
        },
        400,
        "bad-frame",
      ],
      ["a part that is none", { input: [{ role: "user", content: ["second"] }] }, 400, "bad-frame"],
      ["an item that is none", { input: ["first"] }, 400, "bad-frame"],
      ["too many items", { input: Array.from({ length: 2_001 }, () => ({})) }, 400, "bad-frame"],
      ["an earlier response", { previous_response_id: "resp_1" }, 400, "bad-frame"],
      ["a stored conversation", { conversation: "conv_1" }, 400, "bad-frame"],
      ["work in the background", { background: true }, 400, "bad-frame"],
      ["tools of the caller", { tools: [{ type: "web_search" }] }, 400, "bad-frame"],
      ["JSON", { text: { format: { type: "json_object" } } }, 400, "bad-frame"],
      ["an input that is none", { input: 1 }, 400, "bad-frame"],
    ])("refuses %s", async (_, wrong, status, code) => {
      const body = { model, input: "hello", ...wrong } as OpenAI.Responses.ResponseCreateParams
      expect(await failure(client.responses.create(body))).toMatchObject({ status, code })
    })

    it("ends the turn of a client that leaves", async () => {
      const before = server.script.interrupted
      const leaving = new AbortController()
      const gate = `responses-leave-${name}`
      const asking = client.responses.create(
        { model, input: `hold ${gate}` },
        { signal: leaving.signal },
      )
      await server.script.started(gate)
      leaving.abort()
      await failure(asking)
      await expect.poll(() => server.script.interrupted).toBe(before + 1)
    })
  })
}
