/**
 * Who speaks, by every way a token is carried, and whose session it is. Run once for each transport.
 */
import { SessionStore } from "@manga-assist/assistant"
import { ConnectionError } from "@manga-assist/connections"
import { Effect, Layer } from "effect"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { ServerFrame } from "@manga-assist/protocol"
import { layerJwt } from "../../src/identity/JwtIdentity.ts"
import type { SocketServer } from "../../src/transport/SocketServer.ts"
import { layerOwners } from "../../src/StoreAdapters.ts"
import { ChatClient, isEnd } from "../ChatClient.ts"
import { eventsOf } from "../httpSuite.ts"
import { startServer, type TestServer, type TestServerOptions } from "../TestServer.ts"
import { audience, claimsOf, issuer, KeyAddress, KeyFile, makeKey, sign } from "./Issuer.ts"
import { ecKey, edKey, type Outcome, rsaKey, tokenCases } from "./tokenCases.ts"

const protocol = "manga-assist.v1"

/** Opens a socket with a token, carried one way or the other. */
type Carrier = (server: TestServer, token: string | undefined, query?: string) => ChatClient

const carriers: Readonly<Record<string, Carrier>> = {
  subprotocol: (server, token, query) =>
    new ChatClient(server.url(query), [
      protocol,
      ...(token === undefined ? [] : [`bearer.${token}`]),
    ]),
  header: (server, token, query) =>
    new ChatClient(server.url(query), [], {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    }),
  cookie: (server, token, query) =>
    new ChatClient(server.url(query), [], {
      headers: token === undefined ? {} : { cookie: `theme=dark; sign-in=${token}; a=b` },
    }),
}
const bySubprotocol = carriers["subprotocol"]!

const post = (
  server: TestServer,
  token: string | undefined,
  body: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
  query = "",
) =>
  fetch(`${server.http}/chat${query}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ id: "m", text: "hello", ...body }),
  })

/** The user of the answered message, or how the connection was refused. */
const spokenAs = async (server: TestServer, client: ChatClient): Promise<Outcome> => {
  client.socket.once("open", () => client.message("m", "hello"))
  const end = await client
    .wait((frame) => frame.type === "turn-end" || frame.type === "error")
    .catch((): ServerFrame => ({ type: "pong" }))
  if (end.type !== "turn-end") {
    expect(end).toMatchObject({ type: "error", code: "unauthorized", retryable: false })
    expect(await client.closed).toBe(1008)
    return "refused"
  }
  await client.close()
  const user = server.script.requests.at(-1)?.user
  return user === undefined ? "anonymous" : { user }
}

const tokenOf = (user: string) => sign(ecKey, claimsOf(user))

/** A token of this user that ends in so many seconds. */
const soon = (user: string, seconds: number) =>
  sign(ecKey, claimsOf(user, { exp: Math.floor(Date.now() / 1_000) + seconds }))

/** One owner for each session, shared by instances; it may stop answering. */
class Table {
  answers = true
  readonly #owners = new Map<string, string | undefined>()
  readonly layer = layerOwners.pipe(
    Layer.provide(
      Layer.mock(SessionStore, {
        claim: (session, user) =>
          Effect.suspend(() => {
            if (!this.answers) {
              const detail = { service: "dynamodb", operation: "UpdateItem", detail: "" } as const
              return Effect.fail(new ConnectionError({ ...detail, reason: "throttled" }))
            }
            if (!this.#owners.has(session)) this.#owners.set(session, user)
            return Effect.succeed(this.#owners.get(session) === user)
          }),
      }),
    ),
  )
}

export const identitySuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  const keyFile = new KeyFile()
  const identity = (keys: string, anonymous = true) =>
    layerJwt({ issuer, audience, keys, anonymous })
  const start = (options: TestServerOptions = {}) =>
    startServer(transport, {
      identity: identity(keyFile.path),
      cookieName: "sign-in",
      ...options,
    })
  beforeAll(() => keyFile.publish(ecKey, rsaKey, edKey))
  afterAll(() => keyFile.remove())

  describe(`tokens over ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await start()
    })
    afterAll(() => server.close())

    const accepted = tokenCases.filter(({ outcome }) => outcome !== "refused")
    const refused = tokenCases.filter(({ outcome }) => outcome === "refused")

    describe.each(Object.entries(carriers))("by %s", (_, carry) => {
      it.each(accepted)("$name", async ({ token, outcome }) => {
        expect(await spokenAs(server, carry(server, await token()))).toEqual(outcome)
      })
    })

    it.each(accepted)("over HTTP: $name", async ({ token, outcome }) => {
      const reply = await post(server, await token())
      await reply.text()
      expect(reply.status).toBe(200)
      const user = outcome === "anonymous" || outcome === "refused" ? undefined : outcome.user
      expect(server.script.requests.at(-1)?.user).toBe(user)
    })

    // Unknown keys are asked for two seconds apart: together they wait once.
    describe.concurrent.each(Object.entries(carriers))("refuses by %s", (_, carry) => {
      it.each(refused)("$name", async ({ token }) => {
        expect(await spokenAs(server, carry(server, await token()))).toBe("refused")
      })
    })
    it.concurrent.each(refused)("refuses over HTTP: $name", async ({ token }) => {
      const reply = await post(server, await token())
      expect(reply.status).toBe(401)
      expect(await reply.json()).toMatchObject({ error: { code: "unauthorized" } })
    })

    it("echoes its own subprotocol and never the token", async () => {
      const client = bySubprotocol(server, await tokenOf("demo-01"))
      await client.first("ready")
      expect(client.socket.protocol).toBe(protocol)
      await client.close()
    })

    it("takes no token from the address", async () => {
      const token = await tokenOf("demo-01")
      for (const query of [`?token=${token}`, `?access_token=${token}`, `?bearer=${token}`]) {
        expect(await spokenAs(server, bySubprotocol(server, undefined, query))).toBe("anonymous")
      }
    })

    it.each([
      ["another user", "?user=demo-02", "demo-01", "refused"],
      ["the same user", "?user=demo-01", "demo-01", { user: "demo-01" }],
      ["a user without a token", "?user=demo-01", undefined, "refused"],
    ] as const)("does not believe the address: %s", async (_, query, user, outcome) => {
      const token = user === undefined ? undefined : await tokenOf(user)
      expect(await spokenAs(server, bySubprotocol(server, token, query))).toEqual(outcome)
      const reply = await post(server, token, {}, {}, query)
      expect(reply.status).toBe(outcome === "refused" ? 401 : 200)
      await reply.text()
    })

    it.each(["Basic ZGVtbzpkZW1v", "Bearer", "Bearer a, Bearer b"])(
      "refuses the header %s",
      async (authorization) => {
        const client = new ChatClient(server.url(), [], { headers: { authorization } })
        expect(await spokenAs(server, client)).toBe("refused")
        expect((await post(server, undefined, {}, { authorization })).status).toBe(401)
      },
    )

    it("counts refusals by their reason, and shows none of it to the visitor", async () => {
      const client = bySubprotocol(server, await sign(makeKey(), claimsOf("demo-01")))
      await client.closed
      expect(JSON.stringify(client.frames)).not.toMatch(/key|issuer|jwt/i)
      const page = await (await fetch(`${server.operator}/metrics`)).text()
      expect(page).toMatch(/manga_assist_identity_refusals_total\{reason="untrusted"\} [1-9]/)
    })

    it("refuses visitors without a token where it is told to", async () => {
      const strict = await start({ identity: identity(keyFile.path, false) })
      expect(await spokenAs(strict, bySubprotocol(strict, undefined))).toBe("refused")
      expect((await post(strict, undefined)).status).toBe(401)
      await strict.close()
    })
  })

  describe.concurrent(`keys over ${name}`, () => {
    const outcomeOf = (server: TestServer, token: string) =>
      spokenAs(server, bySubprotocol(server, token))

    it("rotate under a running server, in a file", async ({ onTestFinished }) => {
      const file = new KeyFile()
      const [old, next] = [makeKey(), makeKey()]
      await file.publish(old)
      const server = await start({ identity: identity(file.path) })
      onTestFinished(server.close)
      expect(await outcomeOf(server, await sign(old, claimsOf("demo-01")))).toEqual({
        user: "demo-01",
      })
      await file.publish(next)
      expect(await outcomeOf(server, await sign(next, claimsOf("demo-02")))).toEqual({
        user: "demo-02",
      })
      expect(await outcomeOf(server, await sign(old, claimsOf("demo-01")))).toBe("refused")
      file.remove()
    })

    it("that cannot be read refuse for now, and are read once they can", async ({
      onTestFinished,
    }) => {
      const address = await KeyAddress.open()
      await address.publish(ecKey)
      address.status = 503
      const server = await start({ identity: identity(address.url) })
      onTestFinished(server.close)
      const token = await tokenOf("demo-01")
      const early = bySubprotocol(server, token)
      expect(await early.closed).toBe(1013)
      expect(early.frames.at(-1)).toMatchObject({ code: "internal", retryable: true })
      expect((await post(server, token)).status).toBe(503)
      // Who shows no token needs no key.
      expect(await spokenAs(server, bySubprotocol(server, undefined))).toBe("anonymous")
      address.status = 200
      expect(await outcomeOf(server, token)).toEqual({ user: "demo-01" })
      address.status = 503
      expect(await outcomeOf(server, token)).toEqual({ user: "demo-01" })
      address.close()
      expect(await outcomeOf(server, token)).toEqual({ user: "demo-01" })
    })

    it("are not asked for anew by each forged token", async ({ onTestFinished }) => {
      const address = await KeyAddress.open()
      await address.publish(ecKey)
      const server = await start({ identity: identity(address.url) })
      onTestFinished(server.close)
      const forged = await Promise.all(
        Array.from({ length: 40 }, () => sign(makeKey(), claimsOf("demo-01"))),
      )
      const replies = await Promise.all(forged.map((token) => post(server, token)))
      expect(replies.map(({ status }) => status)).toEqual(forged.map(() => 401))
      expect(address.asked).toBeLessThanOrEqual(3)
      address.close()
    })
  })

  describe.concurrent(`renewal of a token that ends, over ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await start()
    })
    afterAll(() => server.close())
    /** However soon a token ends, its bearer has ten seconds to renew it. */
    const whileItEnds = { timeout: 30_000 }

    it("ends the socket where it does not come", async () => {
      const client = bySubprotocol(server, await soon("demo-01", -5))
      await client.first("auth-expiring")
      expect(await client.closed).toBe(1008)
      expect(client.frames.at(-1)).toMatchObject({ code: "unauthorized" })
    })

    it("ends the socket too where only its session is proven, again and again", async () => {
      const client = bySubprotocol(server, await soon("demo-01", -5))
      const { resumeToken } = await client.first("ready")
      const proving = setInterval(() => client.send({ type: "auth", token: resumeToken }), 500)
      await expect.poll(() => client.closeCode, whileItEnds).toBe(1008)
      clearInterval(proving)
      expect(client.frames.at(-1)).toMatchObject({ code: "unauthorized" })
    })

    it("lets the answer under way end, and answers nothing after it", async () => {
      const held = `expires-${name}`
      const client = bySubprotocol(server, await soon("demo-01", -5))
      client.socket.once("open", () => {
        client.message("1", `hold ${held}`)
        client.message("2", "hello")
      })
      const ends = () => client.frames.filter((frame) => isEnd(frame))
      await expect.poll(ends, whileItEnds).toMatchObject([{ id: "2", code: "unauthorized" }])
      client.message("3", "hello")
      expect(await client.end("3")).toMatchObject({ code: "unauthorized" })
      expect(client.closeCode).toBeUndefined()
      server.script.release(held)
      expect(await client.end("1")).toMatchObject({ type: "turn-end", finish: "complete" })
      expect(await client.closed).toBe(1008)
    })

    it("is taken also while an answer goes on beyond the old token's end", async () => {
      const held = `renewed-${name}`
      const client = bySubprotocol(server, await soon("demo-01", -5))
      client.socket.once("open", () => {
        client.message("1", `hold ${held}`)
        client.message("2", "hello")
      })
      await expect.poll(() => client.frames.some(isEnd), whileItEnds).toBe(true)
      client.send({ type: "auth", token: await tokenOf("demo-01") })
      await client.wait(() => client.frames.filter(({ type }) => type === "ready").length === 2)
      server.script.release(held)
      await client.end("1")
      client.message("3", "hello")
      expect(await client.end("3")).toMatchObject({ type: "turn-end" })
      await client.close()
    })
  })

  describe(`sessions over ${name}`, () => {
    const servers: Array<TestServer> = []
    const instance = async (table: Table, options: TestServerOptions = {}) => {
      const server = await start({ owners: table.layer, ...options })
      servers.push(server)
      return server
    }
    afterEach(async () => {
      for (const server of servers.splice(0)) await server.close()
    })
    const open = async (
      server: TestServer,
      user: string | undefined,
      query?: string,
      resume?: string,
    ) => {
      const token = user === undefined ? [] : [`bearer.${await tokenOf(user)}`]
      const proof = resume === undefined ? [] : [`resume.${resume}`]
      return new ChatClient(server.url(query), [protocol, ...token, ...proof])
    }

    it("are unguessable and different", async () => {
      const server = await instance(new Table())
      const ready = await (await open(server, "demo-01")).first("ready")
      const other = await (await open(server, "demo-01")).first("ready")
      expect(ready.session).toMatch(/^[\w-]{24}$/)
      expect(other.session).not.toBe(ready.session)
    })

    interface SessionCase {
      readonly name: string
      readonly owner: string | undefined
      readonly visitor: string | undefined
      readonly by: "name" | "proof" | "forged proof" | "proof of another key"
      readonly place: "same instance" | "second instance" | "restart"
      readonly table: "answers" | "away"
      readonly outcome: "theirs" | "as new" | "refused"
    }
    const me = "demo-01"
    const nobody = undefined
    const casesAt = (
      place: SessionCase["place"],
      table: SessionCase["table"],
    ): ReadonlyArray<SessionCase> => {
      // An instance that knows the owner needs no table to say so.
      const knows = place === "same instance" || table === "answers"
      const rows = [
        ["its user, by name", me, me, "name", knows ? "theirs" : "as new"],
        ["another user, by name", me, "demo-02", "name", knows ? "refused" : "as new"],
        ["an anonymous visitor, by name", me, nobody, "name", "refused"],
        ["an anonymous visitor, another's by name", nobody, nobody, "name", "refused"],
        ["its user, by proof", me, me, "proof", "theirs"],
        ["another user, by proof", me, "demo-02", "proof", "refused"],
        ["nobody, by a user's proof", me, nobody, "proof", "refused"],
        ["an anonymous visitor, by proof", nobody, nobody, "proof", "theirs"],
        ["a user, by an anonymous visitor's proof", nobody, me, "proof", "refused"],
        ["its user, by a forged proof", me, me, "forged proof", "refused"],
        ["its user, by proof of another key", me, me, "proof of another key", "refused"],
      ] as const
      return rows.map(([name, owner, visitor, by, outcome]) => ({
        name,
        owner,
        visitor,
        by,
        place,
        table,
        outcome,
      }))
    }
    const cases = (["same instance", "second instance", "restart"] as const).flatMap((place) =>
      (["answers", "away"] as const).flatMap((table) => casesAt(place, table)),
    )

    /** The owner has asked once; then somebody comes to an instance with a name or a proof. */
    const prepared = async (the: SessionCase) => {
      const table = new Table()
      const first = await instance(table)
      const opened = await open(first, the.owner)
      const { session, resumeToken = "" } = await opened.first("ready")
      opened.message("1", "mine")
      await opened.end("1")
      const { turn } = await opened.first("turn-start", "1")
      await opened.close()
      if (the.place === "restart") await first.close()
      const second = the.place === "same instance" ? first : await instance(table)
      table.answers = the.table === "answers"

      let proof: string | undefined
      if (the.by === "proof") proof = resumeToken
      else if (the.by === "forged proof") proof = resumeToken.replace(session, "another-session")
      else if (the.by === "proof of another key") {
        const elsewhere = await instance(table, {
          sessionKey: "the key of somebody else's servers",
        })
        proof = (await (await open(elsewhere, the.visitor)).first("ready")).resumeToken
      }
      const named = the.by === "name" ? session : undefined
      return { second, session, turn, named, proof, runs: second.script.requests.length }
    }
    type Prepared = Awaited<ReturnType<typeof prepared>>

    const expectOutcome = (the: SessionCase, { second, session, turn }: Prepared, seen: string) => {
      const asked = second.script.requests.at(-1)
      if (the.outcome === "as new") {
        expect(seen).not.toBe(turn)
        expect(asked?.session).not.toBe(session)
        expect(asked?.user).toBeUndefined()
      } else if (the.place === "same instance") {
        // Answered again from this process; elsewhere asked in the very session.
        expect(seen).toBe(turn)
      } else {
        const user = the.visitor === undefined ? {} : { user: the.visitor }
        expect(asked).toMatchObject({ session, ...user })
      }
    }

    it.each(cases)("$name ($place, table $table): $outcome", async (the) => {
      const ready = await prepared(the)
      const { named, proof, runs, second } = ready
      const query = named === undefined ? "" : `?session=${named}`
      const came = await open(second, the.visitor, query, proof)
      came.socket.once("open", () => came.message("1", "mine"))
      if (the.outcome === "refused") {
        expect(await came.closed).toBe(1008)
        expect(came.frames).toMatchObject(
          [{ code: "unauthorized", message: "this session belongs to another user" }].slice(-1),
        )
        expect(second.script.requests).toHaveLength(runs)
        return
      }
      await came.end("1")
      expectOutcome(the, ready, (await came.first("turn-start", "1")).turn)
      await came.close()
    })

    it.each(cases)("over HTTP: $name ($place, table $table): $outcome", async (the) => {
      const ready = await prepared(the)
      const { named, proof, runs, second } = ready
      const token = the.visitor === undefined ? undefined : await tokenOf(the.visitor)
      const reply = await post(
        second,
        token,
        { id: "1", text: "mine", ...(named === undefined ? {} : { session: named }) },
        proof === undefined ? {} : { "x-resume-token": proof },
      )
      const body = await reply.text()
      if (the.outcome === "refused") {
        expect(reply.status).toBe(401)
        expect(body).toContain("this session belongs to another user")
        expect(second.script.requests).toHaveLength(runs)
        return
      }
      const start = eventsOf(body).find((event) => event.type === "turn-start")
      expectOutcome(the, ready, start?.type === "turn-start" ? start.turn : "none")
    })

    it("do not say whether a session of that name exists", async () => {
      const server = await instance(new Table())
      const owner = await open(server, "demo-01", "?session=there")
      await owner.first("ready")
      const refusals = await Promise.all(
        ["there", "not-there"].map(async (session) => {
          const client = await open(server, undefined, `?session=${session}`)
          await client.closed
          return client.frames
        }),
      )
      expect(refusals[0]).toEqual(refusals[1])
      const replies = await Promise.all(
        ["there", "not-there"].map(async (session) =>
          (await post(server, undefined, { session })).text(),
        ),
      )
      expect(replies[0]).toEqual(replies[1])
    })

    it("go on over HTTP by their proof", async () => {
      const table = new Table()
      const server = await instance(table)
      const reply = await post(server, undefined, { id: "1", text: "mine" })
      const events = eventsOf(await reply.text())
      const proof = reply.headers.get("x-resume-token") ?? ""
      const again = await post(
        server,
        undefined,
        { id: "1", text: "mine" },
        { "x-resume-token": proof },
      )
      expect(eventsOf(await again.text())).toEqual(events)
      expect(again.headers.get("x-session")).toBe(reply.headers.get("x-session"))
      const thief = await post(server, await tokenOf("demo-02"), {}, { "x-resume-token": proof })
      expect(thief.status).toBe(401)
      const named = { session: reply.headers.get("x-session") ?? "" }
      expect((await post(server, undefined, named)).status).toBe(401)
    })
  })

  describe(`renewal over ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await start()
    })
    afterAll(() => server.close())

    it("is asked for before a token ends, and taken in place", async () => {
      const client = bySubprotocol(server, await soon("demo-01", 30))
      const { session } = await client.first("ready")
      const { expiresAt } = await client.first("auth-expiring")
      expect(expiresAt - Date.now()).toBeLessThanOrEqual(30_000)
      client.send({ type: "auth", token: await tokenOf("demo-01") })
      client.message("1", "hello")
      await client.end("1")
      const readies = client.frames.filter((frame) => frame.type === "ready")
      expect(readies.map((frame) => frame.session)).toEqual([session, session])
      expect(server.script.requests.at(-1)).toMatchObject({ session, user: "demo-01" })
      await client.close()
    })

    it("refuses a token that is not accepted, and keeps what was", async () => {
      const client = bySubprotocol(server, await tokenOf("demo-01"))
      await client.first("ready")
      client.send({ type: "auth", token: await sign(makeKey(), claimsOf("demo-01")) })
      expect(await client.first("error")).toMatchObject({ code: "unauthorized" })
      client.message("1", "hello")
      expect(await client.end("1")).toMatchObject({ type: "turn-end" })
      expect(server.script.requests.at(-1)?.user).toBe("demo-01")
      await client.close()
    })

    it("by somebody else's token ends the socket", async () => {
      const client = bySubprotocol(server, await tokenOf("demo-01"))
      await client.first("ready")
      client.send({ type: "auth", token: await tokenOf("demo-02") })
      client.message("1", "hello")
      expect(await client.closed).toBe(1008)
      expect(client.frames.some((frame) => frame.type === "turn-start")).toBe(false)
    })

    it("makes a user of an anonymous visitor, before the message behind it", async () => {
      const client = bySubprotocol(server, undefined)
      const { session } = await client.first("ready")
      client.send({ type: "auth", token: await tokenOf("demo-03") })
      client.message("1", "hello")
      await client.end("1")
      expect(server.script.requests.at(-1)?.user).toBe("demo-03")
      expect(server.script.requests.at(-1)?.session).not.toBe(session)
      await client.close()
    })

    it("takes the proof of an earlier session", async () => {
      const before = bySubprotocol(server, undefined)
      const { resumeToken, session } = await before.first("ready")
      await before.close()
      const client = bySubprotocol(server, undefined)
      await client.first("ready")
      client.send({ type: "auth", token: resumeToken })
      client.message("1", "hello")
      await client.end("1")
      expect(server.script.requests.at(-1)?.session).toBe(session)
      client.send({ type: "auth", token: `${resumeToken}x` })
      expect(await client.first("error")).toMatchObject({ code: "unauthorized" })
      await client.close()
    })
  })
}
