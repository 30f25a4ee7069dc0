/**
 * What all instances share about connections of API Gateway: their owner, the instance that serves each, and messages
 * that have not ended. Entries expire with the longest life of a connection.
 */
import { RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer, Option, Schema } from "effect"

const Kept = Schema.Struct({
  owner: Schema.String,
  address: Schema.String,
  session: Schema.String,
  user: Schema.optionalKey(Schema.String),
  expiresAt: Schema.optionalKey(Schema.Finite),
})
export type KeptConnection = typeof Kept.Type

/** No method fails; what cannot be asked or written is told apart where it matters. */
export class ConnectionStore extends Context.Service<
  ConnectionStore,
  {
    readonly get: (connection: string) => Effect.Effect<KeptConnection | "unknown" | "unanswered">
    /** False: it was not written. */
    readonly put: (connection: string, kept: KeptConnection) => Effect.Effect<boolean>
    readonly remove: (connection: string, owner: string) => Effect.Effect<void>
    /** Gives the connection another owner; false when it has another one by now. */
    readonly take: (connection: string, from: string, to: string) => Effect.Effect<boolean>
    /** Says that the instance lives, for the next three seconds. */
    readonly live: (instance: string) => Effect.Effect<void>
    /** Connections of instances that do not live any more. */
    readonly orphans: Effect.Effect<ReadonlyArray<string>>
    readonly isLiving: (instance: string) => Effect.Effect<boolean>
    readonly begun: (connection: string, message: string) => Effect.Effect<void>
    readonly ended: (connection: string, message: string) => Effect.Effect<void>
    /** Messages without an end; none of them is told twice. */
    readonly takeOpen: (connection: string) => Effect.Effect<ReadonlyArray<string>>
  }
>()("orchestrator/gateway/ConnectionStore") {
  static readonly layer: Layer.Layer<ConnectionStore, never, RedisConnection> = Layer.effect(
    ConnectionStore,
    Effect.map(RedisConnection, (redis) => overRedis(redis)),
  )
}

/** The life of a connection, by the gateway's quota. */
const lifeMs = 7_200_000
const leaseMs = 3_000
/** The gateway waits 29 s; an event that is lost is a message that is lost. */
const deadlineMs = 2_000

const instances = "gateway:{instances}"
const connectionKey = (id: string) => `gateway:c:{${id}}`
const openKey = (id: string) => `gateway:o:{${id}}`
const ownedKey = (instance: string) => `gateway:i:{${instance}}`
const leaseKey = (instance: string) => `gateway:l:{${instance}}`

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Kept))
const keptOf = (text: string | null): KeptConnection | "unknown" =>
  text === null ? "unknown" : Option.getOrElse(decode(text), () => "unknown" as const)

const overRedis = (
  redis: Context.Service.Shape<typeof RedisConnection>,
): Context.Service.Shape<typeof ConnectionStore> => {
  type Commands<A> = Parameters<typeof redis.run<A>>[2]
  const run = <A>(name: string, otherwise: A, commands: Commands<A>): Effect.Effect<A> =>
    redis.run(name, deadlineMs, commands).pipe(
      Effect.tapError((error) => Effect.logDebug("the gateway's connections", error.message)),
      Effect.orElseSucceed(() => otherwise),
    )
  const read = (id: string) =>
    run<KeptConnection | "unknown" | "unanswered">("GET", "unanswered", async (client) =>
      keptOf(await client.get(connectionKey(id))),
    )
  const write = (id: string, kept: KeptConnection) =>
    run("SET", false, async (client) => {
      await Promise.all([
        client.set(connectionKey(id), JSON.stringify(kept), "PX", lifeMs),
        client.sadd(ownedKey(kept.owner), id),
        client.pexpire(ownedKey(kept.owner), lifeMs),
      ])
      return true
    })
  return {
    get: read,
    put: write,
    remove: (id, owner) =>
      run("DEL", undefined, async (client) => {
        await Promise.all([
          client.del(connectionKey(id)),
          client.del(openKey(id)),
          client.srem(ownedKey(owner), id),
        ])
        return undefined
      }),
    take: (id, from, to) =>
      Effect.gen(function* () {
        const kept = yield* read(id)
        if (typeof kept === "string" || kept.owner !== from) return false
        // One of those that notice together takes it.
        const claimed = yield* run("SET", false, async (client) => {
          const lock = `gateway:t:{${id}}`
          return (await client.set(lock, to, "PX", leaseMs, "NX")) === "OK"
        })
        if (!claimed) return false
        if (!(yield* write(id, { ...kept, owner: to }))) return false
        yield* run("SREM", 0, (client) => client.srem(ownedKey(from), id))
        return true
      }),
    live: (instance) =>
      run("SET", undefined, async (client) => {
        await Promise.all([
          client.set(leaseKey(instance), "1", "PX", leaseMs),
          client.sadd(instances, instance),
        ])
        return undefined
      }),
    isLiving: (instance) =>
      run("EXISTS", true, async (client) => (await client.exists(leaseKey(instance))) === 1),
    orphans: run("SMEMBERS", [] as ReadonlyArray<string>, async (client) => {
      const all = await client.smembers(instances)
      const found = await Promise.all(
        all.map(async (instance) => {
          if ((await client.exists(leaseKey(instance))) === 1) return []
          const owned = await client.smembers(ownedKey(instance))
          if (owned.length === 0) await client.srem(instances, instance)
          return owned
        }),
      )
      return found.flat()
    }),
    begun: (id, message) =>
      run("SADD", undefined, async (client) => {
        await Promise.all([client.sadd(openKey(id), message), client.pexpire(openKey(id), lifeMs)])
        return undefined
      }),
    ended: (id, message) =>
      Effect.asVoid(run("SREM", 0, (client) => client.srem(openKey(id), message))),
    takeOpen: (id) =>
      run("SPOP", [] as ReadonlyArray<string>, (client) => client.spop(openKey(id), 1_000)),
  }
}
