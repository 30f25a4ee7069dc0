/**
 * One session, two people, two instances, and a table that does not answer in time: nobody is shown another's
 * answer, nobody is locked out of their own session once the table answers. Run once for each transport.
 */
import { SessionStore } from "@manga-assist/assistant"
import { CacheStore } from "@manga-assist/caching"
import { ConnectionError } from "@manga-assist/connections"
import { Effect, Latch, Layer } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ReplayStore } from "../src/sessions/ReplayStore.ts"
import { SessionOwners } from "../src/sessions/SessionOwners.ts"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { layerOwners } from "../src/StoreAdapters.ts"
import { ChatClient } from "./ChatClient.ts"
import { eventsOf } from "./httpSuite.ts"
import { startServer, type TestServer } from "./TestServer.ts"

const throttled = new ConnectionError({
  service: "dynamodb",
  operation: "UpdateItem",
  reason: "throttled",
  detail: "",
})

type Fault = "none" | "slow" | "throttle" | "away"

/** A table with one owner for each session, behind a fault that may change under the test. */
class ClaimTable {
  fault: Fault = "none"
  readonly #owners = new Map<string, string | undefined>()
  readonly #late = Latch.makeUnsafe()

  /** Lets a slow table answer. */
  answer(): void {
    this.#late.openUnsafe()
  }

  readonly layer = Layer.mock(SessionStore, {
    claim: (session, user) =>
      Effect.suspend(() => {
        if (this.fault === "throttle") return Effect.fail(throttled)
        if (this.fault === "away") return Effect.never
        // The deadline of a claim is the table's client's to keep.
        if (this.fault === "slow") return Effect.andThen(this.#late.await, Effect.fail(throttled))
        if (!this.#owners.has(session)) this.#owners.set(session, user)
        return Effect.succeed(this.#owners.get(session) === user)
      }),
  })
}

export const takeoverSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`a session that somebody else opens, over ${name}`, () => {
    let table: ClaimTable
    let first: TestServer
    let second: TestServer
    beforeEach(async () => {
      table = new ClaimTable()
      const store = await Effect.runPromise(
        CacheStore.pipe(Effect.provide(CacheStore.layerMemory())),
      )
      const instance = () =>
        startServer(transport, {
          owners: layerOwners.pipe(Layer.provide(table.layer)),
          replay: Layer.fresh(ReplayStore.layerShared).pipe(
            Layer.provide(Layer.succeed(CacheStore, store)),
          ),
        })
      first = await instance()
      second = await instance()
    })
    afterEach(async () => {
      await first.close()
      await second.close()
    })
    const open = (server: TestServer, user: string) =>
      ChatClient.open(server.url(`?session=shared&user=${user}`))
    const turnOf = async (client: ChatClient, id: string) =>
      (await client.first("turn-start", id)).turn

    it.each(["slow", "throttle", "away"] as const)(
      "stays its owner's while the table is %s",
      async (fault) => {
        const owner = await open(first, "demo-01")
        owner.message("1", "where is my order")
        await owner.end("1")
        const turn = await turnOf(owner, "1")

        table.fault = fault
        const thief = await open(second, "demo-02")
        await thief.first("ready")
        thief.message("1", "where is my order")
        // The table answers when the message is there, and waits for it.
        await thief.settled()
        table.answer()
        expect(await thief.end("1")).toMatchObject({ finish: "complete" })
        expect(await turnOf(thief, "1")).not.toBe(turn)
        expect(JSON.stringify(thief.frames)).not.toContain(turn)
        const asked = second.script.requests.at(-1)
        expect(asked?.session).not.toBe("shared")
        expect(asked?.user).toBeUndefined()

        table.fault = "none"
        expect(await thief.closed).toBe(1008)
        expect(thief.frames.at(-1)).toMatchObject({ code: "unauthorized" })
        const again = await open(second, "demo-02")
        expect(await again.closed).toBe(1008)

        const back = await open(second, "demo-01")
        back.message("1", "where is my order")
        await back.end("1")
        expect(await turnOf(back, "1")).toBe(turn)
      },
    )

    it("is the owner's again in the open socket once the table answers", async () => {
      table.fault = "throttle"
      const owner = await open(first, "demo-01")
      owner.message("1", "hello")
      await owner.end("1")
      expect(first.script.requests.at(-1)?.user).toBeUndefined()
      const { turn } = await owner.first("turn-start", "1")
      table.fault = "none"
      await expect
        .poll(
          async () => {
            const id = `again-${first.script.requests.length}`
            owner.message(id, "hello")
            await owner.end(id)
            return first.script.requests.at(-1)
          },
          { timeout: 10_000 },
        )
        .toMatchObject({ session: "shared", user: "demo-01" })
      owner.send({ type: "feedback", turn, rating: "up" })
      await owner.first("feedback-ok")
      expect(owner.closeCode).toBeUndefined()
    })

    it("is not waited for where the server made it", async () => {
      let given = 0
      const silent = Effect.onInterrupt(Effect.never, () =>
        Effect.sync(() => {
          given += 1
        }),
      )
      const server = await startServer(transport, {
        owners: Layer.succeed(SessionOwners, { claim: () => silent }),
      })
      const socket = await ChatClient.open(server.url())
      const { session } = await socket.first("ready")
      socket.message("1", "hello")
      await socket.end("1")
      expect(server.script.requests.at(-1)?.session).toBe(session)
      const body = JSON.stringify({ id: "1", text: "hello" })
      const headers = { "content-type": "application/json" }
      await (await fetch(`${server.http}/chat`, { method: "POST", headers, body })).text()
      // Nobody waited until the table was given up.
      expect([server.script.requests.length, given]).toEqual([2, 0])
      await server.close()
    })

    it("shows nobody an answer that is being given to its owner", async () => {
      // Whatever a process came to believe: keys of what is in flight hold the owner.
      const credulous = await startServer(transport, {
        owners: Layer.succeed(SessionOwners, { claim: () => Effect.succeed("owned") }),
      })
      const text = `hold owned-${name}`
      const owner = await open(credulous, "demo-01")
      owner.message("1", text)
      const turn = await turnOf(owner, "1")
      const thief = await open(credulous, "demo-02")
      thief.message("1", text)
      expect(await turnOf(thief, "1")).not.toBe(turn)
      credulous.script.release(`owned-${name}`)
      await Promise.all([owner.end("1"), thief.end("1")])
      expect(JSON.stringify(thief.frames)).not.toContain(turn)
      await credulous.close()
    })

    it("holds over HTTP", async () => {
      const post = (server: TestServer, user: string) =>
        fetch(`${server.http}/chat?user=${user}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ session: "shared", id: "1", text: "where is my order" }),
        })
      const owned = eventsOf(await (await post(first, "demo-01")).text())
      const [start] = owned
      table.fault = "throttle"
      const stolen = await (await post(second, "demo-02")).text()
      expect(eventsOf(stolen).at(-1)).toMatchObject({ finish: "complete" })
      expect(stolen).not.toContain(start?.type === "turn-start" ? start.turn : "?")
      table.fault = "none"
      expect((await post(second, "demo-02")).status).toBe(401)
      expect(eventsOf(await (await post(second, "demo-01")).text())).toEqual(owned)
    })

    it("does not ask the table about a session that the server made", async () => {
      table.fault = "away"
      const client = await ChatClient.open(first.url("?user=demo-01"))
      const { session } = await client.first("ready")
      client.message("1", "hello")
      await client.end("1")
      expect(first.script.requests.at(-1)).toMatchObject({ session, user: "demo-01" })
    })

    it("answers a repeated id with another text anew", async () => {
      const client = await open(first, "demo-01")
      client.message("1", "hello")
      await client.end("1")
      const turn = await turnOf(client, "1")
      await client.close()
      const back = await open(first, "demo-01")
      back.message("1", "something else")
      await back.end("1")
      expect(await turnOf(back, "1")).not.toBe(turn)
      expect(first.script.requests).toHaveLength(2)
      await back.close()
      const other = await open(second, "demo-01")
      other.message("1", "something else")
      await other.end("1")
      expect(second.script.requests).toHaveLength(0)
    })
  })
}
