/**
 * Child process of `Abuse.ts`: many sockets of one address that abuse the server with drafts (frames with unsent text,
 * as while a customer types), texts that are slow to parse, pings, constant opening and closing, and clients that
 * never read.
 */
import { constants, setPriority } from "node:os"
import { WebSocket } from "ws"
import { answerCalls } from "../process/AnswerCalls.ts"

/** The emulated services have this core too; that they are late is not what is measured. */
setPriority(constants.priority.PRIORITY_LOW)

/** Not the address that the measured customer has. */
const localAddress = "127.0.0.66"
const slowText = '『異世界 「SF "horror '.repeat(200).slice(0, 1_990)

const sockets = new Set<WebSocket>()
const timers = new Set<NodeJS.Timeout>()
let isOver = false
let refused = 0
let cut = 0

const every = (ms: number, act: () => void) => {
  timers.add(setInterval(act, ms * (0.75 + Math.random() / 2)))
}

const connect = (url: string, opened: (socket: WebSocket) => void) => {
  const socket = new WebSocket(url, { perMessageDeflate: false, localAddress })
  sockets.add(socket)
  socket.once("open", () => opened(socket))
  socket.on("error", () => {
    refused += 1
  })
  socket.on("message", () => {})
  socket.once("close", (code) => {
    sockets.delete(socket)
    if (isOver) return
    if (code === 1008 || code === 1013) cut += 1
    // Whoever abuses comes again.
    setTimeout(() => {
      if (!isOver) connect(url, opened)
    }, 1_000)
  })
}

let sent = 0
const send = (socket: WebSocket, frame: object) => {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
}

const behaviours: ReadonlyArray<(socket: WebSocket) => void> = [
  (socket) => every(100, () => send(socket, { type: "draft", text: slowText.slice(sent++ % 50) })),
  (socket) =>
    every(500, () => {
      send(socket, { type: "message", id: `s-${(sent += 1)}`, text: `${slowText} ${sent}` })
    }),
  (socket) => every(40, () => send(socket, { type: "ping" })),
  (socket) => void setTimeout(() => socket.close(), 300),
  (socket) => {
    socket.pause()
    every(500, () => {
      send(socket, { type: "message", id: `n-${(sent += 1)}`, text: `What is trending? ${sent}` })
    })
  },
]

const calls = {
  begin: ({ count, url }: { readonly count: number; readonly url: string }) => {
    isOver = false
    for (let at = 0; at < count; at += 1) {
      const behave = behaviours[at % behaviours.length]
      // Not all in one moment: that would be another attack.
      if (behave !== undefined) setTimeout(() => connect(url, behave), at)
    }
  },
  end: () => {
    isOver = true
    for (const timer of timers) clearInterval(timer)
    timers.clear()
    for (const socket of sockets) socket.terminate()
    return { refused, cut }
  },
}

export type AbuserCalls = typeof calls

answerCalls(calls)
