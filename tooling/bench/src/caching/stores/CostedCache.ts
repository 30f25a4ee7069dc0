/** The measurements that one process of the store-cost benchmark makes. */
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
