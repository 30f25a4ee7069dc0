/**
 * Drops entries from this instance's memory (L1) when another instance wrote or removed them in Redis, as Pub/Sub
 * notices tell.
 *
 * Notices are lost while the channel is down: all copies are then dropped, and none is trusted until the channel is
 * back.
 */
import { randomUUID } from "node:crypto"
import { Effect } from "effect"
import { RedisSubscriber } from "@manga-assist/connections/redis"
import type { MemoryStore } from "./CacheStore.ts"
import { changeChannel } from "./RedisCacheStore.ts"

export interface Hearing {
  /** False while a change elsewhere may go unheard. */
  readonly standing: () => boolean
  /** Grows with every change that is heard, and with every loss of the channel. */
  readonly changes: () => number
}

/** Where nobody tells of changes, copies are trusted for as long as their reader likes. */
export const notHearing: Hearing = { standing: () => true, changes: () => 0 }

export const hearChanges = Effect.fnUntraced(function* (
  prefix: string | undefined,
  memory: MemoryStore,
) {
  const subscriber = yield* RedisSubscriber
  const channel = { name: changeChannel(prefix), sender: randomUUID() }
  let changes = 0
  let standing = false
  yield* subscriber.subscribe(channel.name, {
    onStanding: (stands) => {
      changes += 1
      standing = stands
      memory.dropAll()
    },
    onMessage: (message) => {
      const space = message.indexOf(" ")
      if (message.slice(0, space) === channel.sender) return
      changes += 1
      memory.drop(message.slice(space + 1))
    },
  })
  const hearing: Hearing = { standing: () => standing, changes: () => changes }
  return { channel, hearing }
})
