/**
 * Commands that are given in one turn of the event loop leave in one system call.
 *
 * A system call costs more than a command: a busy process gives many commands in each turn. None waits
 * longer than until the turn's end, and each is still a command of its own, with its own reply.
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
