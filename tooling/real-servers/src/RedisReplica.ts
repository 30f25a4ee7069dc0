/**
 * Runs a primary Redis and its replica. `failOver` swaps their roles, as a managed failover does: writes to the old
 * primary are then answered `READONLY`.
 *
 * `untilInfo` asks a node until its answer has a text, `untilLinked` until a replica follows its primary; both by the
 * retry schedule `often`, every 50 ms for at most a minute.
 */
import { Effect, Schedule, type Scope } from "effect"
import { RealServerError } from "./RealServerError.ts"
import { redisServer, type RedisServer } from "./RedisServer.ts"

export interface RedisPair {
  readonly primary: RedisServer
  readonly replica: RedisServer
  readonly failOver: Effect.Effect<void, RealServerError>
}

/** Every 50 ms, at most a minute. */
export const often = Schedule.spaced(50).pipe(Schedule.upTo({ times: 1_200 }))

/** Until the answer to the command has the text. */
export const untilInfo = (node: RedisServer, command: ReadonlyArray<string>, text: string) =>
  node.command(...command).pipe(
    Effect.filterOrFail(
      (info) => String(info).includes(text),
      () => new RealServerError({ server: "redis", reason: "did-not-start", detail: `no ${text}` }),
    ),
    Effect.retry(often),
  )

export const untilLinked = (replica: RedisServer) =>
  untilInfo(replica, ["INFO", "replication"], "master_link_status:up")

const follow = (replica: RedisServer, primary: RedisServer) =>
  Effect.andThen(replica.command("REPLICAOF", "127.0.0.1", `${primary.port}`), untilLinked(replica))

export const redisReplica: Effect.Effect<RedisPair, RealServerError, Scope.Scope> = Effect.gen(
  function* () {
    const primary = yield* redisServer()
    const replica = yield* redisServer()
    yield* follow(replica, primary)
    return {
      primary,
      replica,
      failOver: Effect.andThen(
        replica.command("REPLICAOF", "NO", "ONE"),
        Effect.asVoid(follow(primary, replica)),
      ),
    }
  },
)
