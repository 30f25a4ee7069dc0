/**
 * Limits, deadlines and ports that misbehave; run once for each transport.
 */
import { Deferred, Effect, Exit, Layer } from "effect"
import { describe, expect, it } from "vitest"
import { FeedbackSink } from "../src/sessions/FeedbackSink.ts"
import { ReplayStore } from "../src/sessions/ReplayStore.ts"
import { type SessionOwnership, SessionOwners } from "../src/sessions/SessionOwners.ts"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { TurnHooks } from "../src/sessions/TurnHooks.ts"
import { ChatClient, isEnd } from "./ChatClient.ts"
import { startServer, type TestServer, type TestServerOptions } from "./TestServer.ts"

const json = { "content-type": "application/json" }

export const limitsSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  const using = async (options: TestServerOptions, use: (server: TestServer) => Promise<void>) => {
    const server = await startServer(transport, options)
    try {
      await use(server)
    } finally {
      await server.close()
    }
  }

  describe(`limits over ${name}`, () => {
    it("limits messages by user across sockets, naming the message", () =>
      using({ rateLimitPerMinute: 3 }, async (server) => {
        const one = await ChatClient.open(server.url("?user=demo-01"))
        const two = await ChatClient.open(server.url("?user=demo-01"))
        const free = await ChatClient.open(server.url("?user=demo-02"))
        for (const id of ["a", "b"]) {
          one.message(id, "hello")
          await one.end(id)
        }
        two.message("c", "hello")
        two.message("d", "hello")
        expect(await two.end("c")).toMatchObject({ finish: "complete" })
        expect(await two.end("d")).toMatchObject({ code: "rate-limited", id: "d", retryable: true })
        free.message("e", "hello")
        expect(await free.end("e")).toMatchObject({ finish: "complete" })
      }))

    it("ends a silent turn with a timeout and goes on, even when it cannot be interrupted", () =>
      using({ latencyBudgetMs: 30, turnGraceMs: 20 }, async (server) => {
        const client = await ChatClient.open(server.url())
        client.message("a", "never")
        client.message("b", "stubborn")
        client.message("c", "hello")
        const timeline = [{ stage: "model", outcome: "unfinished" }]
        expect(await client.end("a")).toMatchObject({ code: "timeout", id: "a", timeline })
        const { turn } = await client.first("turn-start", "b")
        // It waited for the one before it.
        const behind = [{ stage: "queue" }, ...timeline]
        expect(await client.end("b")).toMatchObject({ code: "timeout", timeline: behind })
        expect(await client.end("c")).toMatchObject({ finish: "complete" })
        expect(client.frames.filter(isEnd)).toHaveLength(3)
        const state = await (await fetch(`${server.operator}/machine/state`)).json()
        const told = { turn, code: "timeout", degraded: ["retrieval-late"], timeline }
        expect(state).toMatchObject({ failedTurns: [told, { code: "timeout" }] })
        const page = await (await fetch(`${server.operator}/metrics`)).text()
        expect(page).toContain('manga_assist_stage_seconds_count{stage="model",source="none"} 2')
        expect(page).toContain('manga_assist_degraded_total{code="retrieval-late"} 2')
      }))

    it("counts a turn whose reader has left among none, nor what it left out", () =>
      using({}, async (server) => {
        const client = await ChatClient.open(server.url())
        client.message("a", "never")
        await client.first("turn-start", "a")
        client.socket.terminate()
        await expect.poll(() => server.script.interrupted).toBe(1)
        const page = await (await fetch(`${server.operator}/metrics`)).text()
        expect(page).toContain('manga_assist_turns_total{outcome="disconnected",source="none"} 1')
        expect(page).toContain("manga_assist_degraded_turns_total 0")
        expect(page).toContain('manga_assist_degraded_total{code="retrieval-late"} 0')
      }))

    it("ends a turn that talks beyond its limit", () =>
      using({ turnLimitMs: 60 }, async (server) => {
        const client = await ChatClient.open(server.url())
        client.message("a", "flood")
        expect(await client.end("a")).toMatchObject({ code: "timeout", id: "a" })
        await expect.poll(() => server.script.interrupted).toBe(1)
      }))

    it("cancels a turn that does not yield to interruption", () =>
      using({}, async (server) => {
        const client = await ChatClient.open(server.url())
        client.message("a", "stubborn")
        await client.first("turn-start", "a")
        client.send({ type: "cancel", id: "a" })
        expect(await client.end("a")).toMatchObject({ type: "turn-end", finish: "cancelled" })
        client.message("b", "linger")
        client.message("c", "hello")
        expect(await client.end("b")).toMatchObject({ finish: "complete" })
        expect(await client.end("c")).toMatchObject({ finish: "complete" })
      }))

    it("turns connections beyond the limit away", () =>
      using({ maxConnections: 1 }, async (server) => {
        const one = await ChatClient.open(server.url())
        await one.first("ready")
        const two = await ChatClient.open(server.url())
        expect(await two.closed).toBe(1013)
        expect(two.frames).toMatchObject([{ type: "error", code: "busy", retryable: true }])
        const body = JSON.stringify({ id: "a", text: "hello" })
        const reply = await fetch(`${server.http}/chat`, { method: "POST", headers: json, body })
        expect(reply.status).toBe(503)
        await one.close()
        await expect
          .poll(async () => (await ChatClient.open(server.url())).first("ready").catch(() => {}))
          .toBeDefined()
      }))

    it("holds messages until the owner of a session that was named is known", async () => {
      let answer: (ownership: SessionOwnership) => void = () => {}
      const owners = Layer.succeed(SessionOwners, {
        claim: () =>
          Effect.callback<SessionOwnership>((resume) => {
            answer = (ownership) => resume(Effect.succeed(ownership))
          }),
      })
      await using({ owners }, async (server) => {
        const client = await ChatClient.open(server.url("?session=named"))
        await client.first("ready")
        client.message("a", "hello")
        client.send({ type: "cancel", id: "nope" })
        await client.settled()
        expect(server.script.requests).toHaveLength(0)
        answer("owned")
        expect(await client.end("a")).toMatchObject({ finish: "complete" })
        const thief = await ChatClient.open(server.url("?session=anothers"))
        thief.message("b", "hello")
        await thief.settled()
        answer("refused")
        expect(await thief.closed).toBe(1008)
        expect(thief.frames.at(-1)).toMatchObject({ code: "unauthorized" })
        expect(server.script.requests).toHaveLength(1)
      })
    })

    it("answers as to a stranger when nobody can say whose session it is", async () => {
      const owners = Layer.succeed(SessionOwners, {
        claim: () => Effect.die(new Error("scripted")),
      })
      await using({ owners }, async (server) => {
        const client = await ChatClient.open(server.url("?session=s&user=demo-01"))
        client.message("a", "hello")
        expect(await client.end("a")).toMatchObject({ finish: "complete" })
        const [request] = server.script.requests
        expect(request?.user).toBeUndefined()
        expect(request?.unconfirmed).toBe(true)
        expect(request?.session).not.toBe("s")
      })
    })

    it("answers although every optional port throws", async () => {
      const boom = () => {
        throw new Error("scripted")
      }
      const hooks = Layer.succeed(TurnHooks, {
        opened: boom,
        draft: boom,
        carry: boom,
        closed: boom,
      })
      const feedback = Layer.succeed(FeedbackSink, { offer: boom })
      const replay = Layer.succeed(ReplayStore, {
        get: () => Effect.never,
        isNew: boom,
        put: () => {},
        opened: () => {},
        closed: () => {},
      })
      await using({ hooks, feedback, replay }, async (server) => {
        const client = await ChatClient.open(server.url())
        client.send({ type: "draft", text: "hel" })
        client.message("a", "hello")
        expect(await client.end("a")).toMatchObject({ finish: "complete" })
        const { turn } = await client.first("turn-start", "a")
        client.send({ type: "feedback", turn, rating: "up" })
        expect(await client.first("error")).toMatchObject({ code: "busy", turn })
        await client.close()
        const metrics = await (await fetch(`${server.operator}/metrics`)).text()
        expect(metrics).toMatch(/manga_assist_hook_failures_total [3-9]/)
      })
    })

    it("starts what waited for one answer of a store one after another", async () => {
      const answered = Deferred.makeUnsafe<undefined>()
      const replay = Layer.succeed(ReplayStore, {
        get: () => Deferred.await(answered),
        isNew: () => false,
        put: () => {},
        opened: () => {},
        closed: () => {},
      })
      await using({ replay }, async (server) => {
        const clients = await Promise.all(
          Array.from({ length: 8 }, () => ChatClient.open(server.url())),
        )
        for (const client of clients) client.message("a", "busy 5")
        await Promise.all(clients.map((client) => client.settled()))
        const started: Array<number> = []
        const count = () => void started.push(server.script.requests.length)
        Deferred.doneUnsafe(answered, Exit.succeed(undefined))
        while ((started.at(-1) ?? 0) < clients.length)
          await new Promise<void>((resolve) => setImmediate(() => resolve(count())))
        // Never two in one turn of the event loop.
        const most = started.map((now, at) => now - (started[at - 1] ?? 0))
        expect(Math.max(...most)).toBe(1)
        for (const client of clients)
          expect(await client.end("a")).toMatchObject({ finish: "complete" })
      })
    })

    it("uses four drafts a second and tells who opened and who left", async () => {
      const said: Array<string> = []
      const hooks = Layer.succeed(TurnHooks, {
        carry: () => Effect.succeed(false),
        opened: (session, user) => said.push(`opened ${session} ${user}`),
        draft: (_, text) => said.push(`draft ${text}`),
        closed: (session) => said.push(`closed ${session}`),
      })
      await using({ hooks }, async (server) => {
        const url = server.url("?session=s&user=u")
        const one = await ChatClient.open(url)
        const two = await ChatClient.open(url)
        for (let typed = 1; typed <= 20; typed += 1) {
          one.send({ type: "draft", text: "x".repeat(typed) })
        }
        await Promise.all([one.settled(), two.settled()])
        await one.close()
        const body = JSON.stringify({ session: "s", id: "m", text: "hello" })
        const stream = await fetch(`${server.http}/chat?user=u`, {
          method: "POST",
          headers: json,
          body,
        })
        await stream.text()
        expect(said).not.toContain("closed s")
        await two.close()
        await expect.poll(() => said.at(-1)).toBe("closed s")
        expect(said.filter((line) => line.startsWith("draft"))).toHaveLength(4)
        expect(said.filter((line) => line === "opened s u")).toHaveLength(3)
        expect(server.script.requests).toHaveLength(1)
      })
    })
  })
}
