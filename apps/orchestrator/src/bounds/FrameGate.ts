/**
 * Limits the frames of one socket before they are parsed, so that a flood costs as little as possible: 100 a second, in
 * bursts of 1,000, and no more than the sender's address may send. Frames beyond are refused, with an error message at
 * most once a second. The 100th refused frame within a minute closes the socket.
 */
import { Bucket } from "./Bucket.ts"
import { RecentEvents } from "./RecentEvents.ts"

/** Of one socket: many times what any client needs. */
const frames = { perSecond: 100, burst: 1_000 }
/** Frames beyond the limit; the last of them closes the socket. */
const floodsPerMinute = 100
const tellAgainMs = 1_000

/** `ignore`: not taken, and told about a moment ago. */
export type Passage = "take" | "tell" | "ignore" | "close"

export class FrameGate {
  readonly #frames = new Bucket(frames, performance.now())
  readonly #floods = new RecentEvents(floodsPerMinute, 60_000)
  #toldAt = -Infinity

  /** `isWithin`: whether the address may send one more. */
  pass(now: number, isWithin: () => boolean): Passage {
    if (this.#frames.take(frames, 1, now) && isWithin()) return "take"
    this.#floods.add(now)
    if (this.#floods.isFull(now)) return "close"
    if (now - this.#toldAt <= tellAgainMs) return "ignore"
    this.#toldAt = now
    return "tell"
  }
}
