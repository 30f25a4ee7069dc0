/**
 * Adapts one API Gateway connection to the interface `Socket`. Frames are sent in order, one request at a time; text of
 * one turn that arrives meanwhile is joined into one frame, other frames are sent singly.
 *
 * It gives up after 15 s on a client that does not read, and sends nothing on a connection that another instance
 * serves.
 */
import { maxBufferedBytes, type Socket } from "../transport/SocketServer.ts"
import type { GatewayPoster, Posted } from "./GatewayPoster.ts"

/** A message of the gateway leaves in frames of 32 KB; joined text stays below one. */
const maxJoinedBytes = 30_000
/** Of one message, by the gateway's quota. */
const maxMessageBytes = 131_072
/** While `$connect` is being answered, nobody can be posted to. */
const openingMs = 2_000
const firstWaitMs = 50
const longestWaitMs = 1_000
/** Too much at once for so long: the reader does not read. Or nobody can say whose the connection is. */
const giveUpMs = 15_000

interface Delta {
  readonly type: "delta"
  readonly turn: string
  readonly text: string
}

const isDelta = (text: string): boolean => text.startsWith('{"type":"delta"')

/** Both as one frame; undefined where they are not of one turn. */
const joined = (first: string, second: string): string | undefined => {
  if (!isDelta(first) || !isDelta(second) || first.length + second.length > maxJoinedBytes) {
    return undefined
  }
  const [one, two]: [Delta, Delta] = [JSON.parse(first), JSON.parse(second)]
  return one.turn === two.turn ? JSON.stringify({ ...two, text: one.text + two.text }) : undefined
}

export interface GatewaySocketEvents {
  /** Asked before each post; `no`: another instance serves the connection, `ended` was called. */
  readonly mayPost: (text: string) => "yes" | Promise<"yes" | "no" | "later">
  /** It was taken by the gateway. */
  readonly posted: (text: string) => void
  readonly drained: () => void
  /** The connection has ended, on either side, or its reader does not read. Called once. */
  readonly gone: () => void
}

export class GatewaySocket implements Socket {
  readonly #connection: string
  readonly #poster: GatewayPoster["Service"]
  readonly #events: GatewaySocketEvents
  readonly #openingUntil: number
  #waiting: Array<string> = []
  /** The first that waits was posted before and may have arrived: it is sent again as it is. */
  #isTried = false
  #bytes = 0
  #isPosting = false
  #isOver = false
  #isClosing = false

  /** `isOpening`: its `$connect` has no answer yet. */
  constructor(
    connection: string,
    poster: GatewayPoster["Service"],
    events: GatewaySocketEvents,
    isOpening: boolean,
  ) {
    this.#openingUntil = isOpening ? performance.now() + openingMs : 0
    this.#connection = connection
    this.#poster = poster
    this.#events = events
  }

  send(text: string): "sent" | "buffered" | "dropped" {
    if (this.#isOver || this.#isClosing || this.#bytes > maxBufferedBytes) return "dropped"
    if (Buffer.byteLength(text) > maxMessageBytes) return "dropped"
    const last = this.#isTried && this.#waiting.length === 1 ? undefined : this.#waiting.at(-1)
    const both = last === undefined ? undefined : joined(last, text)
    if (last !== undefined && both !== undefined) {
      this.#waiting[this.#waiting.length - 1] = both
      this.#bytes += both.length - last.length
    } else {
      this.#waiting.push(text)
      this.#bytes += text.length
    }
    if (!this.#isPosting) void this.#postAll()
    return this.#bytes > 0 ? "buffered" : "sent"
  }

  cork(write: () => void): void {
    write()
  }

  close(): void {
    this.#isClosing = true
    if (!this.#isPosting) void this.#postAll()
  }

  cut(): void {
    this.#over()
    void this.#poster.close(this.#connection)
  }

  bufferedAmount(): number {
    return this.#bytes
  }

  /** The gateway said that the connection has ended, or another instance serves it. */
  ended(): void {
    this.#isOver = true
    this.#waiting = []
    this.#bytes = 0
  }

  async #postAll(): Promise<void> {
    this.#isPosting = true
    let waitMs = firstWaitMs
    let slowSince: number | undefined
    while (!this.#isOver) {
      const next = this.#waiting.shift()
      this.#isTried = false
      if (next === undefined) break
      const posted = await this.#posted(next)
      if (this.#isOver) break
      if (posted === "sent" || posted === "refused") {
        this.#bytes -= next.length
        waitMs = firstWaitMs
        slowSince = undefined
        if (posted === "sent") this.#events.posted(next)
      } else if (posted === "gone" && performance.now() > this.#openingUntil) this.#over()
      else {
        slowSince ??= performance.now()
        if (performance.now() - slowSince > giveUpMs) this.cut()
        else {
          this.#waiting.unshift(next)
          this.#isTried = true
          await new Promise((resolve) => setTimeout(resolve, waitMs))
          waitMs = Math.min(waitMs * 2, longestWaitMs)
        }
      }
    }
    this.#isPosting = false
    if (this.#isOver) return
    if (this.#isClosing) this.cut()
    else this.#events.drained()
  }

  async #posted(text: string): Promise<Posted> {
    const asked = this.#events.mayPost(text)
    const answer = asked === "yes" ? asked : await asked
    if (answer !== "yes" || this.#isOver) return "slow"
    return this.#poster.post(this.#connection, text)
  }

  #over(): void {
    if (this.#isOver) return
    this.ended()
    this.#events.gone()
  }
}
