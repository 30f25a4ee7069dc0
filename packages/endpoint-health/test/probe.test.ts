import { createServer, type Server, type Socket } from "node:net"
import {
  createServer as createTlsServer,
  getCACertificates,
  setDefaultCACertificates,
} from "node:tls"
import { Effect } from "effect"
import { afterEach, expect, it } from "vitest"
import { probe, type ProbeOptions } from "../src/probe/Probe.ts"
import { authority, certificate, key } from "./testCertificates.ts"

const servers: Array<Server> = []
const sockets = new Set<Socket>()

const listen = async (server: Server): Promise<number> => {
  servers.push(server)
  server.on("connection", (socket: Socket) => {
    sockets.add(socket)
    socket.on("error", () => undefined)
    socket.on("close", () => sockets.delete(socket))
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const address = server.address()
  return typeof address === "object" && address !== null ? address.port : 0
}

const measure = (port: number, tls: boolean, options: ProbeOptions = {}, host = "localhost") =>
  Effect.runPromise(
    probe(
      { host, port, tls },
      { samples: 5, spacingMs: 0, resolve: () => Promise.resolve(["127.0.0.1"]), ...options },
    ),
  )

const noneOpen = async () => {
  while (sockets.size > 0) await new Promise((resume) => setImmediate(resume))
  return sockets.size
}

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers.splice(0)) await new Promise((closed) => server.close(closed))
})

it("takes five samples of every address and leaves no socket", async () => {
  let accepted = 0
  const port = await listen(createServer(() => void (accepted += 1)))
  const window = await measure(port, false, {
    resolve: () => Promise.resolve(["127.0.0.1", "127.0.0.2", "127.0.0.1"]),
  })
  expect(window.addresses).toEqual(["127.0.0.1", "127.0.0.2"])
  expect(window.dns).toHaveLength(5)
  expect(window.connects.filter(({ address }) => address === "127.0.0.1")).toHaveLength(5)
  const dead = window.connects.filter(({ address }) => address === "127.0.0.2")
  expect(dead.map(({ tcp }) => tcp.error)).toEqual(Array(5).fill("ECONNREFUSED"))
  expect(window.connects.every(({ tls }) => tls === undefined)).toBe(true)
  expect(accepted).toBe(5)
  expect(await noneOpen()).toBe(0)
})

it("times TLS apart and checks the certificate against the name", async () => {
  const port = await listen(createTlsServer({ cert: certificate, key }))
  const untrusted = await measure(port, true)
  expect(untrusted.connects.map(({ tls }) => tls?.error)).toEqual(
    Array(5).fill("UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
  )
  const before = getCACertificates("default")
  setDefaultCACertificates([...before, authority])
  try {
    const trusted = await measure(port, true)
    expect(trusted.connects.map(({ tcp, tls }) => [tcp.error, tls?.error])).toEqual(
      Array.from({ length: 5 }, () => [undefined, undefined]),
    )
    const otherName = await measure(port, true, {}, "other.example")
    expect(otherName.connects[0]?.tls?.error).toBe("ERR_TLS_CERT_ALTNAME_INVALID")
  } finally {
    setDefaultCACertificates(before)
  }
  expect(await noneOpen()).toBe(0)
})

it("gives up on a server that accepts and says nothing", async () => {
  const port = await listen(createServer((socket) => socket.resume()))
  const window = await measure(port, true, { deadlineMs: 20 })
  expect(window.connects.map(({ tls }) => tls?.error)).toEqual(Array(5).fill("no answer in 20 ms"))
  expect(await noneOpen()).toBe(0)
})

it("survives a server that speaks something else, or hangs up", async () => {
  const talker = await listen(createServer((socket) => socket.end("SSH-2.0-nonsense\r\n")))
  const hangsUp = await listen(createServer((socket) => socket.resetAndDestroy()))
  for (const port of [talker, hangsUp]) {
    const window = await measure(port, true)
    const failed = window.connects.filter(({ tcp, tls }) => (tls ?? tcp).error !== undefined)
    expect(failed).toHaveLength(5)
  }
})

it.each<readonly [string, NonNullable<ProbeOptions["resolve"]>, string]>([
  [
    "fails",
    () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" })),
    "ENOTFOUND",
  ],
  [
    "throws",
    () => {
      throw new Error("broken resolver")
    },
    "broken resolver",
  ],
  ["is empty", () => Promise.resolve([]), "no address"],
  ["never answers", () => new Promise(() => undefined), "no answer in 10 ms"],
])("measures a resolution that %s", async (_, resolve, error) => {
  const window = await measure(1, true, { resolve, deadlineMs: 10 })
  expect(window.dns.map((tried) => tried.error)).toEqual(Array(5).fill(error))
  expect(window.connects).toEqual([])
})

it("connects to sixteen addresses at most and takes samples within bounds", async () => {
  const port = await listen(createServer(() => undefined))
  const many = Array.from({ length: 40 }, (_, index) => `127.0.1.${index + 1}`)
  const window = await measure(port, false, { samples: 1, resolve: () => Promise.resolve(many) })
  expect(window.addresses).toHaveLength(40)
  expect(window.connects).toHaveLength(5 * 16)
})
