/**
 * The full name of a channel: the client adds its prefix to keys, but not to channels or to arguments of scripts.
 */
import type { Cluster, Redis } from "ioredis"

export const channelIn = ({ options }: Redis | Cluster, name: string): string =>
  `${options.keyPrefix ?? ""}${name}`
