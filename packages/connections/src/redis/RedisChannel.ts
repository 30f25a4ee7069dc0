/**
 * Adds the client's key prefix to the name of a Pub/Sub channel: ioredis adds its `keyPrefix` to keys, but not to
 * channels or to arguments of scripts.
 */
import type { Cluster, Redis } from "ioredis"

export const channelIn = ({ options }: Redis | Cluster, name: string): string =>
  `${options.keyPrefix ?? ""}${name}`
