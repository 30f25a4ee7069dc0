/**
 * The layer of connections that the chat server and the precompute worker share: one scoped client each for DynamoDB,
 * OpenSearch and Redis, one connection pool to Bedrock, and the store of cached answers with its invalidations.
 */
import { RedisTagVersions, TieredCacheStore } from "@manga-assist/caching"
import {
  BedrockChat,
  BedrockEmbeddings,
  BedrockTransport,
  DynamoDocuments,
  OpenSearchConnection,
  RedisConnection,
  RedisSubscriber,
} from "@manga-assist/connections"
import { wholeNumber } from "@manga-assist/process"
import { Effect, Layer } from "effect"

/**
 * `CACHE_MEMORY_MS`, 0 to 3,600,000, 60,000 unless set: how long a copy in memory answers before Redis is asked
 * again. Instances tell each other of every change, and trust no copy while they cannot hear: it bounds what a
 * copy may outlive that Redis forgot by itself.
 */
const layerAnswers = Layer.unwrap(
  Effect.map(
    wholeNumber("CACHE_MEMORY_MS", { min: 0, max: 3_600_000, byDefault: 60_000 }),
    (memoryMs) => TieredCacheStore.layerNotified({ memoryMs }),
  ),
)

/** Without `REDIS_URL` answers are kept in this process only, and it alone hears of their changes. */
export const layerConnections = Layer.mergeAll(
  BedrockChat.layer,
  BedrockEmbeddings.layer,
  DynamoDocuments.layer,
  OpenSearchConnection.layer,
  RedisTagVersions.layer(),
  layerAnswers,
).pipe(
  Layer.provideMerge(
    Layer.mergeAll(
      BedrockTransport.layer,
      RedisConnection.layerOptional,
      RedisSubscriber.layerOptional,
    ),
  ),
)
