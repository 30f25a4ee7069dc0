/**
 * The released AI SDK, unchanged: the chat that `useChat` holds, over `ai`'s own transport; run once for each of ours.
 */
import { Chat } from "@ai-sdk/react"
import type { ProductCard, ShownTool } from "@manga-assist/protocol"
import { DefaultChatTransport, type HttpChatTransportInitOptions, type UIMessage } from "ai"
import type { Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { tokenIdentity } from "./FixedIdentity.ts"
import { memoryBus } from "./MemoryBus.ts"
import { RawConnection } from "./RawConnection.ts"
import { card, found, tools } from "./ScriptedTurn.ts"
import { startServer, type TestServer } from "./TestServer.ts"

interface Metadata {
  readonly turn: string
  readonly source: string
  readonly timeline: ReadonlyArray<unknown>
}
type Message = UIMessage<
  Metadata,
  { products: ReadonlyArray<ProductCard>; looking: { tools: ReadonlyArray<ShownTool> } }
>

export const aiSdkSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`the AI SDK over ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startServer(transport)
    })
    afterAll(() => server.close())

    const open = (
      id: string,
      options: HttpChatTransportInitOptions<Message> = {},
      base: TestServer = server,
    ) => {
      const finished: Array<{ isAbort: boolean; isError: boolean }> = []
      const heard: Array<unknown> = []
      const chat = new Chat<Message>({
        id: `${id}-${name}`,
        transport: new DefaultChatTransport({ api: `${base.http}/ai`, ...options }),
        onData: ({ data, type }) => void (type === "data-looking" && heard.push(data)),
        onFinish: ({ isAbort, isError }) => finished.push({ isAbort, isError }),
      })
      return { chat, finished, heard }
    }
    const last = (chat: Chat<Message>) => {
      const message = chat.messages.at(-1)
      return {
        role: message?.role,
        metadata: message?.metadata,
        text: message?.parts.map((part) => (part.type === "text" ? part.text : "")).join(""),
        kinds: message?.parts.map(({ type }) => type),
        products: message?.parts.flatMap((part) =>
          part.type === "data-products" ? part.data : [],
        ),
      }
    }

    it("answers: products, then text, then how it came to be", async () => {
      const { chat, finished } = open("whole")
      await chat.sendMessage({ text: "hello" })
      expect(last(chat)).toMatchObject({
        role: "assistant",
        kinds: ["step-start", "data-products", "text"],
        text: "You said: hello",
        products: [card],
        metadata: { source: "model", finish: "complete", degraded: [] },
      })
      expect(last(chat).metadata?.timeline).toHaveLength(1)
      expect(finished).toEqual([{ isAbort: false, isError: false }])
      expect(chat.status).toBe("ready")
    })

    it("hears of a look-up while it runs; the list that is found replaces the one before", async () => {
      const { chat, finished, heard } = open("look")
      const asking = chat.sendMessage({ text: `look sdk-${name}` })
      await expect.poll(() => heard).toEqual([{ tools }])
      expect(chat.status).toBe("streaming")
      expect(last(chat)).toMatchObject({ products: [card], text: "One moment. " })
      server.script.release(`sdk-${name}`)
      await asking
      expect(last(chat)).toMatchObject({
        kinds: ["step-start", "data-products", "text"],
        products: [found, card],
        text: "One moment. It is the second box.",
        metadata: { finish: "complete" },
      })
      expect(finished).toEqual([{ isAbort: false, isError: false }])
      await chat.sendMessage({ text: "hello" })
      expect(last(chat).text).toBe("You said: hello")
    })

    it("begins no message at a look-up: one that fails leaves none behind", async () => {
      const { chat, heard } = open("look-fail")
      const asking = chat.sendMessage({ text: `look-fail sdk-fail-${name}` })
      await expect.poll(() => heard).toEqual([{ tools }])
      expect(chat.status).toBe("submitted")
      server.script.release(`sdk-fail-${name}`)
      await asking
      expect(chat.error?.message).toBe("no model answers now")
      expect(chat.messages).toHaveLength(1)
      chat.clearError()
      await chat.sendMessage({ text: "hello" })
      expect(last(chat).text).toBe("You said: hello")
    })

    it("stops a look-up", async () => {
      const before = server.script.interrupted
      const { chat, finished, heard } = open("look-stop")
      const asking = chat.sendMessage({ text: `look-first sdk-stop-${name}` })
      await expect.poll(() => heard).toHaveLength(1)
      await chat.stop()
      await asking
      expect(finished).toEqual([{ isAbort: true, isError: false }])
      await expect.poll(() => server.script.interrupted).toBe(before + 1)
      await chat.sendMessage({ text: "hello" })
      expect(last(chat).text).toBe("You said: hello")
    })

    it("goes on in the session that the chat's id names", async () => {
      const { chat } = open("two")
      await chat.sendMessage({ text: "first" })
      await chat.sendMessage({ text: "second" })
      expect(chat.messages).toHaveLength(4)
      expect(new Set(chat.messages.map(({ id }) => id)).size).toBe(4)
      expect(server.script.requests.slice(-2)).toMatchObject([
        { session: `two-${name}`, text: "first" },
        { session: `two-${name}`, text: "second", id: chat.messages[2]?.id },
      ])
    })

    it("answers anew when asked to regenerate, and again when the same is sent again", async () => {
      const { chat } = open("again")
      await chat.sendMessage({ text: "hello" })
      const runs = server.script.requests.length
      await chat.regenerate()
      expect(server.script.requests).toHaveLength(runs + 1)
      const { chat: other } = open("again")
      await other.sendMessage({ ...chat.messages[0]!, messageId: undefined } as Message)
      expect(last(other).text).toBe("You said: hello")
      expect(server.script.requests).toHaveLength(runs + 1)
    })

    it("shows text while the turn runs, and a stop ends the turn", async () => {
      const before = server.script.interrupted
      const { chat, finished } = open("stop")
      const asking = chat.sendMessage({ text: `hold stop-${name}` })
      await expect.poll(() => last(chat).text).toBe("holding ")
      expect(chat.status).toBe("streaming")
      await chat.stop()
      await asking
      expect(finished).toEqual([{ isAbort: true, isError: false }])
      await expect.poll(() => server.script.interrupted).toBe(before + 1)
    })

    it("shows a failed turn by its sentence", async () => {
      const { chat } = open("fail")
      await chat.sendMessage({ text: "fail" })
      expect(chat.status).toBe("error")
      expect(chat.error).toMatchObject({ message: "no model answers now", statusCode: 503 })
      chat.clearError()
      await chat.sendMessage({ text: "hello" })
      expect(last(chat).text).toBe("You said: hello")
    })

    it("shows a turn that breaks in mid-answer", async () => {
      const { chat, finished } = open("break")
      const asking = chat.sendMessage({ text: `hold break-${name}` })
      await expect.poll(() => last(chat).text).toBe("holding ")
      server.script.break(`break-${name}`)
      await asking
      expect(chat.error?.message).toMatch(/ended unexpectedly/)
      expect(finished).toEqual([{ isAbort: false, isError: true }])
    })

    it("says that an answer was blocked", async () => {
      const { chat } = open("blocked")
      await chat.sendMessage({ text: "blocked" })
      expect(last(chat).metadata).toMatchObject({ finish: "blocked" })
    })

    it.each([
      ["a long message", { text: "x".repeat(2_001) }, 400, /1 to 2,000/],
      ["an empty message", { text: " " }, 400, /1 to 2,000/],
      [
        "a file",
        { text: "look", files: [{ type: "file", mediaType: "image/png", url: "data:," }] },
        400,
        /text only/,
      ],
    ] as const)("refuses %s", async (_, message, statusCode, words) => {
      const { chat } = open("bad")
      const runs = server.script.requests.length
      await chat.sendMessage(message)
      expect(chat.error).toMatchObject({ statusCode })
      expect(chat.error?.message).toMatch(words)
      expect(server.script.requests).toHaveLength(runs)
    })

    it.each([
      ["no message", { messages: [] }, 400],
      ["no message of the user", { messages: [{ id: "a", role: "assistant", parts: [] }] }, 400],
      [
        "messages of an earlier version",
        { messages: [{ id: "a", role: "user", content: "hi" }] },
        400,
      ],
      ["a history without end", { more: "x".repeat(300_000) }, 413],
      ["a chat outside the alphabet of sessions", { id: "a b" }, 400],
    ])("refuses %s", async (_, body, statusCode) => {
      const { chat } = open("shape", {
        prepareSendMessagesRequest: ({ id, messages }) => ({ body: { id, messages, ...body } }),
      })
      await chat.sendMessage({ text: "hello" })
      expect(chat.error).toMatchObject({ statusCode })
      expect(chat.error?.message).not.toMatch(/[{}]/)
    })

    it("takes the last message alone, which is enough", async () => {
      const { chat } = open("slice", {
        prepareSendMessagesRequest: ({ id, messages }) => ({
          body: { id, messages: messages.slice(-1) },
        }),
      })
      await chat.sendMessage({ text: "first" })
      await chat.sendMessage({ text: "second" })
      expect(last(chat).text).toBe("You said: second")
    })

    it("limits the rate in one sentence", async () => {
      const limited = await startServer(transport, { rateLimitPerMinute: 1 })
      const { chat } = open("rate", {}, limited)
      await chat.sendMessage({ text: "one" })
      await chat.sendMessage({ text: "two" })
      expect(chat.error).toMatchObject({
        statusCode: 429,
        message: "too many messages in one minute; wait a little",
      })
      await limited.close()
    })

    it("believes tokens where they are checked; an anonymous visitor's chat gets a session of its own", async () => {
      const strict = await startServer(transport, { identity: tokenIdentity })
      const signedIn = (user: string) => ({ headers: { authorization: `Bearer ${user}` } })
      const { chat } = open("mine", signedIn("demo-01"), strict)
      await chat.sendMessage({ text: "hello" })
      expect(strict.script.requests.at(-1)).toMatchObject({
        user: "demo-01",
        session: `mine-${name}`,
      })
      const { chat: thief } = open("mine", signedIn("demo-02"), strict)
      await thief.sendMessage({ text: "hello" })
      expect(thief.error).toMatchObject({ statusCode: 401 })
      const { chat: stranger } = open("mine", {}, strict)
      await stranger.sendMessage({ text: "hello" })
      expect(last(stranger).text).toBe("You said: hello")
      expect(strict.script.requests.at(-1)?.session).not.toBe(`mine-${name}`)
      expect(strict.script.requests.at(-1)).not.toHaveProperty("user")
      await strict.close()
    })

    it.each([1, 2])(
      "goes on with a running answer after a reload, on instance %i",
      async (instance) => {
        const bus = memoryBus()
        const options = { bus, resumeGraceMs: 5_000 }
        const first = await startServer(transport, options)
        const second = instance === 1 ? first : await startServer(transport, options)
        const resumable = { body: { resumable: true } }
        const { chat: before } = open("reload", resumable, first)
        const asking = before.sendMessage({ text: `hold reload-${name}` })
        await expect.poll(() => last(before).text).toBe("holding ")
        await before.stop()
        await asking
        const { chat: after } = open("reload", resumable, second)
        after.messages = before.messages.slice(0, 1)
        const resuming = after.resumeStream()
        await expect.poll(() => last(after).text).toBe("holding ")
        first.script.release(`reload-${name}`)
        await resuming
        expect(last(after)).toMatchObject({
          text: `holding You said: hold reload-${name}`,
          metadata: { finish: "complete" },
        })
        expect(after.messages).toHaveLength(2)
        expect(new Set([...first.script.requests, ...second.script.requests]).size).toBe(1)
        const { chat: stranger } = open("another", resumable, second)
        await stranger.resumeStream()
        expect(stranger.messages).toEqual([])
        expect(stranger.status).toBe("ready")
        await Promise.all([first.close(), second.close()])
      },
    )

    it("ends the turn of a client that never reads", async () => {
      const before = server.script.interrupted
      const raw = await RawConnection.open(server.port)
      const messages = [{ id: "a", role: "user", parts: [{ type: "text", text: "flood" }] }]
      const body = JSON.stringify({ id: "never-reads", messages })
      raw.write(
        `POST /ai HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      )
      await raw.until("text-delta")
      raw.socket.pause()
      await expect.poll(() => server.script.interrupted, { timeout: 10_000 }).toBe(before + 1)
      raw.end()
    })

    it("answers two clients on one session each with their own", async () => {
      const [one, two] = [open("shared").chat, open("shared").chat]
      await Promise.all([one.sendMessage({ text: "first" }), two.sendMessage({ text: "second" })])
      expect([last(one).text, last(two).text]).toEqual(["You said: first", "You said: second"])
    })
  })
}
