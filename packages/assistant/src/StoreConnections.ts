/**
 * The connections of the store's apps: one scoped client for each service, one pool to the model.
 */
import { TieredCacheStore } from "@manga-assist/caching"
import {
  BedrockChat,
  BedrockEmbeddings,
  BedrockTransport,
  DynamoDocuments,
  OpenSearchConnection,
  RedisConnection,
} from "@manga-assist/connections"
import { Layer } from "effect"

/** Without `REDIS_URL` answers are kept in this process only. */
export const layerConnections = Layer.mergeAll(
  BedrockChat.layer,
  BedrockEmbeddings.layer,
  DynamoDocuments.layer,
  OpenSearchConnection.layer,
  TieredCacheStore.layer(),
).pipe(Layer.provideMerge(Layer.mergeAll(BedrockTransport.layer, RedisConnection.layerOptional)))
