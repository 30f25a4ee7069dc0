/**
 * Connections that are cut in mid-answer, and clients that come back to the same instance or to another; run once for each
 * transport.
 */
import type { Layer } from "effect"
import { afterEach, describe, expect, it } from "vitest"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { ChatClient, isEnd } from "./ChatClient.ts"
import { memoryBus } from "./MemoryBus.ts"
import { startServer, type TestServer } from "./TestServer.ts"

const words = 40
const whole = Array.from({ length: words }, (_, index) => `${index} 🍜 `).join("")
const cuts = Array.from({ length: 20 }, (_, index) => index)

const textOf = (clients: ReadonlyArray<ChatClient>): string =>
  clients
    .flatMap(({ frames }) => frames)
    .map((frame) => (frame.type === "delta" ? frame.text : ""))
    .join("")

const numbers = (client: ChatClient) =>
  client.frames.flatMap((frame) => ("seq" in frame && frame.seq !== undefined ? [frame.seq] : []))

/** Cut after so many frames of text, then gone on with. */
const cutAfter = async (count: number, first: TestServer, second: TestServer) => {
  const query = `?session=cut-${count}`
  const before = await ChatClient.open(first.url(query))
  before.message("m", `count ${words}`)
  const { turn } = await before.first("turn-start")
  const deltas = () => before.frames.filter(({ type }) => type === "delta").length
  await before.wait(() => deltas() >= count || before.frames.some(isEnd))
  before.socket.terminate()
  await before.closed
  const after = await ChatClient.open(second.url(query))
  await after.first("ready")
  after.send({ type: "resume", turn, after: Math.max(0, ...numbers(before)) })
  return { before, after, turn }
}

/** Cut at 20 points, each text is whole, each turn ends once. */
export const wholeAfterCuts = async (first: TestServer, second: TestServer): Promise<void> => {
  await Promise.all(
    cuts.map(async (count) => {
      const { after, before } = await cutAfter(count, first, second)
      expect(await after.end("m")).toMatchObject({ type: "turn-end", finish: "complete" })
      expect(textOf([before, after])).toBe(whole)
      const all = [...numbers(before), ...numbers(after)]
      expect(all).toEqual(all.toSorted((one, other) => one - other))
      expect([...before.frames, ...after.frames].filter(isEnd)).toHaveLength(1)
      await after.close()
    }),
  )
  const asked = [...new Set([first, second])].flatMap(({ script }) => script.requests)
  expect(asked).toHaveLength(cuts.length)
}

export const resumeSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`going on after a cut over ${name}`, () => {
    let servers: Array<TestServer> = []
    afterEach(async () => {
      await Promise.all(servers.map((server) => server.close()))
      servers = []
    })
    const start = async (options: Parameters<typeof startServer>[1] = {}) => {
      const server = await startServer(transport, { resumeGraceMs: 5_000, ...options })
      servers.push(server)
      return server
    }
    it.each([
      ["the same instance", 1, () => false],
      ["another instance", 2, () => false],
      ["another instance, when the way to it loses messages", 2, (told: number) => told % 9 === 0],
    ])("has the whole text from %s, and asks the model once", async (_, instances, isLost) => {
      const bus = memoryBus(isLost)
      const first = await start({ bus })
      const second = instances === 1 ? first : await start({ bus })
      await wholeAfterCuts(first, second)
    })

    it("gives the frames that were lost with the end of the turn", async () => {
      const server = await start()
      const before = await ChatClient.open(server.url("?session=late"))
      before.message("m", "hello")
      await before.end("m")
      const { turn } = await before.first("turn-start")
      before.socket.terminate()
      const after = await ChatClient.open(server.url("?session=late"))
      after.send({ type: "resume", turn, after: 2 })
      await after.end("m")
      expect(textOf([after])).toBe("You said: hello")
      expect(after.frames.filter(({ type }) => type === "products")).toEqual([])
      await after.close()
    })

    it("lets a connection that the server still takes for open be replaced", async () => {
      const server = await start()
      const stale = await ChatClient.open(server.url("?session=stale"))
      stale.message("m", `hold stale-${name}`)
      stale.message("n", "hello")
      const { turn } = await stale.first("turn-start")
      const fresh = await ChatClient.open(server.url("?session=stale"))
      fresh.send({ type: "resume", turn, after: 0 })
      await fresh.first("delta")
      server.script.release(`stale-${name}`)
      expect(await fresh.end("m")).toMatchObject({ finish: "complete" })
      // What waited there is answered there.
      expect(await stale.end("n")).toMatchObject({ finish: "complete" })
      expect(stale.of("m").filter(isEnd)).toEqual([])
      await Promise.all([stale.close(), fresh.close()])
    })

    it("cancels what it went on with, here and elsewhere", async () => {
      const bus = memoryBus()
      const first = await start({ bus })
      const second = await start({ bus })
      for (const [index, server] of [first, second].entries()) {
        const { after } = await cutAfter(index, first, server)
        await after.first("delta")
        after.send({ type: "cancel", id: "m" })
        expect(await after.end("m")).toMatchObject({ finish: "cancelled" })
        await after.close()
      }
      expect(first.script.interrupted).toBe(2)
    })

    it("ends a turn for which nobody comes back in time, and at once one whose client said goodbye", async () => {
      const server = await start({ resumeGraceMs: 50 })
      const cut = await ChatClient.open(server.url("?session=late"))
      cut.message("m", "never")
      const { turn } = await cut.first("turn-start")
      cut.socket.terminate()
      await expect.poll(() => server.script.interrupted).toBe(1)
      const back = await ChatClient.open(server.url("?session=late"))
      back.send({ type: "resume", turn, after: 0 })
      expect(await back.first("error")).toMatchObject({ code: "unknown-turn", turn })
      const patient = await start({ resumeGraceMs: 60_000 })
      const leaver = await ChatClient.open(patient.url())
      leaver.message("m", "never")
      await leaver.first("turn-start")
      await leaver.close()
      await expect.poll(() => patient.script.interrupted).toBe(1)
    })

    it.each(["one instance", "two instances"])(
      "knows no turn of others, of nobody, or of long ago (%s)",
      async (many) => {
        const bus = memoryBus()
        const first = await start(many === "one instance" ? {} : { bus })
        const second = many === "one instance" ? first : await start({ bus })
        const owner = await ChatClient.open(first.url("?session=mine&user=demo-01"))
        owner.message("m", `hold mine-${name}`)
        const { turn } = await owner.first("turn-start")
        const others = [
          { query: "?session=other&user=demo-02", turn },
          { query: "?session=other-of-mine&user=demo-01", turn },
          { query: "?session=mine-too", turn: "no-such-turn" },
        ]
        const ask = async (other: (typeof others)[number]) => {
          const client = await ChatClient.open(second.url(other.query))
          client.send({ type: "resume", turn: other.turn, after: 0 })
          expect(await client.first("error")).toMatchObject({
            code: "unknown-turn",
            turn: other.turn,
          })
          expect(textOf([client])).toBe("")
          client.message("next", "hello")
          expect(await client.end("next")).toMatchObject({ finish: "complete" })
          await client.close()
        }
        await Promise.all(others.map(ask))
        first.script.release(`mine-${name}`)
        expect(await owner.end("m")).toMatchObject({ finish: "complete" })
        await owner.close()
      },
    )

    it("has an end for a turn whose instance ends", async () => {
      const bus = memoryBus()
      const first = await start({ bus })
      const second = await start({ bus })
      const { after } = await cutAfter(1, first, second)
      await after.first("delta")
      await first.close()
      expect(await after.end("m")).toMatchObject({ type: "error", retryable: true })
      await after.close()
    })

    it("has its place in the order of answers", async () => {
      const server = await start()
      const { after, turn } = await cutAfter(0, server, server)
      after.message("n", "hello")
      await after.end("n")
      const ends = after.frames.filter(isEnd).map((frame) => "id" in frame && frame.id)
      expect(ends).toEqual(["m", "n"])
      for (const bad of [{ after: -1 }, { after: "1" }, { after: 1.5 }, {}]) {
        after.send({ type: "resume", turn, ...bad })
      }
      await after.settled()
      expect(after.frames.filter((frame) => frame.type === "error")).toHaveLength(4)
      await after.close()
    })
  })
}
