/**
 * The name under which a channel is published: the client puts its prefix before keys, not before channels, nor
 * before what a script is given beside its keys.
 */
import type { Cluster, Redis } from "ioredis"

export const channelIn = ({ options }: Redis | Cluster, name: string): string =>
  `${options.keyPrefix ?? ""}${name}`
