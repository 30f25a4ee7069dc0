/**
 * Child process of `Abuse.ts`: one customer who has nothing to do with the abuse. They ping on one socket, ask a cached
 * question on another, and ask it on new sockets. All times count from the intended moment.
 */
import { on, once } from "node:events"
import { WebSocket } from "ws"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { lookUntil } from "../measure/LookUntil.ts"
import { evenArrivals, sharedClock } from "../measure/OpenLoop.ts"
import { answerCalls } from "../process/AnswerCalls.ts"

export interface Watch {
  /** Of the chat. */
  readonly url: string
  /** Of the customer: each watch has fresh limits. */
  readonly address: string
  /** What their load balancer says of them. */
  readonly signed: string
  readonly forMs: number
}

const question = "What is your return policy?"
const apartMs = { ping: 10, answer: 25, opening: 125 }
const longestMs = 2_000
const keptWithinMs = 30_000

const answerWithinMs = 20_000

/** From an address of its own and signed in by a header, which the published client cannot be told. */
const openAs = async ({ address, signed, url }: Watch) => {
  const headers = { "x-amzn-oidc-data": signed }
  const socket = new WebSocket(url, { localAddress: address, headers, perMessageDeflate: false })
  await once(socket, "open")
  socket.on("error", () => undefined)
  return Object.assign(socket, { [Symbol.dispose]: () => socket.close() })
}

/** Says something, and resolves with the first frame of such a type. One at a time. */
const answerTo = async (socket: WebSocket, said: object, ...types: ReadonlyArray<string>) => {
  const signal = AbortSignal.timeout(answerWithinMs)
  const frames = on(socket, "message", { signal })
  socket.send(JSON.stringify(said))
  for await (const [data] of frames) {
    const frame = JSON.parse(String(data)) as { readonly type: string; readonly source?: string }
    if (types.includes(frame.type)) return frame
  }
  return undefined
}

let asked = 0

/** An error is an answer that nobody wants. */
const isAnsweredFromCache = async (socket: WebSocket): Promise<boolean> => {
  const message = { type: "message", id: `q-${(asked += 1)}`, text: question }
  const answer = await answerTo(socket, message, "turn-end", "error").catch(() => undefined)
  return answer?.source !== undefined && !["model", "catalogue"].includes(answer.source)
}

/** One after the other: one that is late makes those behind it late. At the end none is waited for any longer. */
const timed = async (gapMs: number, untilMs: number, act: () => Promise<unknown>) => {
  const took = new LatencyHistogram()
  for (const intended of evenArrivals(sharedClock.now(), gapMs, (next) => next > untilMs)) {
    await sharedClock.until(intended)
    await Promise.race([act(), sharedClock.until(untilMs + longestMs)])
    took.record(Math.max(0, sharedClock.now() - intended))
  }
  return took.percentile(99)
}

const calls = {
  watch: async (watch: Watch) => {
    using pinging = await openAs(watch)
    using asking = await openAs(watch)
    let others = 0
    const ask = async (socket: WebSocket) => {
      if (!(await isAnsweredFromCache(socket))) others += 1
    }
    // The first answer on a socket reads its session from a service: that is measured on the new sockets.
    await ask(asking)
    const untilMs = sharedClock.now() + watch.forMs
    const [pingMs, answerMs, openingMs] = await Promise.all([
      timed(apartMs.ping, untilMs, () => answerTo(pinging, { type: "ping" }, "pong")),
      timed(apartMs.answer, untilMs, () => ask(asking)),
      timed(apartMs.opening, untilMs, async () => {
        using fresh = await openAs(watch)
        await ask(fresh)
      }),
    ])
    return { pingMs, answerMs, openingMs, others }
  },
  /** Resolves when the question is answered from a cache. */
  kept: async (watch: Watch) => {
    using socket = await openAs(watch)
    const ask = () => isAnsweredFromCache(socket)
    if (await lookUntil(ask, Boolean, { everyMs: 500, withinMs: keptWithinMs })) return
    throw new Error("nobody abuses, and still no answer is kept")
  },
}

export type UninvolvedCalls = typeof calls

answerCalls(calls)
