/**
 * Sends all commands of one tick of the event loop in one system call, which costs more than a command.
 *
 * No command waits beyond its tick, and each keeps its own reply.
 */
import type { Cluster, Redis } from "ioredis"
import { nodesOf } from "./RedisClient.ts"

/** To be called before commands are given. */
export const joinedWrites = (redis: Redis | Cluster): (() => void) => {
  let held: ReadonlyArray<Redis["stream"]> | undefined
  const release = () => {
    const streams = held ?? []
    held = undefined
    for (const stream of streams) stream.uncork()
  }
  return () => {
    if (held !== undefined) return
    held = nodesOf(redis).flatMap(({ status, stream }) => (status === "ready" ? [stream] : []))
    for (const stream of held) stream.cork()
    setImmediate(release)
  }
}
