/**
 * Text that is taken back, over a real port: for clients that said that they can, to those who come back behind a cut or
 * ask again, and by which ways nobody can; run once for each transport.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import { ChatClient as Library } from "@manga-assist/client"
import { Effect, Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { TurnHooks } from "../../src/sessions/TurnHooks.ts"
import type { SocketServer } from "../../src/transport/SocketServer.ts"
import { ChatClient } from "../ChatClient.ts"
import { eventsOf } from "../httpSuite.ts"
import { memoryBus } from "../MemoryBus.ts"
import { gatewaySecret, openGateway } from "../OpenGateway.ts"
import { startServer, type TestServer } from "../TestServer.ts"

const whole = ["turn-start", "products", "delta", "retract", "turn-end"]

const typesOf = (frames: ReadonlyArray<ServerFrame>) => frames.map(({ type }) => type)
const ofTurns = (frames: ReadonlyArray<ServerFrame>) => frames.filter((frame) => "turn" in frame)

export const retractSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`text that is taken back over ${name}`, () => {
    let server: TestServer
    const drafts: Array<true | undefined> = []
    beforeAll(async () => {
      const hooks = Layer.succeed(TurnHooks, {
        carry: () => Effect.succeed(false),
        opened: () => {},
        draft: (_session, _user, _text, mayRetract) => drafts.push(mayRetract),
        closed: () => {},
      })
      server = await startServer(transport, { hooks, resumeGraceMs: 5_000 })
    })
    afterAll(() => server.close())
    const last = () => server.script.requests.at(-1)

    it("goes to a client that can take it back, whose drafts are read like its messages", async () => {
      const client = await ChatClient.open(server.url("?accepts=retract"))
      client.message("m", `retract told-${name}`)
      await client.first("delta")
      server.script.release(`told-${name}`)
      expect(await client.end("m")).toMatchObject({ finish: "blocked" })
      // What was said with the retraction was never written.
      expect(typesOf(client.of("m"))).toEqual(whole)
      expect(JSON.stringify(client.frames)).not.toContain("and more")
      expect(last()?.mayRetract).toBe(true)
      client.send({ type: "draft", text: "retr" })
      await client.settled()
      expect(drafts).toEqual([true])
      await client.close()
    })

    it("goes to nobody else", async () => {
      const plain = await ChatClient.open(server.url())
      plain.message("m", "hello")
      await plain.end("m")
      plain.send({ type: "draft", text: "hel" })
      await plain.settled()
      expect(last()).not.toHaveProperty("mayRetract")
      expect(drafts.at(-1)).toBeUndefined()
      await plain.close()
    })

    it("goes over `POST /chat`, and over no format that has no word for it", async () => {
      const post = (path: string, body: object) =>
        fetch(`${server.http}${path}?accepts=retract`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        })
      server.script.release(`http-${name}`)
      const reply = await post("/chat", { id: "m", text: `retract http-${name}` })
      expect(typesOf(eventsOf(await reply.text()))).toEqual([
        "turn-start",
        "products",
        "retract",
        "turn-end",
      ])
      expect(last()?.mayRetract).toBe(true)
      const messages = [{ role: "user", content: "hello" }]
      await (await post("/v1/chat/completions", { model: "manga-assist", messages })).text()
      expect(last()).not.toHaveProperty("mayRetract")
      const parts = [{ type: "text", text: "hello again" }]
      const ui = {
        id: "chat",
        trigger: "submit-message",
        messages: [{ id: "m", role: "user", parts }],
      }
      await (await post("/ai", ui)).text()
      expect(last()?.text).toBe("hello again")
      expect(last()).not.toHaveProperty("mayRetract")
    })

    it("goes over a gateway whose client can take it back", async () => {
      const posted: Array<ServerFrame> = []
      const gateway = openGateway((text) => posted.push(JSON.parse(text)))
      const own = await startServer(transport, { gateway })
      const event = (path: string, body = "") =>
        fetch(`${own.http}/gateway/${path}`, {
          method: "POST",
          headers: {
            "x-gateway-secret": gatewaySecret,
            "x-connection-id": "c",
            "x-source-ip": "192.0.2.1",
          },
          body,
        })
      expect((await event("connect?accepts=retract")).status).toBe(200)
      await event("default", JSON.stringify({ type: "message", id: "m", text: "retract posted" }))
      await expect.poll(() => typesOf(posted)).toContain("delta")
      own.script.release("posted")
      await expect.poll(() => typesOf(ofTurns(posted))).toEqual(whole)
      expect(own.script.requests[0]?.mayRetract).toBe(true)
      await own.close()
    })

    it.each([
      ["the same instance", 1],
      ["another instance", 2],
    ])("is not shown again by %s to who comes back behind a cut", async (_, instances) => {
      const bus = memoryBus()
      const options = { bus, resumeGraceMs: 5_000 }
      const first = await startServer(transport, options)
      const second = instances === 1 ? first : await startServer(transport, options)
      const query = "?session=cut&accepts=retract"
      const before = await ChatClient.open(first.url(query))
      before.message("m", `retract cut-${name}`)
      const { seq = 0, turn } = await before.first("delta")
      before.socket.terminate()
      await before.closed
      // In time: the text so far, then that it is void.
      const during = await ChatClient.open(second.url(query))
      during.send({ type: "resume", turn, after: seq })
      await during.settled()
      first.script.release(`cut-${name}`)
      expect(await during.end("m")).toMatchObject({ finish: "blocked" })
      expect(typesOf(ofTurns(during.frames)).slice(-2)).toEqual(["retract", "turn-end"])
      for (const after of [0, seq]) {
        const late = await ChatClient.open(second.url(query))
        late.send({ type: "resume", turn, after })
        await late.end("m")
        const types = typesOf(ofTurns(late.frames))
        expect(types).toEqual(whole.slice(after === 0 ? 0 : 2).filter((type) => type !== "delta"))
        await late.close()
      }
      await during.close()
      await Promise.all([...new Set([first, second])].map((each) => each.close()))
    })

    it("is gone on with by nobody who cannot take it back, nor shown to who asks again", async () => {
      const client = await ChatClient.open(server.url(`?session=other-${name}&accepts=retract`))
      client.message("m", `retract other-${name}`)
      const { turn } = await client.first("delta")
      client.socket.terminate()
      await client.closed
      const other = await ChatClient.open(server.url(`?session=other-${name}`))
      other.send({ type: "resume", turn, after: 0 })
      expect(await other.first("error")).toMatchObject({ code: "unknown-turn" })
      other.message("m", `retract other-${name}`)
      await other.settled()
      server.script.release(`other-${name}`)
      expect(await other.end("m")).toMatchObject({ finish: "blocked" })
      const shown = other.of("m").filter(({ type }) => type !== "error")
      expect(typesOf(shown)).toEqual(["turn-start", "products", "turn-end"])
      await other.close()
    })

    it("is replaced by nothing in the client's answer", async () => {
      const chat = new Library({ url: server.url() })
      const heard: Array<string> = []
      const answer = chat.ask(`retract library-${name}`, {
        onEvent: (event) => {
          if (event.type === "text") server.script.release(`library-${name}`)
          if ("text" in event) heard.push(`${event.type}: ${event.text}`)
        },
      })
      expect(await answer.ended).toMatchObject({ kind: "ended", end: { finish: "blocked" } })
      expect(answer.text).toBe("")
      expect(heard.at(-1)).toBe("rewritten: ")
      await chat.close()
    })
  })
}
