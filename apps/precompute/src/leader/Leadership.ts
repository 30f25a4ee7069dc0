/**
 * Leader election among the workers by a lock in Redis (`packages/leader`): only the leader writes. Each leadership is
 * a term with its own number. A dead leader is replaced within some seconds; while Redis is down nobody leads. Without
 * Redis this worker leads alone.
 */
import type { RedisConnection } from "@manga-assist/connections"
import { leadAlone, type Leadership as Leads, makeLeadership } from "@manga-assist/leader"
import { Context, Layer } from "effect"

/** Of both keys in Redis: the lock and the number of the last term. */
const key = "precompute:{leader}"

export class Leadership extends Context.Service<Leadership, Leads>()("precompute/Leadership") {
  /** The one worker there is. */
  static readonly layerAlone: Layer.Layer<Leadership> = Layer.sync(Leadership, leadAlone)

  /** By a lock in Redis; where Redis is not configured, as `layerAlone`. */
  static readonly layer: Layer.Layer<Leadership, never, RedisConnection> = Layer.effect(
    Leadership,
    makeLeadership({ key }),
  )
}
