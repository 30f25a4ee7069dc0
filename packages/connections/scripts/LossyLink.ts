/**
 * What a lossy link does to streams that share a connection, by how many share one: the figures behind
 * `maxStreamsPerSession`.
 *
 * `node scripts/LossyLink.ts [PERCENT …]`, as root: makes a network namespace whose loopback drops that share
 * of the segments, runs server and client in it, prints a line each, and removes it. There is no round-trip
 * time, and the kernel's least retransmission time-out is 200 ms.
 */
import { execFileSync, spawn } from "node:child_process"
import { createSecureServer } from "node:http2"
import { type AddressInfo } from "node:net"
import { fileURLToPath } from "node:url"
import { pooledFetch } from "../src/http2.ts"
import { cert, key } from "../test/certificate.ts"

const streams = 200
const deltas = 100
const deltaMs = 50
const perSession = [16, 32, 64, 128, 256]
/** A gap that a reader sees. */
const stallMs = 3 * deltaMs
const namespace = "lossy-link"
const here = fileURLToPath(import.meta.url)

const say = (line: string) => process.stdout.write(`${line}\n`)
const ip = (...args: ReadonlyArray<string>): string => execFileSync("ip", args).toString()
const inside = (...args: ReadonlyArray<string>) => ip("netns", "exec", namespace, ...args)

const measureAll = (losses: ReadonlyArray<string>) => {
  say(
    "loss\tstreams per session\tsessions\tgaps over 150 ms\tp99 ms\tp99.9 ms\tstalled together, most",
  )
  for (const percent of losses) {
    ip("netns", "add", namespace)
    try {
      inside("ip", "link", "set", "lo", "up")
      const probability = String(Number(percent) / 100)
      const random = ["-m", "statistic", "--mode", "random", "--probability", probability]
      inside("iptables", "-A", "INPUT", "-p", "tcp", ...random, "-j", "DROP")
      for (const most of perSession) {
        const figures = inside(process.execPath, "--no-warnings", here, "client", String(most))
        say(`${percent} %\t${most}\t${figures.trim()}`)
      }
    } finally {
      ip("netns", "del", namespace)
    }
  }
}

/** Each stream at its own pace, as a model's, and not in step with the others. */
const serve = () => {
  const settings = { maxConcurrentStreams: Math.max(...perSession) }
  const server = createSecureServer({ key, cert, settings }, (_, response) => {
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

const measure = async (maxStreamsPerSession: number) => {
  const server = spawn(process.execPath, ["--no-warnings", here, "server"])
  const port = await new Promise((resolve) =>
    server.stdout.once("data", (text) => resolve(String(text).trim())),
  )
  const patient = { quietMs: 5_000, pingTimeoutMs: 5_000, connectMs: 20_000, waitMs: 60_000 }
  const fetch = pooledFetch({ ca: cert, maxSessions: 64, maxStreamsPerSession, ...patient })
  const origin = `https://127.0.0.1:${String(port)}`
  await fetch.warm(origin, Math.ceil(streams / maxStreamsPerSession))
  const gaps: Array<{ readonly from: number; readonly ms: number }> = []
  const read = async () => {
    const { body } = await fetch(origin)
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
  const { sessionsOpened } = fetch.stats()
  say(
    [sessionsOpened, share, percentile(0.99), percentile(0.999), Math.max(0, ...together)].join(
      "\t",
    ),
  )
  await fetch.close()
  server.kill()
}

const [role, ...rest] = process.argv.slice(2)
if (role === "server") serve()
else if (role === "client") await measure(Number(rest[0]))
else measureAll(role === undefined ? ["0", "1", "2"] : [role, ...rest])
