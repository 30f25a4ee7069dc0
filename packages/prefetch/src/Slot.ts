/**
 * Holds the value of one source for one session, or for all sessions: absent, loading, loaded, or failed.
 *
 * At most one load runs at a time. A reload keeps the old value until the new one has arrived, and also if it fails.
 */
import { Cause, Deferred, Effect, Exit, type Fiber } from "effect"
import type { LoadGate } from "./LoadGate.ts"
import type { PrefetchKey, SourceCounters } from "./SourceOptions.ts"

interface Loaded {
  readonly value: unknown
  readonly at: number
  readonly tookMs: number
  readonly bytes: number
  taken: boolean
}

/** Of a source: one object for all sessions, because ten thousand idle ones hold a slot each. */
export interface SlotOptions {
  readonly load: (key: PrefetchKey) => Effect.Effect<unknown, unknown, unknown>
  readonly deadlineMs: number
  readonly freshForMs: number
  /** A failed load is not tried again for so long. */
  readonly retryAfterMs: number
  readonly counters: SourceCounters
  /** Monotonic milliseconds. */
  readonly nowMs: () => number
  readonly fork: (load: Effect.Effect<unknown, unknown, unknown>) => Fiber.Fiber<unknown, unknown>
  readonly gate: LoadGate
  readonly bytesOf: (value: unknown) => number
  /** Hears why a load failed. */
  readonly failed: (error: unknown, key: PrefetchKey) => void
  /** Hears of every value kept and let go, in bytes; negative when it was let go. */
  readonly resized: (bytes: number) => void
}

export class Slot {
  readonly #options: SlotOptions
  readonly #key: PrefetchKey
  /** Made for who waits. */
  #ended: Deferred.Deferred<void> | undefined
  #loaded: Loaded | undefined
  #fiber: Fiber.Fiber<unknown, unknown> | undefined
  #hurry: (() => void) | undefined
  #failedAt: number | undefined

  constructor(options: SlotOptions, key: PrefetchKey) {
    this.#options = options
    this.#key = key
  }

  get pending(): boolean {
    return this.#fiber !== undefined
  }

  get failed(): boolean {
    return this.#failedAt !== undefined
  }

  /** A value is there and older than `ageMs`. */
  isOlderThan(ageMs: number): boolean {
    return this.#loaded !== undefined && this.#age(this.#loaded) > ageMs
  }

  /** The value while it is fresh. */
  peek(): { readonly value: unknown } | undefined {
    const loaded = this.#loaded
    return loaded !== undefined && this.#age(loaded) < this.#options.freshForMs ? loaded : undefined
  }

  /** Starts a load unless one runs, the value is younger than `maxAgeMs`, or it failed just now. */
  ensure(maxAgeMs: number): void {
    if (this.#fiber !== undefined) return
    const now = this.#options.nowMs()
    if (this.#loaded !== undefined && this.#age(this.#loaded) < maxAgeMs) return
    if (this.#failedAt !== undefined && now - this.#failedAt < this.#options.retryAfterMs) return
    const { counters, deadlineMs, fork, gate, load, nowMs } = this.#options
    counters.started += 1
    let ended = false
    let begunAt = now
    // The deadline is the load's own: waiting for room does not use it up.
    const admitted = gate.admit(
      Effect.suspend(() => {
        begunAt = nowMs()
        return Effect.timeout(load(this.#key), deadlineMs)
      }),
    )
    this.#hurry = admitted.hurry
    const fiber = fork(admitted.load)
    fiber.addObserver((exit) => {
      ended = true
      this.#end(exit, begunAt)
    })
    if (!ended) this.#fiber = fiber
  }

  /** A message needs it: the load that waits for room begins now. */
  hurry(): void {
    this.#hurry?.()
  }

  /** Ends when the load that runs now does. */
  get ended(): Effect.Effect<void> {
    this.#ended ??= Deferred.makeUnsafe()
    return Deferred.await(this.#ended)
  }

  /** Marks the value as handed over after the turn waited `waitedMs` for it. */
  take(waitedMs: number): void {
    this.#options.counters.used += 1
    if (this.#loaded === undefined || this.#loaded.taken) return
    this.#loaded.taken = true
    this.#options.counters.msSaved += Math.max(0, this.#loaded.tookMs - waitedMs)
  }

  /** Interrupts the load that runs, without waiting for it; a value that is there stays. */
  cancel(): void {
    const fiber = this.#fiber
    this.#fiber = undefined
    fiber?.interruptUnsafe()
    this.#wake()
  }

  forget(): void {
    this.cancel()
    this.#discard()
  }

  #age(loaded: Loaded): number {
    return this.#options.nowMs() - loaded.at
  }

  #discard(): void {
    if (this.#loaded === undefined) return
    if (!this.#loaded.taken) this.#options.counters.wasted += 1
    this.#options.resized(-this.#loaded.bytes)
    this.#loaded = undefined
  }

  #end(exit: Exit.Exit<unknown, unknown>, startedAt: number): void {
    this.#fiber = undefined
    // It holds the load, and with it all that was loaded by the way: of an idle session nothing else does.
    this.#hurry = undefined
    const at = this.#options.nowMs()
    if (Exit.isSuccess(exit)) {
      this.#discard()
      const bytes = this.#options.bytesOf(exit.value)
      this.#loaded = { value: exit.value, at, tookMs: at - startedAt, bytes, taken: false }
      this.#failedAt = undefined
      this.#options.resized(bytes)
    } else if (!Cause.hasInterruptsOnly(exit.cause)) {
      this.#failedAt = at
      this.#options.counters.failed += 1
      this.#options.failed(Cause.squash(exit.cause), this.#key)
    }
    this.#wake()
  }

  #wake(): void {
    const ended = this.#ended
    this.#ended = undefined
    if (ended !== undefined) Deferred.doneUnsafe(ended, Effect.void)
  }
}
