/**
 * Measures how packet loss delays HTTP/2 streams that share a connection, by streams per connection: the figures behind
 * the default of `maxStreamsPerSession`. Beside them undici, with all streams on one HTTP/2 session and with one
 * HTTP/1.1 connection for each.
 *
 * `node scripts/LossyLink.ts [--clients=64,undici-h2] [PERCENT …]`, as root: creates a network namespace whose loopback
 * drops that percentage of segments, runs server and client in it, prints one line for each client, and removes it.
 * There is no round-trip time, and the kernel's least retransmission time-out is 200 ms.
 */
import { execFileSync, spawn } from "node:child_process"
import { createSecureServer } from "node:http2"
import { type AddressInfo } from "node:net"
import { fileURLToPath } from "node:url"
import { Agent, fetch as undiciFetch } from "undici"
import { pooledFetch } from "../src/http2.ts"
import { cert, key } from "../test/certificate.ts"

const streams = 200
const deltas = 100
const deltaMs = 50
const perSession = [16, 32, 64, 128, 256]
const allClients = [...perSession.map(String), "undici-h2", "undici-h1"]
/** A gap that a reader sees. */
const stallMs = 3 * deltaMs
const namespace = "lossy-link"
const here = fileURLToPath(import.meta.url)

const say = (line: string) => process.stdout.write(`${line}\n`)
const ip = (...args: ReadonlyArray<string>): string => execFileSync("ip", args).toString()
const inside = (...args: ReadonlyArray<string>) => ip("netns", "exec", namespace, ...args)

const measureAll = (losses: ReadonlyArray<string>, clients: ReadonlyArray<string>) => {
  say(
    "loss\tclient, or streams per session\tsessions\tgaps over 150 ms\tp99 ms\tp99.9 ms\tstalled together, most",
  )
  for (const percent of losses) {
    ip("netns", "add", namespace)
    try {
      inside("ip", "link", "set", "lo", "up")
      const probability = String(Number(percent) / 100)
      const random = ["-m", "statistic", "--mode", "random", "--probability", probability]
      inside("iptables", "-A", "INPUT", "-p", "tcp", ...random, "-j", "DROP")
      for (const client of clients) {
        const figures = inside(process.execPath, "--no-warnings", here, "client", client)
        say(`${percent} %\t${client}\t${figures.trim()}`)
      }
    } finally {
      ip("netns", "del", namespace)
    }
  }
}

/** Each stream at its own pace, as a model's, and not in step with the others. */
const serve = () => {
  const settings = { maxConcurrentStreams: Math.max(...perSession) }
  const server = createSecureServer({ key, cert, settings, allowHTTP1: true }, (_, response) => {
    let sent = 0
    const next = () => {
      if (response.destroyed) return
      if (sent++ === deltas) return void response.end()
      response.write("x".repeat(120))
      setTimeout(next, deltaMs * (0.8 + 0.4 * Math.random()))
    }
    response.writeHead(200)
    setTimeout(next, Math.random() * deltaMs)
  })
  server.listen(0, "127.0.0.1", () => say(String((server.address() as AddressInfo).port)))
}

interface Client {
  readonly get: (url: string) => Promise<{ readonly body: AsyncIterable<Uint8Array> | null }>
  readonly warm: (origin: string) => Promise<unknown>
  readonly sessions: () => number
  readonly close: () => Promise<unknown>
}

const pooled = (maxStreamsPerSession: number): Client => {
  const patient = { quietMs: 5_000, pingTimeoutMs: 5_000, connectMs: 20_000, waitMs: 60_000 }
  const get = pooledFetch({ ca: cert, maxSessions: 64, maxStreamsPerSession, ...patient })
  return {
    get,
    warm: (origin) => get.warm(origin, Math.ceil(streams / maxStreamsPerSession)),
    sessions: () => get.stats().sessionsOpened,
    close: get.close,
  }
}

const undici = (allowH2: boolean): Client => {
  const connect = { ca: cert, preferH2: allowH2, timeout: 20_000 }
  const dispatcher = new Agent({ allowH2, connect, maxConcurrentStreams: 256 })
  let sessions = 0
  dispatcher.on("connect", () => (sessions += 1))
  return {
    get: (url) => undiciFetch(url, { dispatcher }),
    warm: () => Promise.resolve(),
    sessions: () => sessions,
    close: () => dispatcher.close(),
  }
}

const measure = async (client: Client) => {
  const server = spawn(process.execPath, ["--no-warnings", here, "server"])
  const port = await new Promise((resolve) =>
    server.stdout.once("data", (text) => resolve(String(text).trim())),
  )
  const origin = `https://127.0.0.1:${String(port)}`
  await client.warm(origin)
  const gaps: Array<{ readonly from: number; readonly ms: number }> = []
  const read = async () => {
    const { body } = await client.get(origin)
    let last = performance.now()
    for await (const _ of body ?? []) {
      const now = performance.now()
      gaps.push({ from: last, ms: now - last })
      last = now
    }
  }
  await Promise.all(Array.from({ length: streams }, read))
  const sorted = gaps.map(({ ms }) => ms).toSorted((a, b) => a - b)
  const percentile = (share: number) =>
    Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
  const stalls = gaps.filter(({ ms }) => ms > stallMs)
  const together = stalls.map(
    ({ from, ms }) =>
      stalls.filter((other) => other.from < from + ms && other.from + other.ms > from).length,
  )
  const share = `${((100 * stalls.length) / gaps.length).toFixed(2)} %`
  say(
    [client.sessions(), share, percentile(0.99), percentile(0.999), Math.max(0, ...together)].join(
      "\t",
    ),
  )
  await client.close()
  server.kill()
}

const [role, ...rest] = process.argv.slice(2)
if (role === "server") serve()
else if (role === "client") {
  const [kind = ""] = rest
  await measure(kind.startsWith("undici") ? undici(kind === "undici-h2") : pooled(Number(kind)))
} else {
  const given = process.argv.slice(2)
  const only = given.find((each) => each.startsWith("--clients="))?.slice("--clients=".length)
  const losses = given.filter((each) => !each.startsWith("--"))
  measureAll(losses.length === 0 ? ["0", "1", "2"] : losses, only?.split(",") ?? allClients)
}
