/**
 * Requests waiting for a free stream, first come, first served.
 *
 * Bounded in number and time; an abort removes a request at once. The pool may shorten or extend the waiting time of
 * all, depending on what they wait for.
 */
import type { PoolMonitor } from "./PoolMonitor.ts"
import { abortError, TransportError } from "./TransportError.ts"

export interface WaitLimit {
  /** Counted from when the request began to wait. */
  readonly ms: number
  readonly error: () => TransportError
}

interface Waiter<A> {
  readonly give: (value: A) => void
  readonly fail: (error: Error) => void
  readonly limit: (limit: WaitLimit, from: "start" | "now") => void
}

export class WaitQueue<A> {
  readonly #waiters = new Set<Waiter<A>>()
  readonly #origin: URL
  readonly #maxWaiting: number
  readonly #monitor: PoolMonitor

  constructor(origin: URL, maxWaiting: number, monitor: PoolMonitor) {
    this.#origin = origin
    this.#maxWaiting = maxWaiting
    this.#monitor = monitor
  }

  get size(): number {
    return this.#waiters.size
  }

  wait(signal: AbortSignal | undefined, first: WaitLimit): Promise<A> {
    if (this.#waiters.size >= this.#maxWaiting) {
      const detail = `${this.#maxWaiting} requests wait for ${this.#origin.host} already`
      return Promise.reject(new TransportError("queue-full", detail))
    }
    return new Promise((resolve, reject) => {
      const startedAt = performance.now()
      let timer: NodeJS.Timeout | undefined
      const leave = (served: boolean) => {
        clearTimeout(timer)
        signal?.removeEventListener("abort", onAbort)
        this.#waiters.delete(waiter)
        const waitedMs = performance.now() - startedAt
        this.#monitor.emit({ type: "waited", origin: this.#origin.origin, waitedMs, served })
      }
      const waiter: Waiter<A> = {
        give: (value) => {
          leave(true)
          resolve(value)
        },
        fail: (error) => {
          leave(false)
          reject(error)
        },
        limit: ({ ms, error }, from) => {
          clearTimeout(timer)
          const spentMs = from === "start" ? performance.now() - startedAt : 0
          timer = setTimeout(() => waiter.fail(error()), Math.max(0, ms - spentMs))
        },
      }
      const onAbort = () => waiter.fail(abortError())
      signal?.addEventListener("abort", onAbort, { once: true })
      waiter.limit(first, "start")
      this.#waiters.add(waiter)
    })
  }

  limitAll(limit: WaitLimit, from: "start" | "now"): void {
    for (const waiter of this.#waiters) waiter.limit(limit, from)
  }

  /** Hands the value to the first in line; there must be one. */
  give(value: A): void {
    for (const waiter of this.#waiters) {
      waiter.give(value)
      return
    }
  }

  giveAll(value: () => A): void {
    for (const waiter of this.#waiters) waiter.give(value())
  }

  failAll(error: Error): void {
    for (const waiter of this.#waiters) waiter.fail(error)
  }
}
