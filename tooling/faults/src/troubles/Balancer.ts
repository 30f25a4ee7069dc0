/** Two chat servers behind haproxy, replaced one after the other while customers chat, as a deployment does. */
import { lookUntil } from "@manga-assist/bench/measure/LookUntil"
import { spawnPinned } from "@manga-assist/bench/process/PinnedProcess"
import { spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer()
  const opened = once(server, "listening").then(
    () => true,
    () => false,
  )
  server.listen(port, "127.0.0.1")
  const isOpen = await opened
  server.close()
  return isOpen
}

/**
 * For a server that is started again at its address: below the ports that the system gives to whoever connects. A client
 * that tries it again and again meanwhile would be given the very port, and be connected to itself.
 */
export const keptPort = async (): Promise<number> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    if (await isFree(port)) return port
  }
  throw new Error("no port is free")
}

const configuration = (port: number, behind: ReadonlyArray<string>): string => `
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  timeout tunnel 1h
frontend chat
  bind 127.0.0.1:${port}
  default_backend servers
backend servers
  balance leastconn
  option redispatch
  option httpchk
  http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host localhost
  default-server check inter 200ms fall 2 rise 1
${behind.map((host, at) => `  server server-${at} ${host}`).join("\n")}
`

export const hasBalancer = (): boolean => spawnSync("haproxy", ["-v"]).status === 0

/** In front of servers at these addresses, whom it asks for `/readyz`. */
export const openBalancer = async (urls: ReadonlyArray<string>) => {
  const folder = mkdtempSync(join(tmpdir(), "balancer-"))
  const port = await keptPort()
  const file = join(folder, "haproxy.cfg")
  writeFileSync(
    file,
    configuration(
      port,
      urls.map((url) => new URL(url).host),
    ),
  )
  const child = spawnPinned(1, ["haproxy", "-db", "-f", file])
  const ended = once(child, "exit")
  let output = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece: unknown) => {
      output = `${output}${String(piece)}`.slice(-10_000)
    })
  }
  const url = `http://127.0.0.1:${port}`
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  const close = async () => {
    child.kill("SIGKILL")
    await ended
    rmSync(folder, { recursive: true })
  }
  if (await lookUntil(isReady, Boolean, { everyMs: 100, withinMs: 20_000 })) {
    return { url, [Symbol.asyncDispose]: close }
  }
  await close()
  throw new Error(`haproxy is not ready: ${output}`)
}
