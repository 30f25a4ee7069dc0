/**
 * Requests that wait for a free stream, first come first served.
 *
 * Bounded in number and in time; leaving early (abort) takes a request out at once.
 */
import { type PoolSettings } from "./PoolOptions.ts"
import { type PoolCounters } from "./PoolStats.ts"
import { abortError, TransportError } from "./TransportError.ts"

interface Waiter<A> {
  readonly give: (value: A) => void
  readonly fail: (error: Error) => void
}

export class WaitQueue<A> {
  readonly #waiters = new Set<Waiter<A>>()
  readonly #settings: PoolSettings
  readonly #counters: PoolCounters
  readonly #host: string

  constructor(settings: PoolSettings, counters: PoolCounters, host: string) {
    this.#settings = settings
    this.#counters = counters
    this.#host = host
  }

  get size(): number {
    return this.#waiters.size
  }

  wait(signal: AbortSignal | undefined): Promise<A> {
    const { maxWaiting, waitMs } = this.#settings
    if (this.#waiters.size >= maxWaiting) {
      const detail = `${maxWaiting} requests wait for ${this.#host} already`
      return Promise.reject(new TransportError("queue-full", detail))
    }
    return new Promise((resolve, reject) => {
      const startedAt = performance.now()
      const leave = () => {
        clearTimeout(timer)
        signal?.removeEventListener("abort", onAbort)
        this.#waiters.delete(waiter)
        const waitedMs = performance.now() - startedAt
        this.#counters.longestWaitMs = Math.max(this.#counters.longestWaitMs, waitedMs)
      }
      const waiter: Waiter<A> = {
        give: (value) => {
          leave()
          resolve(value)
        },
        fail: (error) => {
          leave()
          reject(error)
        },
      }
      const onAbort = () => waiter.fail(abortError())
      const timer = setTimeout(() => {
        const detail = `no stream to ${this.#host} was free for ${waitMs} ms`
        waiter.fail(new TransportError("queue-timeout", detail))
      }, waitMs)
      signal?.addEventListener("abort", onAbort, { once: true })
      this.#counters.waited++
      this.#waiters.add(waiter)
    })
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
