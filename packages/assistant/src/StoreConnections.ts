/**
 * The connections of the store's apps: one scoped client for each service, one pool to the model, and what
 * all instances share through Redis.
 */
import { RedisTagClock, TieredCacheStore } from "@manga-assist/caching"
import {
  BedrockChat,
  BedrockEmbeddings,
  BedrockTransport,
  DynamoDocuments,
  OpenSearchConnection,
  RedisConnection,
  RedisSubscriber,
} from "@manga-assist/connections"
import { Layer } from "effect"

/** Without `REDIS_URL` answers are kept in this process only, and it alone hears of their changes. */
export const layerConnections = Layer.mergeAll(
  BedrockChat.layer,
  BedrockEmbeddings.layer,
  DynamoDocuments.layer,
  OpenSearchConnection.layer,
  RedisTagClock.layer(),
  TieredCacheStore.layerNotified(),
).pipe(
  Layer.provideMerge(
    Layer.mergeAll(
      BedrockTransport.layer,
      RedisConnection.layerOptional,
      RedisSubscriber.layerOptional,
    ),
  ),
)
