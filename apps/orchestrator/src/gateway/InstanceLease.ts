/**
 * The lease of this instance: a Redis key (`ConnectionStore`) that expires after 5 s. While it is renewed, no other
 * instance may serve this instance's API Gateway connections.
 *
 * It is measured by this instance's monotonic clock from before each renewal, so that it ends here before other
 * instances take over. A failed renewal has no effect until the 5 s are over; then this instance holds back parts of
 * answers and takes over nothing. The next renewal counts only after `verify` has found out which connections others
 * took over meanwhile.
 */
import { type Context, Effect } from "effect"
import { type ConnectionStore, leaseMs } from "./ConnectionStore.ts"

export class InstanceLease {
  readonly #instance: string
  readonly #store: Context.Service.Shape<typeof ConnectionStore>
  #renewedAt = Number.NEGATIVE_INFINITY
  #silent: ReadonlySet<string> = new Set()

  constructor(instance: string, store: Context.Service.Shape<typeof ConnectionStore>) {
    this.#instance = instance
    this.#store = store
  }

  /** False for who stood still or did not reach the store: another instance may serve what was served here. */
  get isFresh(): boolean {
    return performance.now() - this.#renewedAt < leaseMs
  }

  /** `verify` finds out what was taken over while the lease had run out; false: that could not be found out. */
  renew(verify: Effect.Effect<boolean>): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      const since = performance.now()
      if (!(yield* this.#store.live(this.#instance))) return
      if (this.isFresh || (yield* verify)) this.#renewedAt = since
    })
  }

  /** Those that were silent at the last look, too: one whose lease was lost with a store would have renewed it. */
  get dead(): Effect.Effect<ReadonlyArray<string>> {
    return Effect.map(this.#store.silent, (now) => {
      const before = this.#silent
      this.#silent = new Set(now)
      return now.filter((instance) => before.has(instance))
    })
  }
}
