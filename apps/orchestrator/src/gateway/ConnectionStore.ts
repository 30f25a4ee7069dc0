/**
 * Redis registry of API Gateway connections, shared by all instances: the owner of each connection, the instance that
 * serves it, and its messages that have not ended. Entries expire with the longest life of a connection.
 *
 * A takeover by another instance increases the connection's number; later writes under a lower number are refused
 * (fencing). Entries of one connection share a slot of a Cluster.
 */
import { RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer, Option, Schema } from "effect"

const Kept = Schema.Struct({
  address: Schema.String,
  session: Schema.String,
  user: Schema.optionalKey(Schema.String),
  expiresAt: Schema.optionalKey(Schema.Finite),
})
export type KeptConnection = typeof Kept.Type

/** One instance's right to a connection. */
export interface Hold {
  readonly connection: string
  readonly owner: string
  /** Higher with each instance that takes the connection over. */
  readonly epoch: number
}

export interface Taken {
  readonly hold: Hold
  readonly kept: KeptConnection
  /** Messages without an end, each with the frame that was about to end it, which may have been said or not. */
  readonly open: ReadonlyMap<string, string | undefined>
  /** Frames that have ended messages lately. */
  readonly said: ReadonlyArray<string>
}

/** `lost`: another instance holds it, or it has ended. `unanswered`: nobody could be asked. */
type Noted = "noted" | "lost" | "unanswered"

/** No method fails; what cannot be asked or written is told apart where it matters. */
export class ConnectionStore extends Context.Service<
  ConnectionStore,
  {
    /** Of a new connection; undefined: it was not written. */
    readonly open: (
      connection: string,
      owner: string,
      kept: KeptConnection,
    ) => Effect.Effect<Hold | undefined>
    readonly close: (hold: Hold) => Effect.Effect<void>
    /** The instance that serves it. */
    readonly ownerOf: (
      connection: string,
    ) => Effect.Effect<{ readonly owner: string } | "unknown" | "unanswered">
    /**
     * From who does not live, or from `to` itself, whose last taking may have been written without being answered.
     * Undefined: another one holds it by now, or nobody could be asked.
     */
    readonly take: (
      connection: string,
      from: string,
      to: string,
    ) => Effect.Effect<Taken | undefined>
    /** Puts it on the list of those that the instance held, from which it must not be missing if that does not live. */
    readonly remember: (connection: string, instance: string) => Effect.Effect<void>
    /** Takes it off the list of those that the instance held. */
    readonly forget: (connection: string, instance: string) => Effect.Effect<void>
    readonly isHeld: (hold: Hold) => Effect.Effect<Noted>
    readonly begun: (hold: Hold, message: string) => Effect.Effect<Noted>
    /** To be asked before a message is ended: only who may note it may say it. */
    readonly ending: (hold: Hold, message: string, frame: string) => Effect.Effect<Noted>
    /** Its end was said; `frame` is for whoever takes the connection over, and hears of the message again. */
    readonly ended: (hold: Hold, message: string, frame: string | undefined) => Effect.Effect<void>
    /** Says that the instance lives, for the next `leaseMs`; false: it was not said. */
    readonly live: (instance: string) => Effect.Effect<boolean>
    /** Instances that have connections and do not live. */
    readonly silent: Effect.Effect<ReadonlyArray<string>>
    /** Connections that the instance held, some of which others may hold by now. */
    readonly heldBy: (instance: string) => Effect.Effect<ReadonlyArray<string>>
  }
>()("orchestrator/gateway/ConnectionStore") {
  static readonly layer: Layer.Layer<ConnectionStore, never, RedisConnection> = Layer.effect(
    ConnectionStore,
    Effect.map(RedisConnection, (redis) => overRedis(redis)),
  )
}

/** Two beats of an instance may be lost, and a third may come late. */
export const leaseMs = 5_000
/** The life of a connection, by the gateway's quota. */
const lifeMs = 7_200_000
/** The gateway waits 29 s; an event that is lost is a message that is lost. */
const deadlineMs = 2_000

const instances = "gateway:{instances}"
const leaseKey = (instance: string) => `gateway:l:{${instance}}`
const heldKey = (instance: string) => `gateway:i:{${instance}}`
/** The connection, its messages without an end, and the last ends. */
const keysOf = (id: string) =>
  [`gateway:c:{${id}}`, `gateway:o:{${id}}`, `gateway:e:{${id}}`] as const
/** As long as an event may wait for an instance that takes it, and a little. */
const saidMs = 30_000
/** More than a connection may have under way. */
const mostSaid = 8

/** ARGV: the owner, its number, then what the script needs. Does nothing for another owner. */
const asOwner = (script: string) => `
local held = redis.call('HMGET', KEYS[1], 'owner', 'epoch')
if held[1] ~= ARGV[1] or held[2] ~= ARGV[2] then return 0 end
${script}
return 1`
const heldScript = asOwner("")
const closeScript = asOwner("redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])")
const begunScript = asOwner(`
redis.call('HSETNX', KEYS[2], ARGV[3], '')
redis.call('PEXPIRE', KEYS[2], ARGV[4])`)
const endingScript = asOwner(`
redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[5])`)
const endedScript = asOwner(`
redis.call('HDEL', KEYS[2], ARGV[3])
if ARGV[4] == '' then return 1 end
redis.call('LPUSH', KEYS[3], ARGV[4])
redis.call('LTRIM', KEYS[3], 0, ${mostSaid - 1})
redis.call('PEXPIRE', KEYS[3], ARGV[5])`)

/** ARGV: from whom, to whom. */
const takeScript = `
local owner = redis.call('HGET', KEYS[1], 'owner')
if owner ~= ARGV[1] and owner ~= ARGV[2] then return {} end
local epoch = redis.call('HINCRBY', KEYS[1], 'epoch', 1)
redis.call('HSET', KEYS[1], 'owner', ARGV[2])
return {epoch, redis.call('HGET', KEYS[1], 'kept'), redis.call('HGETALL', KEYS[2]),
  redis.call('LRANGE', KEYS[3], 0, -1)}`

const decodeTaken = Schema.decodeUnknownOption(
  Schema.Tuple([
    Schema.Int,
    Schema.fromJsonString(Kept),
    Schema.Array(Schema.String),
    Schema.Array(Schema.String),
  ]),
)

const pairsOf = (flat: ReadonlyArray<string>): ReadonlyMap<string, string | undefined> => {
  const pairs = new Map<string, string | undefined>()
  for (let at = 0; at + 1 < flat.length; at += 2)
    pairs.set(flat[at] ?? "", flat[at + 1] || undefined)
  return pairs
}

const overRedis = (
  redis: Context.Service.Shape<typeof RedisConnection>,
): Context.Service.Shape<typeof ConnectionStore> => {
  type Commands<A> = Parameters<typeof redis.run<A>>[2]
  const run = <A, B>(name: string, otherwise: B, commands: Commands<A>): Effect.Effect<A | B> =>
    redis.run(name, deadlineMs, commands).pipe(
      Effect.tapError((error) => Effect.logDebug("the gateway's connections", error.message)),
      Effect.orElseSucceed(() => otherwise),
    )
  const note = (
    name: string,
    script: string,
    { connection, epoch, owner }: Hold,
    ...more: ReadonlyArray<string | number>
  ): Effect.Effect<Noted> =>
    run(name, "unanswered" as const, async (client) => {
      const done = await client.eval(script, 3, ...keysOf(connection), owner, epoch, ...more)
      return done === 1 ? "noted" : "lost"
    })
  const forget = (connection: string, instance: string) =>
    Effect.asVoid(run("SREM", 0, (client) => client.srem(heldKey(instance), connection)))
  return {
    open: (connection, owner, kept) =>
      run("gateway.open", undefined, async (client) => {
        const [key] = keysOf(connection)
        const fields = { owner, epoch: 1, kept: JSON.stringify(kept) }
        // What is held by nobody's account would never be taken over.
        await Promise.all([
          client.sadd(heldKey(owner), connection),
          client.pexpire(heldKey(owner), lifeMs),
          client.hset(key, fields),
          client.pexpire(key, lifeMs),
        ])
        return { connection, owner, epoch: 1 }
      }),
    close: (hold) =>
      Effect.andThen(note("gateway.close", closeScript, hold), forget(hold.connection, hold.owner)),
    ownerOf: (connection) =>
      run("HGET", "unanswered" as const, async (client) => {
        const owner = await client.hget(keysOf(connection)[0], "owner")
        return owner === null ? "unknown" : { owner }
      }),
    take: Effect.fnUntraced(function* (connection, from, to) {
      const taken = yield* run("gateway.take", "unanswered" as const, async (client) => {
        await Promise.all([
          client.sadd(heldKey(to), connection),
          client.pexpire(heldKey(to), lifeMs),
        ])
        return client.eval(takeScript, 3, ...keysOf(connection), from, to)
      })
      // Not forgotten: whoever looks next finds out whose it is.
      if (taken === "unanswered") return undefined
      if (from !== to) yield* forget(connection, from)
      return Option.getOrUndefined(
        Option.map(decodeTaken(taken), ([epoch, kept, open, said]) => ({
          hold: { connection, owner: to, epoch },
          kept,
          open: pairsOf(open),
          said,
        })),
      )
    }),
    remember: (connection, instance) =>
      run("SADD", undefined, async (client) => {
        await Promise.all([
          client.sadd(instances, instance),
          client.sadd(heldKey(instance), connection),
          client.pexpire(heldKey(instance), lifeMs),
        ])
      }),
    forget,
    isHeld: (hold) => note("gateway.held", heldScript, hold),
    begun: (hold, message) => note("gateway.begun", begunScript, hold, message, lifeMs),
    ending: (hold, message, frame) =>
      note("gateway.ending", endingScript, hold, message, frame, lifeMs),
    ended: (hold, message, frame = "") =>
      Effect.asVoid(note("gateway.ended", endedScript, hold, message, frame, saidMs)),
    live: (instance) =>
      run("SET", false, async (client) => {
        await Promise.all([
          client.set(leaseKey(instance), "1", "PX", leaseMs),
          client.sadd(instances, instance),
        ])
        return true
      }),
    silent: run("SMEMBERS", [], async (client) => {
      const all = await client.smembers(instances)
      const found = await Promise.all(
        all.map(async (instance) => {
          if ((await client.exists(leaseKey(instance))) === 1) return []
          if ((await client.scard(heldKey(instance))) > 0) return [instance]
          await client.srem(instances, instance)
          return []
        }),
      )
      return found.flat()
    }),
    heldBy: (instance) => run("SMEMBERS", [], (client) => client.smembers(heldKey(instance))),
  }
}
