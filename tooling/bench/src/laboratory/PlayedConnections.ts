/**
 * The store's connections with what is switched off put back: a connection for each call, names asked for
 * each time, all fields of every product, the whole history in every prompt, one call at a time.
 *
 * With everything on they are the store's own, at the cost of one look at a switch.
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
import { Effect, Layer } from "effect"
import type { ConnectionsLayer } from "orchestrator/Server"
import { callPerConnection } from "./CallPerConnection.ts"
import { longHistory } from "./LongHistory.ts"
import { pauseFor } from "./PreciseTime.ts"
import type { Switchboard } from "./Switchboard.ts"
import { oneAtATime } from "./TurnLane.ts"

export const playedConnections = (board: Switchboard): ConnectionsLayer => {
  /** What a new connection costs before its first byte. */
  const connecting = Effect.suspend(() => pauseFor(board.draw("connectMs") + board.draw("dnsMs")))

  const chat = Layer.effect(
    BedrockChat,
    Effect.gen(function* () {
      const pooled = yield* BedrockChat
      const single = yield* callPerConnection
      return BedrockChat.of({
        converse: (request, listener) =>
          Effect.suspend(() => {
            const history = board.on("pruning") ? longHistory.pruned : longHistory.whole
            const asked = { ...request, messages: [...history, ...request.messages] }
            return board.on("keep-alive")
              ? pooled.converse(asked, listener)
              : Effect.andThen(connecting, single.converse(asked, listener))
          }),
      })
    }),
  )
  const embeddings = Layer.effect(
    BedrockEmbeddings,
    Effect.gen(function* () {
      const pooled = yield* BedrockEmbeddings
      const single = yield* callPerConnection
      return BedrockEmbeddings.of({
        embed: (text, options) =>
          oneAtATime(
            Effect.suspend(() =>
              board.on("keep-alive")
                ? pooled.embed(text, options)
                : Effect.andThen(connecting, single.embed(text, options)),
            ),
          ),
      })
    }),
  )
  const search = Layer.effect(
    OpenSearchConnection,
    Effect.map(OpenSearchConnection, (connection) =>
      OpenSearchConnection.of({
        ...connection,
        search: ({ _source, ...rest }, deadlineMs) =>
          oneAtATime(
            Effect.suspend(() =>
              connection.search(
                board.on("filtered-search") ? { _source, ...rest } : rest,
                deadlineMs,
              ),
            ),
          ),
      }),
    ),
  )
  const dynamo = Layer.effect(
    DynamoDocuments,
    Effect.map(DynamoDocuments, (documents) =>
      DynamoDocuments.of({
        run: (operation, deadlineMs, call) =>
          oneAtATime(documents.run(operation, deadlineMs, call)),
      }),
    ),
  )
  const redis = Layer.effect(
    RedisConnection,
    Effect.map(RedisConnection, (connection) =>
      RedisConnection.of({
        configured: connection.configured,
        run: (operation, deadlineMs, commands) =>
          oneAtATime(connection.run(operation, deadlineMs, commands)),
      }),
    ),
  )
  const answers = Layer.effect(
    CacheStore,
    Effect.map(CacheStore, (store) =>
      CacheStore.of({ ...store, get: (key) => oneAtATime(store.get(key)) }),
    ),
  )
  return Layer.mergeAll(chat, embeddings, search, dynamo, redis, answers).pipe(
    Layer.provideMerge(layerConnections),
  )
}
