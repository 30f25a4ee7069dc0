/**
 * Holds many idle WebSockets open, in a process of its own because of its own file limit; from several
 * loopback addresses, since one has about 28,000 ports.
 */
import { WebSocket } from "ws"
import { answerCalls } from "../AnswerCalls.ts"

const sockets: Array<WebSocket> = []
let closedByServer = 0
let firstFailure = ""

const perAddress = 10_000

const openOne = (url: string, localAddress: string) =>
  new Promise<boolean>((resolve) => {
    const socket = new WebSocket(url, { perMessageDeflate: false, localAddress })
    socket.once("open", () => {
      sockets.push(socket)
      socket.once("close", (code) => {
        closedByServer += 1
        firstFailure ||= `closed with ${code}`
      })
      resolve(true)
    })
    socket.on("error", (error) => {
      firstFailure ||= error.message
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
    const start = performance.now()
    const opening: Array<Promise<boolean>> = []
    for (let at = 0; at < count; at += 1) {
      const waitMs = start + (1_000 * at) / perSecond - performance.now()
      if (waitMs > 2) await pause(waitMs)
      const host = 2 + holder * 4 + Math.floor(at / perAddress)
      opening.push(openOne(url, `127.0.0.${host}`))
    }
    const opened = await Promise.all(opening)
    return { opened: opened.filter(Boolean).length, ms: performance.now() - start }
  },
  closedByServer: () => closedByServer,
  /** Empty where each was opened and stayed so. */
  firstFailure: () => firstFailure,
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
