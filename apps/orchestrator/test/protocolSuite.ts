/**
 * What any client may rely on, over a real port; run once for each transport.
 */
import type { Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { ChatClient, isEnd } from "./ChatClient.ts"
import { mixedTurns } from "./MixedTurns.ts"
import { card } from "./ScriptedTurn.ts"
import { startServer, type TestServer } from "./TestServer.ts"

export const protocolSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`protocol over ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startServer(transport)
    })
    afterAll(() => server.close())

    it("says ready at once, with an unguessable session of its own making", async () => {
      const one = await ChatClient.open(server.url())
      const two = await ChatClient.open(server.url())
      const [first, second] = [await one.first("ready"), await two.first("ready")]
      expect(first.protocol).toBe(1)
      expect(first.session).toMatch(/^[A-Za-z0-9_.-]{20,128}$/)
      expect(first.session).not.toBe(second.session)
      expect(one.frames[0]).toBe(first)
      await Promise.all([one.close(), two.close()])
    })

    it("answers a message in the one legal order", async () => {
      const client = await ChatClient.open(server.url("?session=order.1&user=demo-01"))
      client.message("m1", "  hello  ")
      await client.end("m1")
      const frames = client.of("m1")
      const types = frames.map((frame) => frame.type)
      expect(types).toEqual(["turn-start", "products", "delta", "turn-end"])
      expect(frames[1]).toMatchObject({ products: [card] })
      expect(frames[2]).toMatchObject({ text: "You said: hello" })
      expect(frames[3]).toMatchObject({ id: "m1", finish: "complete", source: "model" })
      const request = server.script.requests.at(-1)
      expect(request).toMatchObject({ session: "order.1", user: "demo-01", text: "hello" })
      await client.close()
    })

    it("works with Node's own WebSocket", async () => {
      const socket = new WebSocket(server.url(), "manga-assist.v1")
      const texts: Array<string> = []
      await new Promise<void>((resolve, reject) => {
        socket.addEventListener("error", reject)
        socket.addEventListener("open", () => {
          socket.send(JSON.stringify({ type: "message", id: "n1", text: "hi" }))
        })
        socket.addEventListener("message", (event) => {
          texts.push(String(event.data))
          if (texts.at(-1)?.includes("turn-end")) resolve()
        })
      })
      expect(socket.protocol).toBe("manga-assist.v1")
      expect(texts[0]).toMatch(/^\{"type":"ready","session":/)
      socket.close()
    })

    it("names the type first in every frame, so that it can be read as a stream", async () => {
      const raw: Array<string> = []
      const client = await ChatClient.open(server.url())
      client.socket.on("message", (data: Buffer) => raw.push(data.toString("utf8")))
      client.message("a", "hello")
      client.message("b", "fail")
      await client.end("b")
      expect(raw.length).toBeGreaterThan(5)
      for (const frame of raw) expect(frame).toMatch(/^\{"type":"[a-z-]+"/)
      await client.close()
    })

    it("ignores other subprotocols", async () => {
      const both = await ChatClient.open(server.url(), ["other", "manga-assist.v1"])
      expect(both.socket.protocol).toBe("manga-assist.v1")
      const none = await ChatClient.open(server.url())
      expect(none.socket.protocol).toBe("")
      await Promise.all([both.close(), none.close()])
    })

    it("answers one message at a time, in order, and lets four wait", async () => {
      const client = await ChatClient.open(server.url())
      client.message("a", `hold queue-${name}`)
      await client.first("turn-start", "a")
      for (const id of ["b", "c", "d", "e"]) client.message(id, `text of ${id}`)
      client.message("f", "one too many")
      expect(await client.end("f")).toMatchObject({ code: "busy", id: "f", retryable: true })
      expect(client.frames.some((frame) => frame.type === "turn-end")).toBe(false)
      server.script.release(`queue-${name}`)
      await client.end("e")
      const ends = client.frames.filter((frame) => frame.type === "turn-end")
      expect(ends.map((frame) => frame.id)).toEqual(["a", "b", "c", "d", "e"])
      expect(mixedTurns(client.frames)).toEqual([])
      await client.close()
    })

    it("says of a message that nothing of its chat was in its way", async () => {
      const opened = Array.from({ length: 8 }, () => ChatClient.open(server.url()))
      const clients = await Promise.all(opened)
      for (const client of clients) client.message("a", "busy 20")
      const ends = await Promise.all(clients.map((client) => client.end("a")))
      const waits = ends.flatMap((end) =>
        end.type === "turn-end" ? end.timeline.filter(({ stage }) => stage === "queue") : [],
      )
      expect(waits.length).toBeGreaterThan(0)
      expect(new Set(waits.map(({ outcome }) => outcome))).toEqual(new Set(["busy"]))
    })

    it("starts the clock of a waiting message when its turn comes, its timeline at its arrival", async () => {
      const client = await ChatClient.open(server.url())
      client.message("a", `hold clock-${name}`)
      await client.first("turn-start", "a")
      const sentAt = performance.now()
      client.message("b", "hello")
      client.message("c", "fail")
      await client.settled()
      const heardAt = performance.now()
      // A wait of less than a millisecond is no stage.
      while (performance.now() < heardAt + 2) await client.settled()
      const releasedAt = performance.now()
      server.script.release(`clock-${name}`)
      const end = await client.end("b")
      const stages = end.type === "turn-end" ? end.timeline : []
      expect(stages.map((entry) => entry.stage)).toEqual(["queue", "generate"])
      expect(stages[0]?.outcome).toBe("ok")
      const failed = await client.end("c")
      const timeline = (failed.type === "error" && failed.timeline) || []
      expect(timeline.map((entry) => entry.stage)).toEqual(["queue", "model"])
      expect(timeline[1]?.startMs).toBeGreaterThan(timeline[0]?.endMs ?? Infinity)
      const waitedMs = stages[0]?.endMs ?? 0
      expect(stages[1]?.startMs).toBe(waitedMs)
      expect(waitedMs).toBeGreaterThan(releasedAt - heardAt)
      // The turn's clock starts as much later than the message came as it had to wait.
      const cameAt = (server.script.requests.at(-2)?.arrivedAt ?? 0) - waitedMs
      expect(cameAt).toBeGreaterThan(sentAt)
      expect(cameAt).toBeLessThan(heardAt)
      await client.close()
    })

    it("answers a hundred messages sent at once with one end each", async () => {
      const client = await ChatClient.open(server.url())
      const ids = Array.from({ length: 100 }, (_, index) => `h${index}`)
      for (const id of ids) client.message(id, "hello")
      for (const id of ids) await client.end(id)
      for (const id of ids) expect(client.of(id).filter(isEnd)).toHaveLength(1)
      expect(mixedTurns(client.frames)).toEqual([])
      await client.close()
    })

    it("cancels the running message", async () => {
      const client = await ChatClient.open(server.url())
      client.message("a", "never")
      await client.first("turn-start", "a")
      const before = server.script.interrupted
      client.send({ type: "cancel", id: "a" })
      expect(await client.end("a")).toMatchObject({ type: "turn-end", finish: "cancelled" })
      expect(server.script.interrupted).toBe(before + 1)
      client.message("b", "hello")
      expect(await client.end("b")).toMatchObject({ finish: "complete" })
      await client.close()
    })

    it("cancels a waiting message when its turn comes, without running it", async () => {
      const client = await ChatClient.open(server.url())
      client.message("a", `hold cancel-${name}`)
      await client.first("turn-start", "a")
      client.message("b", "must not run")
      client.send({ type: "cancel", id: "b" })
      await client.settled()
      const runs = server.script.requests.length
      server.script.release(`cancel-${name}`)
      expect(await client.end("b")).toMatchObject({
        type: "turn-end",
        finish: "cancelled",
        id: "b",
      })
      expect(client.of("b").map((frame) => frame.type)).toEqual(["turn-start", "turn-end"])
      expect(server.script.requests).toHaveLength(runs)
      expect(mixedTurns(client.frames)).toEqual([])
      await client.close()
    })

    it("refuses to cancel what it does not know", async () => {
      const client = await ChatClient.open(server.url())
      client.message("a", "hello")
      await client.end("a")
      client.send({ type: "cancel", id: "a" })
      client.send({ type: "cancel", id: "nope" })
      await client.settled()
      const errors = client.frames.filter((frame) => frame.type === "error")
      expect(errors).toMatchObject([
        { code: "unknown-turn", id: "a" },
        { code: "unknown-turn", id: "nope" },
      ])
      await client.close()
    })

    it.each(["die", "die-first", "throw", "mute", "no-start", "twice", "fail", "late-products"])(
      "ends a turn that breaks (%s) exactly once and goes on",
      async (verb) => {
        const client = await ChatClient.open(server.url())
        client.message("a", verb)
        client.message("b", "hello")
        await client.end("b")
        const frames = client.of("a")
        expect(frames.filter(isEnd)).toHaveLength(1)
        expect(isEnd(frames.at(-1)!)).toBe(true)
        expect(mixedTurns(client.frames)).toEqual([])
        const types = frames.map((frame) => frame.type)
        const text = types.indexOf("delta")
        if (text >= 0) expect(types.slice(text)).not.toContain("products")
        await client.close()
      },
    )

    it("passes a turn's own failure on", async () => {
      const client = await ChatClient.open(server.url())
      client.message("a", "fail")
      const end = await client.end("a")
      const { turn } = await client.first("turn-start", "a")
      expect(end).toMatchObject({ type: "error", code: "model-unavailable", id: "a", turn })
      await client.close()
    })

    it("replays a finished message of the session, on another socket too", async () => {
      const url = server.url(`?session=replay-${name}`)
      const client = await ChatClient.open(url)
      client.message("r", "hello again")
      await client.end("r")
      const runs = server.script.requests.length
      client.message("r", "hello again")
      await client.wait((frame) => client.frames.filter(isEnd).length === 2 && isEnd(frame))
      const other = await ChatClient.open(url)
      other.message("r", "hello again")
      await other.end("r")
      expect(server.script.requests).toHaveLength(runs)
      const whole = other.frames.slice(1)
      expect(whole.map((frame) => frame.type)).toEqual([
        "turn-start",
        "products",
        "delta",
        "turn-end",
      ])
      expect(client.frames.slice(1)).toEqual([...whole, ...whole])
      await Promise.all([client.close(), other.close()])
    })

    it("replays a blocked message, generates a cancelled or failed one again", async () => {
      const client = await ChatClient.open(server.url())
      const ask = async (id: string, text: string) => {
        const known = client.frames.filter(isEnd).length
        client.message(id, text)
        await client.wait(() => client.frames.filter(isEnd).length > known)
        return server.script.requests.length
      }
      const blocked = await ask("x", "blocked")
      expect(await ask("x", "blocked")).toBe(blocked)
      const failed = await ask("y", "fail")
      expect(await ask("y", "fail")).toBe(failed + 1)
      await client.close()
    })

    it("lets a repeated message wait for the one that is running elsewhere", async () => {
      const url = server.url(`?session=wait-${name}`)
      const one = await ChatClient.open(url)
      const two = await ChatClient.open(url)
      one.message("w", `hold wait-${name}`)
      await one.first("turn-start", "w")
      const runs = server.script.requests.length
      two.message("w", `hold wait-${name}`)
      await two.settled()
      server.script.release(`wait-${name}`)
      const [first, second] = [await one.end("w"), await two.end("w")]
      expect(second).toEqual(first)
      expect(server.script.requests).toHaveLength(runs)
      await Promise.all([one.close(), two.close()])
    })

    it("runs a repeated message itself when the one elsewhere went away", async () => {
      const url = server.url(`?session=gone-${name}`)
      const one = await ChatClient.open(url)
      const two = await ChatClient.open(url)
      one.message("g", `hold gone-${name}`)
      await one.first("turn-start", "g")
      two.message("g", "hello")
      await two.settled()
      await one.close()
      expect(await two.end("g")).toMatchObject({ finish: "complete" })
      await two.close()
    })

    it("answers from memory at once, and a repeated message with the same turn", async () => {
      const url = server.url(`?session=at-once-${name}`)
      const client = await ChatClient.open(url)
      client.message("m", "at-once here")
      client.message("n", "hello")
      client.message("o", "at-once there")
      client.send({ type: "cancel", id: "m" })
      await client.end("o")
      const own = client.of("m").filter(({ type }) => type !== "error")
      expect(own.map(({ type }) => type)).toEqual(["turn-start", "delta", "turn-end"])
      expect(mixedTurns(client.frames)).toEqual([])
      const ends = client.frames.flatMap((frame) => (frame.type === "turn-end" ? [frame.id] : []))
      expect(ends).toEqual(["m", "n", "o"])
      expect(await client.first("error")).toMatchObject({ code: "unknown-turn", id: "m" })
      const runs = server.script.requests.length
      const other = await ChatClient.open(url)
      other.message("m", "at-once here")
      expect(await other.end("m")).toEqual(own.at(-1))
      expect(server.script.requests).toHaveLength(runs)
      const { turn } = await client.first("turn-start", "m")
      client.send({ type: "feedback", turn, rating: "up" })
      expect(await client.first("feedback-ok")).toMatchObject({ turn })
      await Promise.all([client.close(), other.close()])
    })

    it("ends a turn that dies at once with one error", async () => {
      const client = await ChatClient.open(server.url())
      client.message("m", "at-once throw")
      expect(await client.first("error")).toMatchObject({ code: "internal", id: "m" })
      client.message("n", "hello")
      expect(await client.end("n")).toMatchObject({ finish: "complete" })
      expect(client.frames.filter(isEnd)).toHaveLength(2)
      await client.close()
    })

    it("takes feedback on turns of the session only", async () => {
      const client = await ChatClient.open(server.url(`?session=feedback-${name}&user=demo-02`))
      const other = await ChatClient.open(server.url())
      client.message("a", "hello")
      await client.end("a")
      const { turn } = await client.first("turn-start", "a")
      client.send({ type: "feedback", turn, rating: "down", comment: "too short" })
      client.send({ type: "feedback", turn: "unknown", rating: "up" })
      other.send({ type: "feedback", turn, rating: "up" })
      await Promise.all([client.settled(), other.settled()])
      expect(await client.first("feedback-ok")).toEqual({ type: "feedback-ok", turn })
      expect(await client.first("error")).toMatchObject({ code: "unknown-turn", turn: "unknown" })
      expect(await other.first("error")).toMatchObject({ code: "unknown-turn", turn })
      expect(server.feedback.filter((record) => record.turn === turn)).toEqual([
        {
          session: `feedback-${name}`,
          user: "demo-02",
          turn,
          rating: "down",
          comment: "too short",
        },
      ])
      await Promise.all([client.close(), other.close()])
    })

    it("answers bad frames one by one and closes at the tenth within a minute", async () => {
      const client = await ChatClient.open(server.url())
      const bad = [
        "{",
        "[]",
        '{"type":"nope"}',
        '{"type":"ping","more":1}',
        '{"type":"message","id":"m1"}',
        '{"type":"message","id":"m2","text":""}',
        Buffer.from([1, 2, 3]),
        "null",
        '{"type":"feedback","turn":"t","rating":"up","comment":5}',
      ]
      for (const frame of bad) client.socket.send(frame)
      await client.settled()
      const errors = client.frames.filter((frame) => frame.type === "error")
      expect(errors.map((error) => error.code)).toEqual(bad.map(() => "bad-frame"))
      const named = errors.map((error) => error.id).filter((id) => id !== undefined)
      expect(named).toEqual(["m1", "m2"])
      client.message("still", "hello")
      expect(await client.end("still")).toMatchObject({ finish: "complete" })
      client.socket.send("tenth")
      expect(await client.closed).toBe(1008)
      expect(client.frames.at(-1)).toMatchObject({ type: "error", code: "bad-frame" })
    })

    it.each(["?session=", "?session=a%20b", `?session=${"x".repeat(129)}`, "?user=%00", "?user="])(
      "refuses a name outside its alphabet (%s) so that a browser can see it",
      async (query) => {
        const client = await ChatClient.open(server.url(query))
        expect(await client.closed).toBe(1008)
        expect(client.frames).toMatchObject([{ type: "error", code: "bad-frame" }])
      },
    )

    it("gives a session to the user who opened it first", async () => {
      const owner = await ChatClient.open(server.url(`?session=mine-${name}&user=demo-01`))
      await owner.first("ready")
      for (const query of [`?session=mine-${name}&user=demo-02`, `?session=mine-${name}`]) {
        const thief = await ChatClient.open(server.url(query))
        expect(await thief.closed).toBe(1008)
        expect(thief.frames.at(-1)).toMatchObject({ type: "error", code: "unauthorized" })
      }
      const again = await ChatClient.open(server.url(`?session=mine-${name}&user=demo-01`))
      again.message("a", "hello")
      expect(await again.end("a")).toMatchObject({ finish: "complete" })
      await Promise.all([owner.close(), again.close()])
    })

    it("interrupts the turn of a socket that closes, and of nobody else", async () => {
      const leaver = await ChatClient.open(server.url())
      const stayer = await ChatClient.open(server.url())
      leaver.message("l", `hold leave-${name}`)
      stayer.message("s", `hold stay-${name}`)
      await Promise.all([leaver.first("turn-start"), stayer.first("turn-start")])
      const before = server.script.interrupted
      leaver.socket.terminate()
      await expect.poll(() => server.script.interrupted).toBe(before + 1)
      server.script.release(`stay-${name}`)
      expect(await stayer.end("s")).toMatchObject({ finish: "complete" })
      await stayer.close()
    })
  })
}
