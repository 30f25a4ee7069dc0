/**
 * Turns whose model looks something up, over a real port: products that come again, a client that cancels, is cut or
 * asks again in between; run once for each transport.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import type { Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { ChatClient, isEnd } from "./ChatClient.ts"
import { eventsOf } from "./httpSuite.ts"
import { memoryBus } from "./MemoryBus.ts"
import { card, found, tools } from "./ScriptedTurn.ts"
import { startServer, type TestServer } from "./TestServer.ts"

const whole = [
  "turn-start",
  "products",
  "delta",
  "looking",
  "products",
  "delta",
  "products",
  "turn-end",
]

const typesOf = (frames: ReadonlyArray<ServerFrame>) => frames.map(({ type }) => type)
const listsOf = (frames: ReadonlyArray<ServerFrame>) =>
  frames.flatMap((frame) => (frame.type === "products" ? [frame.products] : []))
const textOf = (frames: ReadonlyArray<ServerFrame>) =>
  frames.map((frame) => (frame.type === "delta" ? frame.text : "")).join("")
const numbersOf = (frames: ReadonlyArray<ServerFrame>) =>
  frames.flatMap((frame) => ("seq" in frame && frame.seq !== undefined ? [frame.seq] : []))

export const lookingSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`a look-up over ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startServer(transport)
    })
    afterAll(() => server.close())

    it("is told while it runs, and has its products before the text that goes on", async () => {
      const client = await ChatClient.open(server.url())
      client.message("m", `look told-${name}`)
      const { turn } = await client.first("turn-start")
      expect(await client.first("looking")).toMatchObject({ turn, tools })
      expect(typesOf(client.of("m"))).toEqual(whole.slice(0, 4))
      server.script.release(`told-${name}`)
      await client.end("m")
      const frames = client.of("m")
      expect(typesOf(frames)).toEqual(whole)
      expect(listsOf(frames)).toEqual([[card], [found], [found, card]])
      expect(numbersOf(frames)).toEqual(numbersOf(frames).toSorted((one, other) => one - other))
      expect(textOf(frames)).toBe("One moment. It is the second box.")
      await client.close()
    })

    it("is cancelled: nothing is found any more, and the message may be sent again", async () => {
      const client = await ChatClient.open(server.url())
      client.message("m", `look cancelled-${name}`)
      await client.first("looking")
      client.send({ type: "cancel", id: "m" })
      expect(await client.end("m")).toMatchObject({ type: "turn-end", finish: "cancelled" })
      server.script.release(`cancelled-${name}`)
      await client.settled()
      expect(typesOf(client.of("m"))).toEqual([...whole.slice(0, 4), "turn-end"])
      client.message("m", `look cancelled-${name}`)
      await client.wait((frame) => frame.type === "turn-end" && frame.finish === "complete")
      expect(listsOf(client.of("m")).at(-1)).toEqual([found, card])
      await client.close()
    })

    it("is forgotten once its turn is over: who asks again gets the last list", async () => {
      const client = await ChatClient.open(server.url(`?session=again-${name}`))
      server.script.release(`again-${name}`)
      client.message("m", `look again-${name}`)
      await client.end("m")
      const runs = server.script.requests.length
      const other = await ChatClient.open(server.url(`?session=again-${name}`))
      other.message("m", `look again-${name}`)
      expect(await other.end("m")).toEqual(await client.end("m"))
      const frames = other.of("m")
      expect(typesOf(frames)).toEqual(["turn-start", "delta", "products", "turn-end"])
      expect(listsOf(frames)).toEqual([[found, card]])
      expect(textOf(frames)).toBe(textOf(client.of("m")))
      expect(numbersOf(frames)).toEqual(numbersOf(frames).toSorted((one, other) => one - other))
      expect(server.script.requests).toHaveLength(runs)
      await Promise.all([client.close(), other.close()])
    })

    it.each([
      ["the same instance", 1],
      ["another instance", 2],
    ])("is gone on with on %s after a cut in it", async (_, instances) => {
      const bus = memoryBus()
      const first = await startServer(transport, { bus, resumeGraceMs: 5_000 })
      const second =
        instances === 1 ? first : await startServer(transport, { bus, resumeGraceMs: 5_000 })
      const before = await ChatClient.open(first.url("?session=cut"))
      before.message("m", `look cut-${name}`)
      const { seq = 0, turn } = await before.first("looking")
      before.socket.terminate()
      await before.closed
      const after = await ChatClient.open(second.url("?session=cut"))
      after.send({ type: "resume", turn, after: seq - 1 })
      expect(await after.first("looking")).toMatchObject({ tools, seq })
      first.script.release(`cut-${name}`)
      expect(await after.end("m")).toMatchObject({ finish: "complete" })
      const frames = after.frames.filter((frame) => "turn" in frame)
      expect(typesOf(frames)).toEqual(whole.slice(3))
      expect(listsOf(frames)).toEqual([[found], [found, card]])
      // From its beginning, as a page that was loaded anew asks for it.
      const anew = await ChatClient.open(second.url("?session=cut"))
      anew.send({ type: "resume", turn, after: 0 })
      await anew.end("m")
      const all = anew.frames.filter((frame) => "turn" in frame)
      expect(typesOf(all)).toEqual(whole)
      expect(listsOf(all).at(-1)).toEqual([found, card])
      await Promise.all([after.close(), anew.close()])
      await Promise.all([...new Set([first, second])].map((each) => each.close()))
    })

    it("has an end for who goes on with it elsewhere when its instance dies in it", async () => {
      const bus = memoryBus()
      const first = await startServer(transport, { bus, resumeGraceMs: 5_000 })
      const second = await startServer(transport, { bus, resumeGraceMs: 5_000 })
      const before = await ChatClient.open(first.url("?session=dies"))
      before.message("m", `look dies-${name}`)
      const { seq = 0, turn } = await before.first("looking")
      before.socket.terminate()
      await before.closed
      const after = await ChatClient.open(second.url("?session=dies"))
      after.send({ type: "resume", turn, after: seq - 1 })
      await after.first("looking")
      await first.close()
      expect(await after.end("m")).toMatchObject({ type: "error", retryable: true })
      // The message may be asked again, of who lives.
      second.script.release(`dies-${name}`)
      after.message("m", `look dies-${name}`)
      await after.wait((frame) => frame.type === "turn-end" && frame.finish === "complete")
      expect(listsOf(after.of("m")).at(-1)).toEqual([found, card])
      await after.close()
      await second.close()
    })

    it("leaves nothing behind when its client has gone", async () => {
      const before = server.script.interrupted
      const client = await ChatClient.open(server.url())
      client.message("m", `look gone-${name}`)
      await client.first("looking")
      client.socket.terminate()
      await expect.poll(() => server.script.interrupted).toBe(before + 1)
    })

    it("keeps the others waiting, and mixes with none of them", async () => {
      const client = await ChatClient.open(server.url())
      client.message("a", `look order-${name}`)
      client.message("b", "hello")
      await client.first("looking")
      await client.settled()
      expect(client.of("b")).toEqual([])
      server.script.release(`order-${name}`)
      await client.end("b")
      const ends = client.frames.filter(isEnd).map((frame) => "id" in frame && frame.id)
      expect(ends).toEqual(["a", "b"])
      expect(typesOf(client.of("a"))).toEqual(whole)
      await client.close()
    })

    it("is an event of `POST /chat`, and an error that follows it one of the stream", async () => {
      const ask = (text: string) =>
        fetch(`${server.http}/chat`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ id: "m", text }),
        })
      server.script.release(`http-${name}`)
      const events = eventsOf(await (await ask(`look http-${name}`)).text())
      expect(typesOf(events)).toEqual(whole)
      expect(events[3]).toMatchObject({ tools })
      server.script.release(`fail-${name}`)
      const failed = eventsOf(await (await ask(`look-fail fail-${name}`)).text())
      expect(failed).toMatchObject([
        { type: "turn-start" },
        { type: "looking", tools },
        { type: "error", code: "model-unavailable", timeline: [{ stage: "model" }] },
      ])
    })

    it("is counted, and is no content", async () => {
      const own = await startServer(transport)
      const client = await ChatClient.open(own.url())
      const metrics = async () => (await fetch(`${own.operator}/metrics`)).text()
      client.message("m", `look-first counted-${name}`)
      await client.first("looking")
      const looking = await metrics()
      expect(looking).toMatch(/^manga_assist_second_looks_total 1$/m)
      expect(looking).toMatch(/^manga_assist_tool_uses_total\{tool="find_products"\} 1$/m)
      expect(looking).toMatch(/^manga_assist_tool_uses_total\{tool="own_orders"\} 0$/m)
      expect(looking).toMatch(/^manga_assist_first_content_seconds_count 0$/m)
      own.script.release(`counted-${name}`)
      await client.end("m")
      expect(await metrics()).toMatch(/^manga_assist_first_content_seconds_count 1$/m)
      client.message("n", `look-fail counted-${name}`)
      expect(await client.end("n")).toMatchObject({ type: "error" })
      expect(await metrics()).toMatch(/^manga_assist_first_content_seconds_count 1$/m)
      await client.close()
      await own.close()
    })
  })
}
