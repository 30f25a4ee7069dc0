/** Thousands of sockets that open at once, say nothing, and go at once: half of them by a reset, half by an end. */
import { lookUntil } from "@manga-assist/bench/measure/LookUntil"
import { metricsPage } from "@manga-assist/bench/store/MetricsPage"
import { connect, type Socket } from "node:net"
import { customers, disturbed, type Trouble, wellWithin } from "./Trouble.ts"

const sockets = 5_000
const upgrade = [
  "GET /chat HTTP/1.1",
  "host: localhost",
  "connection: Upgrade",
  "upgrade: websocket",
  "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
  "sec-websocket-version: 13",
  "\r\n",
].join("\r\n")
/** A server that is behind with its handshakes answers the last of them within this. */
const answeredWithinMs = 60_000

/** Each storm has addresses of its own: ports of the last one may not be free yet. */
let storms = 0

/** Resolves to the first line that the server answered; to nothing where the socket was lost or is late. */
const openOne = (port: number, at: number): Promise<{ socket: Socket; said: string }> =>
  new Promise((resolve) => {
    const localAddress = `127.3.${storms % 250}.${1 + (at % 10)}`
    const socket = connect({ port, host: "127.0.0.1", localAddress })
    const settle = (said: string) => resolve({ socket, said })
    socket.setTimeout(answeredWithinMs, () => settle(""))
    socket.on("error", () => settle(""))
    socket.once("connect", () => socket.write(upgrade))
    socket.once("data", (data) => settle(data.toString("latin1").split("\r\n", 1)[0] ?? ""))
  })

/** How many were let in. All of them are gone when it resolves. */
const storm = async (url: string): Promise<number> => {
  storms += 1
  const port = Number(new URL(url).port)
  const opened = await Promise.all(Array.from({ length: sockets }, (_, at) => openOne(port, at)))
  for (const [at, { socket }] of opened.entries()) {
    if (at % 2 === 0) socket.resetAndDestroy()
    else socket.destroy()
  }
  return opened.filter(({ said }) => said.startsWith("HTTP/1.1 101")).length
}

const count = 3

const stormed = disturbed({
  disturb: async (_, { operator, url }) => {
    const letIn: Array<number> = []
    for (let number = 0; number < count; number += 1) letIn.push(await storm(url))
    const open = async () =>
      (await metricsPage(operator)).value("manga_assist_open_connections") ?? sockets
    const left = await lookUntil(open, (many) => many <= customers, wellWithin)
    return [
      ...(letIn.every((many) => many === sockets) ? [] : [`${letIn.join(", ")} were let in`]),
      ...(left <= customers ? [] : [`${left} sockets stayed open`]),
    ]
  },
})

export const stormTroubles: ReadonlyArray<Trouble> = [
  {
    name: "five thousand sockets come and go in storms",
    what: `${count} storms of ${sockets} sockets that open at once and go at once; all are let in, none is left, every message is answered whole`,
    play: stormed,
  },
]
