/**
 * Subscribes to channels of Redis or Valkey, over one connection for all channels.
 *
 * Messages published while the connection is down are lost; `onStanding(false)` reports the loss of the connection,
 * `onStanding(true)` that the server has confirmed the subscription. A silent server is noticed within 3 s. In a
 * Cluster any node will do, because each receives all messages; after a failure the next known node is used. Channels
 * have the `REDIS_KEY_PREFIX`.
 */
import { type Config, Context, Effect, Layer, type Scope } from "effect"
import type { Redis } from "ioredis"
import { channelIn } from "./RedisChannel.ts"
import { nodesOf } from "./RedisClient.ts"
import { openRedis } from "./RedisSession.ts"
import { optionalRedisSettings, type RedisSettings } from "./RedisSettings.ts"
import { repeatForever } from "./RepeatForever.ts"

export interface ChannelListener {
  /** Must not throw. */
  readonly onMessage: (message: string) => void
  /** True once the server confirmed the channel, false when its connection is lost. */
  readonly onStanding?: (standing: boolean) => void
}

export class RedisSubscriber extends Context.Service<
  RedisSubscriber,
  {
    /** False without a `REDIS_URL`: nothing is ever heard. */
    readonly configured: boolean
    /** Listens until the scope closes. Waits for nothing: see `onStanding`. */
    readonly subscribe: (
      channel: string,
      listener: ChannelListener,
    ) => Effect.Effect<void, never, Scope.Scope>
  }
>()("@manga-assist/connections/RedisSubscriber") {
  /** From the same names as `RedisConnection`; without `REDIS_URL` it never hears anything. */
  static readonly layerOptional: Layer.Layer<RedisSubscriber, Config.ConfigError> = Layer.effect(
    RedisSubscriber,
    Effect.flatMap(optionalRedisSettings, (settings) =>
      settings === undefined ? Effect.succeed(absent) : open(settings),
    ),
  )
}

const absent = RedisSubscriber.of({ configured: false, subscribe: () => Effect.void })

interface Channel {
  readonly listeners: Set<ChannelListener>
  standing: boolean
}

/** With the client's 2 s for a silent socket: a lost connection is noticed within 3 s. */
const pingEvery = "1 second"

const open = Effect.fnUntraced(function* (
  settings: RedisSettings,
): Effect.fn.Return<Context.Service.Shape<typeof RedisSubscriber>, never, Scope.Scope> {
  const session = yield* openRedis({ ...settings, kind: "single" })
  const [redis] = nodesOf(session.redis)
  if (redis === undefined) return absent
  // It would subscribe again by itself, but not say when that is confirmed.
  redis.options.autoResubscribe = false
  const channels = new Map<string, Channel>()
  if (settings.kind === "cluster") rotateNodes(redis, settings)

  const stand = (channel: Channel, standing: boolean) => {
    if (channel.standing === standing) return
    channel.standing = standing
    for (const listener of channel.listeners) listener.onStanding?.(standing)
  }
  let connection = 0
  const ask = (name: string, channel: Channel) => {
    const asked = connection
    redis.subscribe(name).then(
      () => {
        if (asked === connection && channels.get(name) === channel) stand(channel, true)
      },
      // The next ping asks again.
      () => {},
    )
  }
  const askForMissing = () => {
    if (redis.status !== "ready") return
    for (const [name, channel] of channels) if (!channel.standing) ask(name, channel)
  }
  redis.on("ready", askForMissing)
  redis.on("close", () => {
    connection += 1
    for (const channel of channels.values()) stand(channel, false)
  })
  redis.on("message", (name: string, message: string) => {
    for (const listener of channels.get(name)?.listeners ?? []) listener.onMessage(message)
  })
  yield* Effect.sleep(pingEvery).pipe(
    Effect.andThen(
      Effect.sync(() => {
        if (redis.status === "ready") redis.ping().catch(() => {})
        askForMissing()
      }),
    ),
    repeatForever("keeping subscriptions"),
    Effect.forkScoped({ startImmediately: true }),
  )

  const add = (name: string, listener: ChannelListener) => {
    const known = channels.get(name)
    const channel = known ?? { listeners: new Set(), standing: false }
    channel.listeners.add(listener)
    if (known === undefined) {
      channels.set(name, channel)
      if (redis.status === "ready") ask(name, channel)
    } else if (known.standing) listener.onStanding?.(true)
  }
  const remove = (name: string, listener: ChannelListener) => {
    const channel = channels.get(name)
    if (channel === undefined) return
    channel.listeners.delete(listener)
    if (channel.listeners.size > 0) return
    channels.delete(name)
    if (redis.status === "ready") redis.unsubscribe(name).catch(() => {})
  }
  return RedisSubscriber.of({
    configured: true,
    subscribe: (name, listener) =>
      Effect.acquireRelease(
        Effect.sync(() => add(channelIn(redis, name), listener)),
        () => Effect.sync(() => remove(channelIn(redis, name), listener)),
      ),
  })
})

type Address = Pick<RedisSettings, "host" | "port">

/** Learns the nodes of the Cluster at each connect, and goes on to the next one at each loss. */
const rotateNodes = (redis: Redis, { host, port }: Address): void => {
  const seed = { host, port }
  let nodes: ReadonlyArray<Address> = [seed]
  let next = 0
  const learn = () => {
    redis.cluster("SLOTS").then(
      (ranges) => {
        nodes = [seed, ...addressesOf(ranges)]
      },
      () => {},
    )
  }
  redis.on("ready", learn)
  redis.on("close", () => {
    next = (next + 1) % nodes.length
    Object.assign(redis.options, nodes[next])
  })
  if (redis.status === "ready") learn()
}

/** `[[from, to, [host, port, …], …], …]`; a node without a host is the one that was asked. */
const addressesOf = (ranges: unknown): ReadonlyArray<Address> =>
  (Array.isArray(ranges) ? ranges : [])
    .flatMap((range: unknown) => (Array.isArray(range) ? range.slice(2) : []))
    .flatMap((node: unknown) => {
      const [host, port] = Array.isArray(node) ? node : []
      return typeof host === "string" && host !== "" && typeof port === "number"
        ? [{ host, port }]
        : []
    })
