/**
 * Child process that holds many idle WebSockets open; in a process of its own because the limit of open files is per
 * process. It connects from several loopback addresses, since one has about 28,000 ports.
 */
import { WebSocket } from "ws"
import { closedLoop, sharedClock } from "../measure/OpenLoop.ts"
import { answerCalls } from "../process/AnswerCalls.ts"

const sockets: Array<WebSocket> = []
let failure = ""

const perAddress = 10_000
/** A queue of a port that is full for a moment refuses some: they come again, as customers do. */
const attempts = 3
/** The queue of a port holds about 500, and there are several holders: beyond it connections are lost. */
const mostUnderWay = 150
/** What the kernel dropped is never answered. */
const handshakeTimeout = 10_000
/** A server that is slower has those that were open by then. */
const withinMs = 100_000

/** Whether it is open. */
const openOne = (url: string, localAddress: string) =>
  new Promise<boolean>((resolve) => {
    const socket = new WebSocket(url, { perMessageDeflate: false, localAddress, handshakeTimeout })
    socket.once("open", () => {
      sockets.push(socket)
      socket.once("close", (code) => (failure ||= `closed with ${code}`))
      resolve(true)
    })
    socket.on("error", ({ message }) => {
      failure ||= message
      resolve(false)
    })
  })

/** Each holder, by its number, has its own range of loopback addresses. */
type Opening = { readonly url: string } & Readonly<Record<"count" | "holder" | "perSecond", number>>

const calls = {
  /** Resolves when all are open or refused. */
  open: async ({ count, holder, perSecond, url }: Opening) => {
    const begun = sharedClock.now()
    await closedLoop(count, mostUnderWay, async (at) => {
      await sharedClock.until(begun + (1_000 * at) / perSecond)
      const host = 2 + holder * 4 + Math.floor(at / perAddress)
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        if (sharedClock.now() > begun + withinMs) return
        if (await openOne(url, `127.0.0.${host}`)) return
      }
    })
  },
  /** Those that the server has not closed, and why one was not open, where one was not. */
  held: () => ({
    count: sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length,
    failure,
  }),
}

export type SocketHolderCalls = typeof calls

answerCalls(calls)
