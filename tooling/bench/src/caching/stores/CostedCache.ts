/** What one process of the cost of stores measures. */
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
