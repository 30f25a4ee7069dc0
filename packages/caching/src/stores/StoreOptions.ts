/** Options of the stores as the entries without Effect offer them. */
export interface MemoryOptions {
  /** Bound of keys and values together, estimated at two bytes a character; 64 MiB unless given. */
  readonly maxBytes?: number | undefined
}

export interface StoreOptions extends MemoryOptions {
  /** `redis://…`: shared with other processes, memory in front of it; this process alone unless given. */
  readonly redisUrl?: string | undefined
}
