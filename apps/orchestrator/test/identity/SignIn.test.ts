/** A visitor who signs in on an open socket takes along what was said on it, and nothing of anybody else. */
import type { ServerFrame } from "@manga-assist/protocol"
import { Effect, Layer } from "effect"
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest"
import { layerJwt } from "../../src/identity/JwtIdentity.ts"
import { TurnHooks } from "../../src/sessions/TurnHooks.ts"
import { layerWs } from "../../src/transport/WsSocketServer.ts"
import { ChatClient } from "../ChatClient.ts"
import { gatewaySecret, openGateway } from "../OpenGateway.ts"
import { startServer, type TestServer } from "../TestServer.ts"
import { audience, claimsOf, issuer, KeyFile, makeKey, sign } from "./Issuer.ts"

const key = makeKey()
const keyFile = new KeyFile()
const carried: Array<readonly [from: string, to: string, user: string]> = []
/** Sessions of which nothing is stored, as they were opened. */
const made: Array<string> = []
const hooks = Layer.succeed(TurnHooks, {
  opened: (session, _user, isNew) => {
    if (isNew) made.push(session)
  },
  draft: () => {},
  carry: (...sessions) =>
    Effect.suspend(() => {
      carried.push(sessions)
      return sessions[2] === "dies" ? Effect.die(new Error("scripted")) : Effect.succeed(true)
    }),
  closed: () => {},
})

let server: TestServer
let believing: TestServer
beforeAll(async () => {
  await keyFile.publish(key)
  const identity = layerJwt({ issuer, audience, keys: keyFile.path, anonymous: true })
  server = await startServer(layerWs, { identity, hooks })
  believing = await startServer(layerWs, { hooks })
})
beforeEach(() => carried.splice(0))
afterAll(async () => {
  await Promise.all([server.close(), believing.close()])
  keyFile.remove()
})

const tokenOf = (user: string) => sign(key, claimsOf(user))
const sessionsOf = ({ frames }: ChatClient) =>
  frames.flatMap((frame) => (frame.type === "ready" ? [frame.session] : []))
const showing = (...shown: ReadonlyArray<string>) =>
  new ChatClient(server.url(), ["manga-assist.v1", ...shown])

it("takes along what was said on the socket, before the message behind it", async () => {
  const client = new ChatClient(server.url())
  const { session } = await client.first("ready")
  client.message("1", "hello")
  await client.end("1")
  client.send({ type: "auth", token: await tokenOf("demo-03") })
  client.message("2", "hello again")
  await client.end("2")
  const [, second] = sessionsOf(client)
  expect(second).not.toBe(session)
  expect(carried).toEqual([[session, second, "demo-03"]])
  expect(made).toContain(session)
  expect(made).not.toContain(second)
  expect(server.script.requests.at(-1)).toMatchObject({ session: second, user: "demo-03" })
  await client.close()
})

it("takes nothing along by a token that is not accepted", async () => {
  const client = new ChatClient(server.url())
  await client.first("ready")
  client.send({ type: "auth", token: await sign(makeKey(), claimsOf("demo-03")) })
  expect(await client.first("error")).toMatchObject({ code: "unauthorized" })
  client.message("1", "hello")
  await client.end("1")
  expect(server.script.requests.at(-1)?.user).toBeUndefined()
  expect(carried).toEqual([])
  await client.close()
})

it("takes nothing of a customer along, for whoever comes after", async () => {
  const client = showing(`bearer.${await tokenOf("demo-01")}`)
  await client.first("ready")
  client.message("1", "hello")
  await client.end("1")
  client.send({ type: "auth", token: await tokenOf("demo-01") })
  await client.wait(() => sessionsOf(client).length === 2)
  client.send({ type: "auth", token: await tokenOf("demo-02") })
  expect(await client.closed).toBe(1008)
  expect(carried).toEqual([])
})

it("takes nothing along by the proof of a session alone", async () => {
  const before = new ChatClient(server.url())
  const { resumeToken } = await before.first("ready")
  await before.close()
  const customer = showing(`bearer.${await tokenOf("demo-05")}`)
  await customer.first("ready")
  customer.send({ type: "auth", token: resumeToken ?? "" })
  expect(await customer.first("error")).toMatchObject({ code: "unauthorized" })
  await customer.close()
  const both = showing(`bearer.${await tokenOf("demo-05")}`, `resume.${resumeToken}`)
  expect(await both.closed).toBe(1008)
  expect(carried).toEqual([])
})

it("takes the session along to which the visitor has come back", async () => {
  const before = new ChatClient(server.url())
  const { resumeToken, session } = await before.first("ready")
  await before.close()
  const client = showing(`resume.${resumeToken}`)
  await client.first("ready")
  client.send({ type: "auth", token: await tokenOf("demo-06") })
  await client.wait(() => sessionsOf(client).length === 2)
  expect(carried).toEqual([[session, sessionsOf(client)[1], "demo-06"]])
  await client.close()
})

it("goes on where what was said cannot be taken along", async () => {
  const client = new ChatClient(server.url())
  await client.first("ready")
  client.send({ type: "auth", token: await tokenOf("dies") })
  client.message("1", "hello")
  expect(await client.end("1")).toMatchObject({ finish: "complete" })
  expect(server.script.requests.at(-1)?.user).toBe("dies")
  await client.close()
})

it("believes a name where names are believed, but not that a named session was this visitor's", async () => {
  const client = new ChatClient(believing.url())
  const { session } = await client.first("ready")
  client.send({ type: "auth", token: "demo-01" })
  client.message("1", "hello")
  await client.end("1")
  expect(believing.script.requests.at(-1)?.user).toBe("demo-01")
  expect(carried).toEqual([[session, sessionsOf(client)[1], "demo-01"]])
  await client.close()
  const named = new ChatClient(believing.url("?session=anybodys"))
  await named.first("ready")
  named.send({ type: "auth", token: "demo-01" })
  await named.wait(() => sessionsOf(named).length === 2)
  expect(carried).toHaveLength(1)
  await named.close()
})

it("takes along what was said over a gateway, too", async () => {
  const posted: Array<ServerFrame> = []
  const gateway = openGateway((text) => posted.push(JSON.parse(text)))
  const own = await startServer(layerWs, { gateway, hooks })
  const event = (path: string, frame?: object) =>
    fetch(`${own.http}/gateway/${path}`, {
      method: "POST",
      headers: {
        "x-gateway-secret": gatewaySecret,
        "x-connection-id": "c",
        "x-source-ip": "192.0.2.1",
      },
      body: frame === undefined ? "" : JSON.stringify(frame),
    })
  const ended = () => posted.filter(({ type }) => type === "turn-end").length
  expect((await event("connect")).status).toBe(200)
  await event("default", { type: "message", id: "1", text: "hello" })
  await expect.poll(ended).toBe(1)
  await event("default", { type: "auth", token: "demo-01" })
  await event("default", { type: "message", id: "2", text: "hello again" })
  await expect.poll(ended).toBe(2)
  const [before, after] = own.script.requests
  expect(after).toMatchObject({ user: "demo-01" })
  expect(carried).toEqual([[before?.session, after?.session, "demo-01"]])
  await own.close()
})
