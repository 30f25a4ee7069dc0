/**
 * A turn that another instance runs, as this instance's socket sees it. Lost frames are requested again; after six
 * requests without an answer the turn counts as lost.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import type { QueuedRun, ResumeListener } from "./QueuedRun.ts"
import type { RelayMessage } from "./RelayMessage.ts"

/** Ten times two round trips of Redis, and a busy moment of the other instance. */
const answerMs = 300
/** No frame for so long: the other instance is asked whether it still runs. */
const silenceMs = 1_500
/** Questions without an answer, after which nobody runs it. */
const maxAsked = 6

const lostText = "the answer ended unexpectedly; please ask again"

interface RemoteEvents extends ResumeListener {
  /** Asks all instances for what is behind this number. */
  readonly ask: (after: number, attempt: number) => void
  readonly tell: (owner: string, kind: "cancel" | "abandon" | "lose") => void
  readonly ended: () => void
}

export class RemoteTurn implements QueuedRun {
  readonly #events: RemoteEvents
  #after: number
  #owner: string | undefined
  #nextPart = 0
  /** Questions that nobody has answered. */
  #asked = 0
  #attempt = 0
  #turn: string | undefined
  #hasBegun = false
  #isEnded = false
  #timer: NodeJS.Timeout | undefined
  id = ""

  constructor(after: number, events: RemoteEvents) {
    this.#after = after
    this.#events = events
  }

  begin(): void {
    this.#askAgain()
  }

  heard({
    attempt,
    frames,
    from,
    id,
    isLast,
    part,
  }: Extract<RelayMessage, { readonly kind: "frames" }>): void {
    // What answers an earlier question may overlap with what was seen since.
    if (this.#isEnded || attempt !== this.#attempt) return
    if (part !== this.#nextPart) {
      if (part > this.#nextPart) this.#askAgain()
      return
    }
    this.#nextPart += 1
    this.#owner = from
    this.#asked = 0
    this.id = id
    this.#hasBegun = true
    this.#expect(silenceMs)
    for (const frame of frames) this.#push(frame)
    if (isLast) this.#end(() => this.#events.done())
  }

  cancel(): boolean {
    if (this.#owner === undefined || this.#isEnded) return false
    this.#events.tell(this.#owner, "cancel")
    return true
  }

  abandon(): void {
    this.#leave("abandon")
  }

  lose(): void {
    this.#leave("lose")
  }

  #push(frame: ServerFrame): void {
    const seq = "seq" in frame ? frame.seq : undefined
    if (seq !== undefined && seq <= this.#after) return
    this.#after = seq ?? this.#after
    if ("turn" in frame) this.#turn = frame.turn
    this.#events.push(frame)
  }

  #leave(kind: "abandon" | "lose"): void {
    if (this.#owner !== undefined && !this.#isEnded) this.#events.tell(this.#owner, kind)
    this.#end(() => {})
  }

  #askAgain(): void {
    if (this.#asked >= maxAsked) {
      this.#end(() => this.#gone())
      return
    }
    this.#asked += 1
    this.#attempt += 1
    this.#nextPart = 0
    this.#expect(answerMs)
    this.#events.ask(this.#after, this.#attempt)
  }

  /** Nobody answers: there was no such turn, or its instance has ended. */
  #gone(): void {
    if (!this.#hasBegun) {
      this.#events.unknown()
      return
    }
    const turn = this.#turn === undefined ? {} : { turn: this.#turn }
    const seq = this.#after + 1
    const lost = { code: "internal", message: lostText, retryable: true } as const
    this.#events.push({ type: "error", ...lost, id: this.id, ...turn, seq })
    this.#events.done()
  }

  #expect(withinMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#askAgain(), withinMs)
  }

  #end(then: () => void): void {
    if (this.#isEnded) return
    this.#isEnded = true
    clearTimeout(this.#timer)
    this.#events.ended()
    then()
  }
}
