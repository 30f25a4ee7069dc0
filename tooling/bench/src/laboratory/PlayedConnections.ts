/**
 * The store's connections, in which each optimisation can be undone by a switch: one connection for each call, no DNS
 * cache, all fields of every product, the whole history in every prompt, one call at a time.
 *
 * With every technique on they are the store's own, at the cost of one check of a switch.
 */
import { CacheStore } from "@manga-assist/caching"
import { layerConnections } from "@manga-assist/assistant"
import {
  BedrockChat,
  BedrockEmbeddings,
  DynamoDocuments,
  OpenSearchConnection,
  RedisConnection,
} from "@manga-assist/connections"
import { type Context, Effect, Layer } from "effect"
import type { ConnectionsLayer } from "orchestrator/Server"
import { callPerConnection } from "./CallPerConnection.ts"
import { longHistory } from "./LongHistory.ts"
import { pauseFor } from "../measure/PreciseTime.ts"
import type { Switchboard } from "./Switchboard.ts"
import { oneAtATime } from "./TurnLane.ts"

/** The service with some of it replaced. */
const around = <I, S>(service: Context.Service<I, S>, replace: (own: S) => S) =>
  Layer.effect(service, Effect.map(service, replace))

export const playedConnections = (board: Switchboard): ConnectionsLayer => {
  /** What a new connection costs before its first byte. */
  const connecting = Effect.suspend(() => pauseFor(board.draw("connectMs") + board.draw("dnsMs")))

  const pooledOr = <A, E, R>(pooled: Effect.Effect<A, E, R>, single: Effect.Effect<A, E, R>) =>
    Effect.suspend(() => (board.on("keep-alive") ? pooled : Effect.andThen(connecting, single)))

  const chat = Layer.effect(
    BedrockChat,
    Effect.gen(function* () {
      const [pooled, single] = [yield* BedrockChat, yield* callPerConnection]
      return BedrockChat.of({
        converse: (request, listener) => {
          const history = board.on("pruning") ? longHistory.pruned : longHistory.whole
          const asked = { ...request, messages: [...history, ...request.messages] }
          return pooledOr(pooled.converse(asked, listener), single.converse(asked, listener))
        },
      })
    }),
  )
  const embeddings = Layer.effect(
    BedrockEmbeddings,
    Effect.gen(function* () {
      const [pooled, single] = [yield* BedrockEmbeddings, yield* callPerConnection]
      return BedrockEmbeddings.of({
        embed: (text, options) =>
          oneAtATime(pooledOr(pooled.embed(text, options), single.embed(text, options))),
      })
    }),
  )
  const search = around(OpenSearchConnection, (connection) => ({
    ...connection,
    search: ({ _source, ...rest }, deadlineMs) =>
      oneAtATime(
        Effect.suspend(() =>
          connection.search(board.on("filtered-search") ? { _source, ...rest } : rest, deadlineMs),
        ),
      ),
  }))
  const dynamo = around(DynamoDocuments, ({ run }) => ({
    run: (operation, deadlineMs, call) => oneAtATime(run(operation, deadlineMs, call)),
  }))
  const redis = around(RedisConnection, ({ configured, run }) => ({
    configured,
    run: (operation, deadlineMs, commands) => oneAtATime(run(operation, deadlineMs, commands)),
  }))
  const answers = around(CacheStore, (store) => ({
    ...store,
    get: (key) => oneAtATime(store.get(key)),
  }))
  return Layer.mergeAll(chat, embeddings, search, dynamo, redis, answers).pipe(
    Layer.provideMerge(layerConnections),
  )
}
