/**
 * Simulated customers of one chat server: WebSockets with at most one message in flight each.
 *
 * An answer is complete with its `turn-end`. An error frame, a closed socket or a late answer is a counted failure,
 * never retried.
 */
import { latencies, type LoadClock, startOpenLoop } from "../../measure/OpenLoop.ts"
import { RawSocket } from "./RawSocket.ts"

export interface Asked {
  readonly answered: number
  /** Of those, told by `turn-end` to come from a cache. */
  readonly hits: number
  readonly failed: number
  readonly firstFailure?: string
  /** Why the first that was no hit was none, in the server's words. */
  readonly firstMiss?: string
}

export interface Loaded extends Asked {
  /** From the intended start to `turn-end`, in milliseconds. */
  readonly latenciesMs: ReadonlyArray<number>
}

export interface AskAllOptions {
  /** As many as there are sockets unless given. */
  readonly concurrency?: number
  /** Called with the frames of each answer that came from a cache. */
  readonly onHit?: (index: number, frames: ReadonlyArray<string>) => void
}

const answerWithinMs = 10_000
const hitSources = ["exact", "canonical", "precomputed", "store"].map((source) =>
  Buffer.from(`"source":"${source}"`),
)
const lastFrame = Buffer.from(`{"type":"turn-end"`)
const errorFrame = Buffer.from(`{"type":"error"`)

const startsWith = (payload: Buffer, start: Buffer): boolean =>
  payload.length >= start.length && payload.compare(start, 0, start.length, 0, start.length) === 0

const isEnd = (payload: Buffer): boolean =>
  startsWith(payload, lastFrame) || startsWith(payload, errorFrame)
const anyId = Buffer.from(`"id":"m-`)

interface Answered {
  readonly hit: boolean
  /** Of one that is no hit. */
  readonly reason?: string
  readonly frames: ReadonlyArray<string>
}

const reasonOf = (payload: Buffer): string => {
  const { reason } = JSON.parse(payload.toString("utf8")) as { readonly reason?: unknown }
  return typeof reason === "string" ? reason : "it did not say"
}

/** One socket; `ask` must not be called while it waits for an answer. */
class Customer {
  readonly #socket: RawSocket
  #ids = 0
  /** As it stands in the frames of what is waited for. */
  #id = anyId
  #waiting: PromiseWithResolvers<Answered> | undefined
  #frames: Array<string> | undefined
  #ended: Error | undefined

  constructor(socket: RawSocket) {
    this.#socket = socket
    socket.onPayload = (payload) => {
      this.#frames?.push(payload.toString("utf8"))
      if (this.#isOfAnother(payload)) return
      if (startsWith(payload, lastFrame)) {
        const hit = hitSources.some((source) => payload.includes(source))
        const frames = this.#frames ?? []
        this.#waiting?.resolve(hit ? { hit, frames } : { hit, frames, reason: reasonOf(payload) })
      } else if (startsWith(payload, errorFrame)) {
        this.#waiting?.reject(new Error(payload.toString("utf8")))
      }
    }
    socket.onEnd = (error) => {
      this.#ended ??= error
      this.#waiting?.reject(error)
    }
  }

  async ask(text: string, keepFrames: boolean): Promise<Answered> {
    if (this.#ended !== undefined) throw this.#ended
    const waiting = Promise.withResolvers<Answered>()
    this.#waiting = waiting
    this.#frames = keepFrames ? [] : undefined
    const timer = setTimeout(
      () => waiting.reject(new Error(`no answer to "${text}" in ${answerWithinMs} ms`)),
      answerWithinMs,
    )
    const id = `m-${(this.#ids += 1)}`
    this.#id = Buffer.from(`"id":"${id}"`)
    this.#socket.send(JSON.stringify({ type: "message", id, text }))
    try {
      return await waiting.promise
    } finally {
      clearTimeout(timer)
    }
  }

  /** The end of an answer that came too late; an error may name no message at all. */
  #isOfAnother(payload: Buffer): boolean {
    return payload.includes(anyId) && !payload.includes(this.#id) && isEnd(payload)
  }

  close(): void {
    this.#socket.close()
  }
}

/** Waits without a timer's coarseness, and without keeping sockets from being read. */
const exactClock: LoadClock = {
  now: () => performance.now(),
  until: async (time) => {
    while (performance.now() < time) await new Promise((resolve) => setImmediate(resolve))
  },
}

export class ChatLoad {
  readonly #customers: ReadonlyArray<Customer>
  /** Who was answered longest ago comes first, so that all sessions grow alike. */
  readonly #free: Array<Customer>
  readonly #waiting: Array<(customer: Customer) => void> = []

  private constructor(customers: ReadonlyArray<Customer>) {
    this.#customers = customers
    this.#free = [...customers]
  }

  /** `url`: of the server, `http://host:port`. Each socket has a session of its own. */
  static async open(url: string, sockets: number, name: string): Promise<ChatLoad> {
    const customers: Array<Customer> = []
    for (let at = 0; at < sockets; at += 1) {
      const query = new URLSearchParams({ session: `${name}-${process.pid}-${at}` })
      customers.push(new Customer(await RawSocket.open(`${url}/chat?${query.toString()}`)))
    }
    return new ChatLoad(customers)
  }

  /** The texts are asked once each, in order, so many at a time. */
  async askAll(texts: ReadonlyArray<string>, options: AskAllOptions = {}): Promise<Asked> {
    const { concurrency = this.#customers.length, onHit } = options
    const tally = new Tally()
    let next = 0
    const asking = async () => {
      for (let at = next++; at < texts.length; at = next++) {
        const asked = this.#ask(texts[at] ?? "", onHit !== undefined)
        const answer = await tally.count(asked)
        if (answer?.hit === true) onHit?.(at, answer.frames)
      }
    }
    await Promise.all(Array.from({ length: concurrency }, asking))
    return tally.asked
  }

  /** Each text at its time, in milliseconds from now. */
  async askAt(texts: ReadonlyArray<string>, times: Iterable<number>): Promise<Loaded> {
    const tally = new Tally()
    const { finished, timings } = startOpenLoop(
      exactClock,
      shifted(times, exactClock.now()),
      async (index) => {
        const asked = this.#ask(texts[index % texts.length] ?? "", false)
        await tally.count(asked)
        await asked
      },
    )
    await finished
    return { ...tally.asked, latenciesMs: latencies(timings) }
  }

  close(): void {
    for (const customer of this.#customers) customer.close()
  }

  /** By a socket that is free; else by the next to be. */
  async #ask(text: string, keepFrames: boolean): Promise<Answered> {
    const customer =
      this.#free.shift() ??
      (await new Promise<Customer>((resolve) => void this.#waiting.push(resolve)))
    try {
      return await customer.ask(text, keepFrames)
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free.push(customer)
      else next(customer)
    }
  }
}

function* shifted(times: Iterable<number>, by: number): Generator<number> {
  for (const time of times) yield time + by
}

class Tally {
  #answered = 0
  #hits = 0
  #failed = 0
  #firstFailure: string | undefined
  #firstMiss: string | undefined

  async count(asked: Promise<Answered>): Promise<Answered | undefined> {
    try {
      const answer = await asked
      this.#answered += 1
      if (answer.hit) this.#hits += 1
      else this.#firstMiss ??= answer.reason
      return answer
    } catch (error) {
      this.#failed += 1
      this.#firstFailure ??= error instanceof Error ? error.message : String(error)
      return undefined
    }
  }

  get asked(): Asked {
    return {
      answered: this.#answered,
      hits: this.#hits,
      failed: this.#failed,
      ...(this.#firstFailure === undefined ? {} : { firstFailure: this.#firstFailure }),
      ...(this.#firstMiss === undefined ? {} : { firstMiss: this.#firstMiss }),
    }
  }
}
