/**
 * Sends all Redis commands of one tick of the event loop in one system call, because a system call takes more
 * processor time than a command.
 *
 * The sockets are corked before the first command and uncorked in the same turn of the event loop; each command still
 * has its own reply.
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
