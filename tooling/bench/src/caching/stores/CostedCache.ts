/** Names of the caches that `StoreCost.ts` measures, each in a process of its own. */
export type CostedCache =
  | "store-memory"
  | "answers-memory"
  | "answers-tiered"
  | "answers-redis"
  | "bentocache-memory"
  | "bentocache-objects"
  | "bentocache-redis"
  | "cachified-memory"
  | "cachified-redis"
  | "lru-cache-memory"
