/**
 * The released AI SDK, unchanged: the chat that `useChat` holds, over `ai`'s own WebSocket transport; run once for each of
 * ours.
 */
import { Chat } from "@ai-sdk/react"
import type { ProductCard } from "@manga-assist/protocol"
import { type UIMessage, WebSocketChatTransport } from "ai"
import type { Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { tokenIdentity } from "./FixedIdentity.ts"
import { memoryBus } from "./MemoryBus.ts"
import { card, found, tools } from "./ScriptedTurn.ts"
import { startServer, type TestServer } from "./TestServer.ts"

type Message = UIMessage<Record<string, unknown>, { products: ReadonlyArray<ProductCard> }>
type Options = Omit<ConstructorParameters<typeof WebSocketChatTransport<Message>>[0], "url">

export const aiSdkSocketSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`the AI SDK's WebSocket transport over ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startServer(transport)
    })
    afterAll(() => server.close())

    const open = (id: string, options: Options = {}, base: TestServer = server) => {
      const transport = new WebSocketChatTransport<Message>({ url: `${base.http}/ai`, ...options })
      const heard: Array<unknown> = []
      const onData = ({ data, type }: { readonly data: unknown; readonly type: string }) =>
        void (type === "data-looking" && heard.push(data))
      const chat = new Chat<Message>({ id: `${id}-${name}`, transport, onData })
      return { chat, transport, heard }
    }
    const last = (chat: Chat<Message>) => {
      const message = chat.messages.at(-1)
      return {
        metadata: message?.metadata,
        text: message?.parts.map((part) => (part.type === "text" ? part.text : "")).join(""),
        products: message?.parts.flatMap((part) =>
          part.type === "data-products" ? part.data : [],
        ),
      }
    }
    const raw = async (base: TestServer = server) => {
      const socket = new WebSocket(`${base.http.replace("http", "ws")}/ai`)
      const frames: Array<Record<string, unknown>> = []
      let code: number | undefined
      socket.on("message", (data: Buffer) => frames.push(JSON.parse(data.toString("utf8"))))
      socket.on("close", (closed) => (code = closed))
      await new Promise((resolve) => socket.once("open", resolve))
      return { socket, frames, code: () => code }
    }
    const asked = (requestId: string, id: string, text: string) => {
      const messages = [{ id: requestId, role: "user", parts: [{ type: "text", text }] }]
      return JSON.stringify({ type: "send", requestId, id, messages, trigger: "submit-message" })
    }

    it("answers several messages on one socket: products, text, and how they came to be", async () => {
      const { chat } = open("whole")
      await chat.sendMessage({ text: "first" })
      await chat.sendMessage({ text: "second" })
      expect(chat.error).toBeUndefined()
      expect(chat.messages).toHaveLength(4)
      expect(last(chat)).toMatchObject({
        text: "You said: second",
        products: [card],
        metadata: { source: "model", finish: "complete" },
      })
      expect(server.script.requests.slice(-2)).toMatchObject([
        { session: `whole-${name}`, text: "first" },
        { session: `whole-${name}`, text: "second" },
      ])
      await chat.dispose()
    })

    it.each([1, 2])(
      "hears of a look-up, and again after a cut in it, on instance %i",
      async (instance) => {
        const options = { bus: memoryBus(), resumeGraceMs: 5_000 }
        const first = await startServer(transport, options)
        const second = instance === 1 ? first : await startServer(transport, options)
        const { chat: before, heard, transport: cut } = open("look", {}, first)
        const asking = before.sendMessage({ text: `look cut-${name}` })
        await expect.poll(() => heard).toEqual([{ tools }])
        cut.close()
        await asking
        const { chat: after, heard: heardAgain } = open("look", {}, second)
        after.messages = before.messages.slice(0, 1)
        const resuming = after.resumeStream()
        await expect.poll(() => heardAgain).toEqual([{ tools }])
        expect(last(after)).toMatchObject({ products: [card], text: "One moment. " })
        first.script.release(`cut-${name}`)
        await resuming
        expect(last(after)).toMatchObject({
          products: [found, card],
          text: "One moment. It is the second box.",
          metadata: { finish: "complete" },
        })
        await Promise.all([after.dispose(), first.close(), second.close()])
      },
    )

    it("ends the turn at a stop", async () => {
      const before = server.script.interrupted
      const { chat } = open("stop")
      const asking = chat.sendMessage({ text: `hold stop-${name}` })
      await expect.poll(() => last(chat).text).toBe("holding ")
      await chat.stop()
      await asking
      await expect.poll(() => server.script.interrupted).toBe(before + 1)
      expect(chat.status).toBe("ready")
      await chat.sendMessage({ text: "hello" })
      expect(last(chat).text).toBe("You said: hello")
      await chat.dispose()
    })

    it.each([1, 2])(
      "goes on with a running answer after a cut, on instance %i",
      async (instance) => {
        const options = { bus: memoryBus(), resumeGraceMs: 5_000 }
        const first = await startServer(transport, options)
        const second = instance === 1 ? first : await startServer(transport, options)
        const { chat: before, transport: cut } = open("cut", {}, first)
        const asking = before.sendMessage({ text: `hold cut-${name}` })
        await expect.poll(() => last(before).text).toBe("holding ")
        cut.close()
        await asking
        expect(before.status).toBe("error")
        const { chat: after } = open("cut", {}, second)
        after.messages = before.messages.slice(0, 1)
        const resuming = after.resumeStream()
        await expect.poll(() => last(after).text).toBe("holding ")
        first.script.release(`cut-${name}`)
        await resuming
        expect(last(after)).toMatchObject({
          text: `holding You said: hold cut-${name}`,
          metadata: { finish: "complete" },
        })
        expect(after.messages).toHaveLength(2)
        expect(new Set([...first.script.requests, ...second.script.requests]).size).toBe(1)
        const { chat: stranger } = open("another", {}, second)
        await stranger.resumeStream()
        expect(stranger.messages).toEqual([])
        expect(stranger.status).toBe("ready")
        await Promise.all([after.dispose(), stranger.dispose()])
        await Promise.all([first.close(), second.close()])
      },
    )

    it("ends the turn at a stop after a cut", async () => {
      const own = await startServer(transport, { bus: memoryBus(), resumeGraceMs: 5_000 })
      const { chat: before, transport: cut } = open("late", {}, own)
      const asking = before.sendMessage({ text: `hold late-${name}` })
      await expect.poll(() => last(before).text).toBe("holding ")
      cut.close()
      await asking
      const { chat: after } = open("late", {}, own)
      const resuming = after.resumeStream()
      await expect.poll(() => last(after).text).toBe("holding ")
      await after.stop()
      await resuming
      await expect.poll(() => own.script.interrupted).toBe(1)
      await after.dispose()
      await own.close()
    })

    it("shows a failed turn, and one that breaks in mid-answer", async () => {
      const { chat } = open("fail")
      await chat.sendMessage({ text: "fail" })
      expect(chat.error?.message).toBe("no model answers now")
      chat.clearError()
      const asking = chat.sendMessage({ text: `hold socket-break-${name}` })
      await expect.poll(() => last(chat).text).toBe("holding ")
      server.script.break(`socket-break-${name}`)
      await asking
      expect(chat.error?.message).toMatch(/ended unexpectedly/)
      await chat.dispose()
    })

    it.each([
      ["a long message", { text: "x".repeat(2_001) }, /1 to 2,000/],
      [
        "a file",
        { text: "look", files: [{ type: "file", mediaType: "image/png", url: "data:," }] },
        /text only/,
      ],
    ] as const)("refuses %s", async (_, message, words) => {
      const { chat } = open("bad")
      const runs = server.script.requests.length
      await chat.sendMessage(message)
      expect(chat.error?.message).toMatch(words)
      expect(server.script.requests).toHaveLength(runs)
      await chat.dispose()
    })

    it("limits the rate, and believes tokens of a frame where they are checked", async () => {
      const limited = await startServer(transport, { rateLimitPerMinute: 1 })
      const { chat } = open("rate", {}, limited)
      await chat.sendMessage({ text: "one" })
      await chat.sendMessage({ text: "two" })
      expect(chat.error?.message).toBe("too many messages in one minute; wait a little")
      await chat.dispose()
      await limited.close()
      const strict = await startServer(transport, { identity: tokenIdentity })
      const signedIn = (user: string) => ({ headers: { authorization: `Bearer ${user}` } })
      const { chat: mine } = open("mine", signedIn("demo-01"), strict)
      await mine.sendMessage({ text: "hello" })
      expect(strict.script.requests.at(-1)).toMatchObject({ user: "demo-01" })
      const { chat: thief } = open("mine", signedIn("demo-02"), strict)
      await thief.sendMessage({ text: "hello" })
      expect(thief.error?.message).toMatch(/another user/)
      await Promise.all([mine.dispose(), thief.dispose()])
      await strict.close()
    })

    it("takes nothing of a frame that only a proxy may say", async () => {
      const { frames, socket } = await raw()
      const frame: unknown = JSON.parse(asked("p", `proxy-${name}`, "hello"))
      const headers = { "x-amzn-oidc-data": "demo-01", cookie: "a=b", "x-forwarded-for": "1.1.1.1" }
      socket.send(JSON.stringify({ ...Object(frame), headers }))
      await expect.poll(() => frames.at(-1)).toMatchObject({ type: "end", requestId: "p" })
      expect(server.script.requests.at(-1)).not.toHaveProperty("user")
      socket.close()
    })

    it("answers several requests at once by their ids, each numbered from zero", async () => {
      const { frames, socket } = await raw()
      for (const id of ["a", "b"]) socket.send(asked(id, `both-${id}-${name}`, `say ${id}`))
      await expect.poll(() => frames.filter(({ type }) => type === "end")).toHaveLength(2)
      for (const id of ["a", "b"]) {
        const own = frames.filter(({ requestId }) => requestId === id)
        const chunks = own.filter(({ type }) => type === "chunk")
        expect(chunks.map(({ sequence }) => sequence)).toEqual(chunks.map((_, index) => index))
        expect(JSON.stringify(chunks)).toContain(`You said: say ${id}`)
      }
      socket.close()
    })

    it.each([
      ["no JSON", "hello"],
      ["an unknown type", '{"type":"shout","requestId":"a"}'],
      ["no request id", '{"type":"abort"}'],
    ])("closes a socket that says %s", async (_, text) => {
      const { code, socket } = await raw()
      socket.send(text)
      await expect.poll(code).toBe(1008)
    })

    it("refuses an id that is in use, too many at once, and chats outside the alphabet", async () => {
      const { frames, socket } = await raw()
      const errors = () => frames.filter(({ type }) => type === "error")
      socket.send(JSON.stringify({ type: "resume", requestId: "r", id: "a b" }))
      await expect.poll(errors).toHaveLength(1)
      socket.send(asked("x0", `many-${name}`, `hold many-${name}`))
      socket.send(asked("x0", `many-${name}`, "hello"))
      await expect.poll(errors).toHaveLength(2)
      for (let index = 1; index < 9; index += 1) {
        socket.send(asked(`x${index}`, `many-${index}-${name}`, `hold many-${index}-${name}`))
      }
      await expect.poll(errors).toHaveLength(3)
      expect(errors().at(-1)).toMatchObject({ requestId: "x8" })
      socket.terminate()
    })

    it("says goodbye when the server is stopped", async () => {
      const own = await startServer(transport)
      const { code } = await raw(own)
      await own.close()
      await expect.poll(code).toBe(1001)
    })
  })
}
