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
  BedrockTransport,
  DynamoDocuments,
  OpenSearchConnection,
  RedisConnection,
} from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import type { ConnectionsLayer } from "orchestrator/Server"
import { pauseFor } from "../measure/PreciseTime.ts"
import type { Switchboard } from "./Switchboard.ts"
import { longHistory } from "./LongHistory.ts"
import { oneAtATime } from "./TurnLane.ts"

/** The service with some of it replaced. */
const around = <I, S>(service: Context.Service<I, S>, replace: (own: S) => S) =>
  Layer.effect(service, Effect.map(service, replace))

/** A pool for one call: its connection is new, and ends with it. */
const forOneCall = Layer.mergeAll(BedrockChat.layer, BedrockEmbeddings.layer).pipe(
  Layer.provide(BedrockTransport.layer),
  Layer.fresh,
  Layer.orDie,
)

export const playedConnections = (board: Switchboard): ConnectionsLayer => {
  /** By the store's own pool, or by one of its own, with what a new connection costs before its first byte. */
  const connected = <I extends BedrockChat | BedrockEmbeddings, S, A, E>(
    service: Context.Service<I, S>,
    pooled: S,
    call: (by: S) => Effect.Effect<A, E>,
  ) =>
    Effect.suspend(() => {
      if (board.on("keep-alive")) return call(pooled)
      return pauseFor(board.draw("connectMs") + board.draw("dnsMs")).pipe(
        Effect.andThen(Layer.build(forOneCall)),
        Effect.flatMap((context) => call(Context.get(context, service))),
        Effect.scoped,
      )
    })

  const chat = around(BedrockChat, (pooled) => ({
    converse: (request, listener) => {
      const history = board.on("pruning") ? longHistory.pruned : longHistory.whole
      const asked = { ...request, messages: [...history, ...request.messages] }
      return connected(BedrockChat, pooled, (by) => by.converse(asked, listener))
    },
  }))
  const embeddings = around(BedrockEmbeddings, (pooled) => ({
    embed: (text, options) =>
      oneAtATime(connected(BedrockEmbeddings, pooled, (by) => by.embed(text, options))),
  }))
  const asked = ({ _source, ...rest }: Record<string, unknown>) =>
    board.on("filtered-search") ? { _source, ...rest } : rest
  const search = around(OpenSearchConnection, (connection) => ({
    ...connection,
    search: (body, deadlineMs) =>
      oneAtATime(Effect.suspend(() => connection.search(asked(body), deadlineMs))),
    searchAll: (bodies, deadlineMs) =>
      oneAtATime(Effect.suspend(() => connection.searchAll(bodies.map(asked), deadlineMs))),
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
