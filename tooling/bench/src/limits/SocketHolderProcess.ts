/**
 * Child process that holds many idle WebSockets open; in a process of its own because the limit of open files is per
 * process. It connects from several loopback addresses, since one has about 28,000 ports.
 */
import { WebSocket } from "ws"
import { answerCalls } from "../process/AnswerCalls.ts"

const sockets: Array<WebSocket> = []
let closedByServer = 0
let closedWith = ""
let refusedWith = ""

const perAddress = 10_000
const attempts = 3
/** The queue of a port holds about 500, and there are several holders: beyond it connections are lost. */
const mostUnderWay = 150

const openOne = (url: string, localAddress: string) =>
  new Promise<boolean>((resolve) => {
    const socket = new WebSocket(url, { perMessageDeflate: false, localAddress })
    socket.once("open", () => {
      sockets.push(socket)
      socket.once("close", (code) => {
        closedByServer += 1
        closedWith ||= `closed with ${code}`
      })
      resolve(true)
    })
    socket.on("error", (error) => {
      refusedWith ||= error.message
      resolve(false)
    })
  })

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const calls = {
  /** Resolves when all are open or refused. */
  open: async (options: {
    readonly url: string
    readonly count: number
    readonly perSecond: number
    /** Each holder has its own range of loopback addresses. */
    readonly holder: number
  }) => {
    const { url, count, perSecond, holder } = options
    let opened = 0
    // A queue of a port that is full for a moment refuses some: they come again, as customers do.
    for (let attempt = 0; attempt < attempts && opened < count; attempt += 1) {
      const left = count - opened
      const begun = performance.now()
      const opening: Array<Promise<boolean>> = []
      const underWay = new Set<Promise<boolean>>()
      for (let at = 0; at < left; at += 1) {
        const waitMs = begun + (1_000 * at) / perSecond - performance.now()
        if (waitMs > 2) await pause(waitMs)
        if (underWay.size >= mostUnderWay) await Promise.race(underWay)
        const host = 2 + holder * 4 + Math.floor((opened + at) / perAddress)
        const one = openOne(url, `127.0.0.${host}`).finally(() => underWay.delete(one))
        underWay.add(one)
        opening.push(one)
      }
      opened += (await Promise.all(opening)).filter(Boolean).length
    }
    return opened
  },
  closedByServer: () => closedByServer,
  /** Of sockets that were open, and of some that were not at the first attempt; empty where there were none. */
  failures: () => ({ closedWith, refusedWith }),
  /** What is closed here is not closed by the server. */
  closeAll: () => {
    for (const socket of sockets.splice(0)) {
      socket.removeAllListeners("close")
      socket.terminate()
    }
  },
}

export type SocketHolderCalls = typeof calls

answerCalls(calls)
