/**
 * The published client against this server: what its README promises, over a real port; run once for each transport.
 */
import { once } from "node:events"
import { type AddressInfo, connect as connectTo, createServer, type Socket } from "node:net"
import { type AnswerEvent, ChatClient, type ChatOptions } from "@manga-assist/client"
import { Effect, Layer } from "effect"
import { afterEach, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import { layerJwt } from "../../src/identity/JwtIdentity.ts"
import type { SocketServer } from "../../src/transport/SocketServer.ts"
import { TurnHooks } from "../../src/sessions/TurnHooks.ts"
import { audience, claimsOf, issuer, KeyFile, makeKey, sign } from "../identity/Issuer.ts"
import { memoryBus } from "../MemoryBus.ts"
import { card, found, tools } from "../ScriptedTurn.ts"
import { startServer, type TestServer, type TestServerOptions } from "../TestServer.ts"

/** A fixed port, so that the same address is served again after a restart. */
const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const address = probe.address()
  probe.close()
  await once(probe, "close")
  return typeof address === "object" && address !== null ? address.port : 0
}

export const clientSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`the client over ${name}`, () => {
    const open: Array<{ readonly close: () => Promise<void> }> = []
    const start = async (options: TestServerOptions = {}): Promise<TestServer> => {
      const server = await startServer(transport, options)
      open.push(server)
      return server
    }
    const connect = (server: TestServer, options: Partial<ChatOptions> = {}): ChatClient => {
      const chat = new ChatClient({ url: server.http, retryMs: [5], ...options })
      open.unshift(chat)
      return chat
    }
    afterEach(async () => {
      for (const one of open.splice(0)) await one.close()
    })

    it("asks by the server's own address and gets cards, text and the end in order", async () => {
      const server = await start()
      const chat = connect(server)
      const events: Array<AnswerEvent> = []
      const answer = chat.ask("hello", { locale: "en", onEvent: (event) => events.push(event) })
      expect(await answer.ended).toMatchObject({
        kind: "ended",
        end: { id: answer.id, finish: "complete", budget: { totalMs: 2_000 } },
      })
      expect(events.map(({ type }) => type)).toEqual(["started", "products", "text"])
      expect(events[1]).toMatchObject({ products: [card] })
      expect(answer.text).toBe("You said: hello")
      expect(server.script.requests[0]).toMatchObject({ locale: "en", session: chat.session })
    })

    it("hears what is looked up, and the last list of products last", async () => {
      const server = await start()
      const chat = connect(server)
      const events: Array<AnswerEvent> = []
      const answer = chat.ask("look client", {
        onEvent: (event) => {
          events.push(event)
          if (event.type === "looking") server.script.release("client")
        },
      })
      expect((await answer.ended).kind).toBe("ended")
      expect(events.map(({ type }) => type)).toEqual([
        "started",
        "products",
        "text",
        "looking",
        "products",
        "text",
        "products",
      ])
      expect(events[3]).toEqual({ type: "looking", tools })
      expect(events.at(-1)).toEqual({ type: "products", products: [found, card] })
      const again: Array<AnswerEvent> = []
      const { id } = answer
      await chat.ask("look client", { id, onEvent: (event) => again.push(event) }).ended
      expect(again.map(({ type }) => type)).toEqual(["started", "text", "products"])
      const cancelled = chat.ask("look-first nobody", {
        onEvent: ({ type }) => type === "looking" && cancelled.cancel(),
      })
      expect(await cancelled.ended).toMatchObject({ end: { finish: "cancelled" } })
      const failed = await chat.ask("fail").ended
      const told = failed.kind === "failed" ? failed.timeline?.at(-1) : undefined
      expect(told?.stage).toBe("model")
    })

    it("goes on with an answer after the page was loaded anew", async () => {
      const server = await start({ resumeGraceMs: 5_000 })
      const page = new WebSocket(`${server.http.replace("http", "ws")}/chat`, "manga-assist.v1")
      const heard: Array<{ type: string; session: string; resumeToken: string; turn: string }> = []
      page.on("message", (data: Buffer) => heard.push(JSON.parse(data.toString())))
      const frame = async (type: string) =>
        expect.poll(() => heard.find((one) => one.type === type)).toBeDefined()
      await frame("ready")
      page.send(JSON.stringify({ type: "message", id: "before", text: "look reload" }))
      await frame("looking")
      page.close(1001)
      await once(page, "close")
      const ready = heard.find(({ type }) => type === "ready")
      const turn = heard.find(({ type }) => type === "turn-start")?.turn ?? ""
      const chat = connect(server, { session: ready?.session, resumeToken: ready?.resumeToken })
      const events: Array<AnswerEvent["type"]> = []
      const answer = chat.ask("look reload", {
        resume: { id: "before", turn },
        onEvent: ({ type }) => events.push(type),
      })
      await expect.poll(() => events).toContain("looking")
      server.script.release("reload")
      expect(await answer.ended).toMatchObject({ kind: "ended", end: { id: "before", turn } })
      expect(events.slice(0, 4)).toEqual(["resumed", "started", "products", "text"])
      expect(server.script.requests).toHaveLength(1)
      const unknown = chat.ask("hello", { resume: { id: "other", turn: "nobody's" } })
      expect(await unknown.ended).toMatchObject({ kind: "ended", end: { id: "other" } })
    })

    it("has more questions answered than may wait, in their order", async () => {
      const server = await start()
      const chat = connect(server)
      const answers = Array.from({ length: 20 }, (_, at) => chat.ask(`question ${at}`))
      for (const { ended } of answers) expect((await ended).kind).toBe("ended")
      expect(server.script.requests.map(({ text }) => text)).toEqual(
        answers.map((_, at) => `question ${at}`),
      )
    })

    it("cancels what runs, and tells errors as they are", async () => {
      const chat = connect(await start())
      const running = chat.ask("never", { onEvent: () => running.cancel() })
      expect(await running.ended).toMatchObject({ kind: "ended", end: { finish: "cancelled" } })
      expect(await chat.ask("fail").ended).toMatchObject({
        kind: "failed",
        code: "model-unavailable",
        retryable: true,
      })
      expect(await chat.ask("x".repeat(2_001)).ended).toMatchObject({ code: "bad-frame" })
      expect(await chat.ask("x".repeat(20_000)).ended).toMatchObject({ code: "too-large" })
      expect((await chat.ask("hello").ended).kind).toBe("ended")
    })

    it("tells what is typed", async () => {
      const drafts: Array<string> = []
      const hooks = Layer.succeed(TurnHooks, {
        carry: () => Effect.succeed(false),
        opened: () => {},
        closed: () => {},
        draft: (_session, _user, text) => drafts.push(text),
      })
      const chat = connect(await start({ hooks }))
      await chat.open()
      for (const text of ["one", "one pi", "one piece"]) chat.draft(text)
      await expect.poll(() => drafts).toEqual(["one piece"])
    })

    it("gives feedback on a turn of this server, and on no other", async () => {
      const server = await start()
      const chat = connect(server, { user: "demo-01" })
      const outcome = await chat.ask("hello").ended
      const turn = outcome.kind === "ended" ? outcome.end.turn : ""
      expect(await chat.feedback(turn, "down", "too short")).toBe(true)
      expect(await chat.feedback("no-such-turn", "up")).toBe(false)
      expect(server.feedback).toMatchObject([{ turn, rating: "down", comment: "too short" }])
    })

    it("goes on where it was after a cut, on another instance, from one call of the model", async () => {
      const bus = memoryBus()
      const one = await start({ bus, resumeGraceMs: 5_000 })
      const two = await start({ bus, resumeGraceMs: 5_000 })
      const ways: Array<Socket> = []
      const servers = [one, two]
      // Each connection reaches the next instance.
      const between = createServer((client) => {
        const way = connectTo((servers.shift() ?? two).port, "127.0.0.1")
        ways.push(client)
        client.pipe(way).pipe(client)
        for (const socket of [client, way]) socket.on("error", () => {})
        client.on("close", () => way.resetAndDestroy())
      })
      between.listen(0, "127.0.0.1")
      await once(between, "listening")
      const { port } = between.address() as AddressInfo
      const chat = connect(one, { url: `http://127.0.0.1:${port}` })
      const events: Array<AnswerEvent> = []
      const answer = chat.ask("hold between", { onEvent: (event) => events.push(event) })
      await expect.poll(() => answer.text).toBe("holding ")
      ways[0]?.resetAndDestroy()
      await expect.poll(() => ways.length).toBe(2)
      one.script.release("between")
      expect((await answer.ended).kind).toBe("ended")
      expect(answer.text).toBe("holding You said: hold between")
      expect(events.map(({ type }) => type)).toContain("resumed")
      expect([one, two].map(({ script }) => script.requests.length)).toEqual([1, 0])
      await chat.close()
      between.close()
    })

    it("loses and doubles nothing when the server is restarted in mid-answer", async () => {
      const port = await freePort()
      const first = await startServer(transport, { port })
      const chat = connect(first)
      const events: Array<AnswerEvent> = []
      const answer = chat.ask("hold restart", { onEvent: (event) => events.push(event) })
      await first.script.started("restart")
      const waiting = chat.ask("hello")
      const session = chat.session
      // Another process: neither its key nor its memory is that of the first.
      await first.close()
      const second = await start({ port, sessionKey: "the key of a server started later" })
      second.script.release("restart")
      expect((await answer.ended).kind).toBe("ended")
      expect((await waiting.ended).kind).toBe("ended")
      expect(answer.text).toBe("holding You said: hold restart")
      const pieces = events.map((event) => (event.type === "text" ? event.text : ""))
      expect(pieces.join("")).toBe(answer.text)
      expect(events.some(({ type }) => type === "retrying")).toBe(true)
      expect(second.script.requests.map(({ session }) => session)).toEqual([session, session])
      expect(second.script.requests.map(({ id }) => id)).toEqual([answer.id, waiting.id])
    })

    it("is told once what was answered while it was away", async () => {
      const server = await start()
      const one = connect(server)
      const answer = one.ask("hello", { id: "m-1" })
      await answer.ended
      const { session } = one
      const { status } = one
      await one.close()
      const resumeToken = status.state === "open" ? status.resumeToken : undefined
      const two = connect(server, { session, resumeToken })
      const again = two.ask("hello", { id: "m-1" })
      expect((await again.ended).kind).toBe("ended")
      expect(again.text).toBe(answer.text)
      expect(server.script.requests).toHaveLength(1)
    })

    it("is refused for another's session, and says so", async () => {
      const server = await start()
      const owner = connect(server, { user: "demo-01", session: "mine" })
      await owner.ask("hello").ended
      const other = connect(server, { user: "demo-02", session: "mine" })
      expect(await other.ask("hello").ended).toMatchObject({
        kind: "failed",
        code: "unauthorized",
        retryable: false,
      })
      expect(other.status).toMatchObject({ state: "refused" })
    })

    it("signs in with a token, keeps an anonymous session by its proof, and refuses bad tokens", async () => {
      const key = makeKey()
      const keys = new KeyFile()
      await keys.publish(key)
      open.push({ close: () => Promise.resolve(keys.remove()) })
      const identity = layerJwt({ issuer, audience, keys: keys.path, anonymous: true })
      const server = await start({ identity })
      const token = await sign(key, claimsOf("demo-01"))
      const signedIn = connect(server, { token: () => token })
      expect((await signedIn.ask("hello").ended).kind).toBe("ended")
      expect(server.script.requests.at(-1)).toMatchObject({ user: "demo-01" })

      const forged = connect(server, { token: () => `${token.slice(0, -4)}AAAA` })
      expect(await forged.ask("hello").ended).toMatchObject({ code: "unauthorized" })

      const visitor = connect(server)
      await visitor.ask("hello").ended
      const { status } = visitor
      await visitor.close()
      const resumeToken = status.state === "open" ? status.resumeToken : undefined
      const back = connect(server, { session: visitor.session, resumeToken })
      expect((await back.ask("hello again").ended).kind).toBe("ended")
      expect(server.script.requests.at(-1)?.session).toBe(visitor.session)

      let shown: string | undefined
      const joining = connect(server, { token: () => shown })
      await joining.ask("hello").ended
      const { session } = joining
      await joining.renew()
      shown = token
      await joining.renew()
      await joining.ask("hello as a customer").ended
      expect(server.script.requests.at(-1)).toMatchObject({ user: "demo-01" })
      expect(joining.session).not.toBe(session)

      // Lost before the token was shown: the session is still the visitor's.
      shown = undefined
      const lost = connect(server, { token: () => shown })
      await lost.ask("hello").ended
      shown = token
      await lost.close()
      expect((await lost.ask("hello again").ended).kind).toBe("ended")
      expect(server.script.requests.at(-1)).toMatchObject({ user: "demo-01" })
      // And from then on it is the customer's.
      await lost.close()
      expect((await lost.ask("once more").ended).kind).toBe("ended")
      expect(server.script.requests.at(-1)).toMatchObject({
        user: "demo-01",
        session: lost.session,
      })
    })
  })
}
