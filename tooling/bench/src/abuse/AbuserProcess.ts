/** Child process of `Abuse.ts`: twenty connections of one address that do what an abuse of `Abuses.ts` says. */
import { connect } from "node:net"
import { constants, setPriority } from "node:os"
import { answerCalls } from "../process/AnswerCalls.ts"
import { type Abuse, abuses } from "./Abuses.ts"

/** The measured customer has this core too, and is not to wait for it. */
setPriority(constants.priority.PRIORITY_LOW)

const connections = 20
/** Whoever abuses comes again. */
const againMs = 10

interface Target {
  readonly port: number
  /** Of the abuser: each has fresh limits. */
  readonly address: string
}

/** All are ended by it. */
let over = new AbortController()

const open = (abuse: Abuse, { address, port }: Target, { signal }: AbortController): void => {
  const { everyMs, livesMs, opens = "", says } = abuse
  const socket = connect({ port, host: "127.0.0.1", localAddress: address, noDelay: true })
  const end = () => socket.destroy()
  let heard = ""
  let count = Math.floor(Math.random() * 1e9)
  const say = (): boolean => says !== undefined && socket.write(says((count += 1), heard))
  const flood = () => {
    while (!socket.destroyed && say());
  }
  const begin = () => {
    if (livesMs !== undefined) setTimeout(end, livesMs)
    if (everyMs === undefined) {
      socket.on("drain", flood)
      flood()
      return
    }
    const timer = setInterval(say, everyMs)
    socket.once("close", () => clearInterval(timer))
  }
  const isUpgrade = opens.endsWith("\r\n\r\n")
  const read = (data: Buffer) => {
    if (heard.length > 10_000) return
    const isFirst = !heard.includes('"ready"')
    heard += data.toString("latin1")
    if (!isUpgrade || !isFirst || !heard.includes('"ready"')) return
    if (abuse.reads === false) socket.pause()
    begin()
  }
  if (isUpgrade || abuse.reads !== false) socket.on("data", read)
  socket.once("connect", () => {
    socket.write(opens)
    if (!isUpgrade) begin()
  })
  socket.on("error", () => {})
  signal.addEventListener("abort", end, { once: true })
  socket.once("close", () => {
    signal.removeEventListener("abort", end)
    setTimeout(() => {
      if (!signal.aborted) open(abuse, { address, port }, over)
    }, againMs)
  })
}

const calls = {
  begin: ({ name, ...target }: Target & { readonly name: string }) => {
    const abuse = abuses.find((each) => each.name === name)
    if (abuse === undefined) throw new Error(`no abuse ${name}`)
    over = new AbortController()
    for (let at = 0; at < connections; at += 1) open(abuse, target, over)
  },
  end: () => over.abort(),
}

export type AbuserCalls = typeof calls

answerCalls(calls)
