/**
 * Child process of `Abuse.ts`: one customer who has nothing to do with the abuse. They ping on one socket, ask a cached
 * question on another, and ask it on new sockets. All times count from the intended moment.
 */
import { evenArrivals, pause, sharedClock } from "../measure/OpenLoop.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { answerCalls } from "../process/AnswerCalls.ts"
import { AbuseSocket } from "./AbuseSocket.ts"

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
const keptWithinTries = 60

/** An error is an answer that nobody wants. */
const isAnsweredFromCache = async (socket: AbuseSocket): Promise<boolean> => {
  const source = await socket.ask(question).catch(() => "model")
  return source !== "model" && source !== "catalogue"
}

const openAs = ({ address, signed, url }: Watch) =>
  AbuseSocket.openAt(url, { localAddress: address, headers: { "x-amzn-oidc-data": signed } })

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
    const ask = async (socket: AbuseSocket) => {
      if (!(await isAnsweredFromCache(socket))) others += 1
    }
    // The first answer on a socket reads its session from a service: that is measured on the new sockets.
    await ask(asking)
    const untilMs = sharedClock.now() + watch.forMs
    const [pingMs, answerMs, openingMs] = await Promise.all([
      timed(apartMs.ping, untilMs, () => pinging.ping()),
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
    for (let tries = 0; tries < keptWithinTries; tries += 1) {
      if (await isAnsweredFromCache(socket)) return
      await pause(500)
    }
    throw new Error("nobody abuses, and still no answer is kept")
  },
}

export type UninvolvedCalls = typeof calls

answerCalls(calls)
