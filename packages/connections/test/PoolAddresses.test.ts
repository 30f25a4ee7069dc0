import { Resolver } from "node:dns/promises"
import { once } from "node:events"
import { type AddressInfo, createServer, type LookupFunction, type Server } from "node:net"
import { describe, expect, it, vi } from "vitest"
import { type PoolEvent } from "../src/pool/PoolEvent.ts"
import { expired, otherName } from "./certificate.ts"
import { failureOf, getText, handlerWith, onCleanup, serve } from "./handlerHarness.ts"

/** A lookup that always tells these addresses, and counts. */
const telling = (...addresses: ReadonlyArray<string>) => {
  const state = { calls: 0, addresses }
  const lookup: LookupFunction = (_name, options, callback) => {
    state.calls++
    const all = state.addresses.map((address) => ({ address, family: 4 }))
    if (options.all === true) callback(null, all)
    else callback(null, all[0]?.address ?? "", 4)
  }
  return { state, lookup }
}

const failing = (code: string): LookupFunction => {
  return (name, options, callback) => {
    const error = Object.assign(new Error(`queryA ${code} ${name}`), { code })
    process.nextTick(() => (options.all === true ? callback(error, []) : callback(error, "")))
  }
}

/** Accepts TCP on an address and port, and never says a word. */
const mute = async (host: string, port: number): Promise<Server> => {
  const server = createServer((socket) => {
    socket.on("error", () => {})
    onCleanup(() => socket.destroy())
  })
  server.listen(port, host)
  await once(server, "listening")
  onCleanup(() => server.close())
  return server
}

const recording = () => {
  const events: Array<PoolEvent> = []
  const of = <T extends PoolEvent["type"]>(type: T) =>
    events.filter((event): event is Extract<PoolEvent, { type: T }> => event.type === type)
  return { onEvent: (event: PoolEvent) => void events.push(event), of }
}

const everywhere = { host: "0.0.0.0" }

describe("addresses", () => {
  it("shares its sessions out among them", async () => {
    const server = await serve(({ response }) => response.end("ok"), everywhere)
    const { of, onEvent } = recording()
    const { lookup } = telling("127.0.0.1", "127.0.0.2", "127.0.0.3")
    const handler = handlerWith({ lookup, onEvent })
    await handler.warm(`https://localhost:${server.port}`, 6)
    const count = new Map<string, number>()
    for (const { address } of of("session-opened")) {
      count.set(address, (count.get(address) ?? 0) + 1)
    }
    expect([...count.values()]).toEqual([2, 2, 2])
  })

  it("goes to the next one at once when one refuses, and avoids that one from then on", async () => {
    const server = await serve(({ response }) => response.end("ok"), { host: "127.0.0.2" })
    const { of, onEvent } = recording()
    const { lookup } = telling("127.0.0.1", "127.0.0.2")
    const handler = handlerWith({ lookup, onEvent })
    await handler.warm(`https://localhost:${server.port}`, 4)
    expect(of("session-opened").map(({ address }) => address)).toEqual(
      Array.from({ length: 4 }, () => "127.0.0.2"),
    )
    const refused = of("connect-failed").length
    for (const session of server.sessions) session.destroy()
    await server.until(() => handler.stats().sessions === 4 && handler.stats().reconnects === 4)
    expect(of("connect-failed")).toHaveLength(refused)
  })

  it("races one that does not answer, and avoids it from then on", async () => {
    const server = await serve(({ response }) => response.end("ok"), { host: "127.0.0.2" })
    const silent = await mute("127.0.0.1", server.port)
    let tried = 0
    silent.on("connection", () => tried++)
    const { lookup } = telling("127.0.0.1", "127.0.0.2", "127.0.0.3")
    const handler = handlerWith({ lookup })
    const where = { port: server.port, hostname: "localhost" }
    expect(await getText(handler, where)).toBe("ok")
    server.sessions[0]!.destroy()
    await server.until(() => handler.stats().sessions === 0)
    expect(await getText(handler, where)).toBe("ok")
    expect(tried).toBe(1)
    expect(server.connections).toBe(2)
  })

  it("tries one that refused again for a new request, while another one hangs", async () => {
    const silent = await mute("127.0.0.1", 0)
    const { port } = silent.address() as AddressInfo
    const { lookup } = telling("127.0.0.2", "127.0.0.1")
    const { of, onEvent } = recording()
    const handler = handlerWith({ lookup, onEvent })
    const where = { port, hostname: "localhost" }
    const first = getText(handler, where)
    await expect.poll(() => of("connect-failed")).toHaveLength(1)
    await serve(({ response }) => response.end("ok"), { host: "127.0.0.2", port })
    expect(await getText(handler, where)).toBe("ok")
    expect(await first).toBe("ok")
  })

  it("follows the name to new addresses when it replaces its sessions", async () => {
    const first = await serve(({ response }) => response.end("first"))
    const { lookup, state } = telling("127.0.0.1")
    const handler = handlerWith({ lookup, sessionAgeMs: 60 })
    const where = { port: first.port, hostname: "localhost" }
    await serve(({ response }) => response.end("second"), { host: "127.0.0.2", port: first.port })
    expect(await getText(handler, where)).toBe("first")
    state.addresses = ["127.0.0.2"]
    let said = ""
    while (said !== "second") said = await getText(handler, where)
    expect(handler.stats()).toMatchObject({ evictions: 0, moved: 0 })
  })

  it("asks for the name again when no address yields a session", async () => {
    const server = await serve(({ response }) => response.end("ok"), { host: "127.0.0.2" })
    const known = ["127.0.0.1", "127.0.0.2"]
    vi.spyOn(Resolver.prototype, "resolve6").mockRejectedValue(new Error("ENODATA"))
    vi.spyOn(Resolver.prototype, "resolve4").mockImplementation(async () => [
      { address: known.shift() ?? "", ttl: 60 },
    ])
    onCleanup(() => vi.restoreAllMocks())
    const handler = handlerWith({})
    const reasonOf = () =>
      failureOf(getText(handler, { port: server.port, hostname: "moving.example" }))
    expect(await reasonOf()).toMatchObject({ reason: "connect-failed" })
    // The certificate is for another name: the new address was reached.
    await expect.poll(reasonOf).toMatchObject({ reason: "certificate-name" })
    expect(known).toEqual([])
  })

  it.each([
    ["NXDOMAIN", failing("ENOTFOUND"), "ENOTFOUND"],
    ["SERVFAIL", failing("ESERVFAIL"), "ESERVFAIL"],
    ["an empty answer", telling().lookup, "ENOTFOUND"],
  ])("fails at once and by its name: %s", async (_, lookup, code) => {
    const handler = handlerWith({ lookup })
    const failed = failureOf(getText(handler, { port: 1, hostname: "chat.example" }))
    expect(await failed).toMatchObject({ reason: "name-unresolved", code })
    expect(handler.stats()).toMatchObject({ queued: 0, connecting: 0, connectFailures: 1 })
  })

  it("does not wait for a resolver that never answers", async () => {
    const handler = handlerWith({ lookup: () => {}, connectMs: 50 })
    const failed = failureOf(getText(handler, { port: 1, hostname: "chat.example" }))
    expect(await failed).toMatchObject({ reason: "connect-timeout", name: "TimeoutError" })
    await expect.poll(() => handler.stats().connecting).toBe(0)
    expect(handler.stats()).toMatchObject({ connectFailures: 1, queued: 0 })
  })
})

describe("certificates", () => {
  it.each([
    ["expired", expired, [expired.cert], "certificate-expired", "CERT_HAS_EXPIRED"],
    [
      "another name",
      otherName,
      [otherName.cert],
      "certificate-name",
      "ERR_TLS_CERT_ALTNAME_INVALID",
    ],
    ["unknown", otherName, [expired.cert], "certificate-untrusted", "DEPTH_ZERO_SELF_SIGNED_CERT"],
  ])("%s: says which, tries no more, never falls back", async (_, identity, ca, reason, code) => {
    const server = await serve(({ response }) => response.end("no"), { identity, ...everywhere })
    const { lookup } = telling("127.0.0.1", "127.0.0.2")
    const handler = handlerWith({ ca, lookup })
    const where = { port: server.port, hostname: "localhost" }
    const all = Array.from({ length: 20 }, () => failureOf(getText(handler, where)))
    for (const error of await Promise.all(all)) {
      expect(error).toMatchObject({ reason, code, name: "TransportError" })
    }
    for (let i = 0; i < 20; i++) {
      expect(await failureOf(getText(handler, where))).toMatchObject({ reason })
    }
    expect(server.connections).toBe(1)
    expect(server.requests).toBe(0)
    expect(handler.stats()).toMatchObject({ http1Requests: 0, sessions: 0, connecting: 0 })
  })
})
