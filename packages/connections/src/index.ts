/**
 * Pooled, warmed and measured connections to Bedrock, OpenSearch, DynamoDB and Redis.
 *
 * This entry is written with Effect. `http2.ts` has the pool without it, `redis.ts` Redis without the AWS clients.
 */
import "@manga-assist/options/node"
export { AwsCredentials, sharedCredentials } from "./aws/SdkCredentials.ts"
export { BedrockChat } from "./bedrock/BedrockChat.ts"
export { type ConverseListener, type ConverseRequest } from "./bedrock/ConverseRequest.ts"
export { BedrockEmbeddings, type EmbeddingOptions } from "./bedrock/BedrockEmbeddings.ts"
export { BedrockError, type BedrockReason } from "./bedrock/BedrockError.ts"
export { BedrockTransport } from "./bedrock/BedrockTransport.ts"
export { ConnectionError, type ConnectionReason } from "./requests/ConnectionError.ts"
export { type ConverseBlockEvent } from "./bedrock/ConverseBlocks.ts"
export { type ConverseOutcome, type ConverseUsage } from "./bedrock/ConverseReader.ts"
export { type ConverseEvent, converseStream } from "./bedrock/ConverseStream.ts"
export { withDeadline } from "./requests/Deadline.ts"
export { DnsCache, type DnsCacheOptions, type DnsStats } from "./dns/DnsCache.ts"
export { type DocumentClient } from "./dynamodb/DocumentClient.ts"
export { DynamoDocuments } from "./dynamodb/DynamoDocuments.ts"
export { monotonicMs, monotonicNow } from "./requests/MonotonicMs.ts"
export {
  OpenSearchConnection,
  type SearchBody,
  type SearchHit,
} from "./opensearch/OpenSearchConnection.ts"
export { type PoolEvent } from "./pool/PoolEvent.ts"
export { type PooledHttp2Handler, pooledHttp2Handler } from "./http/PooledHttp2Handler.ts"
export { type PooledHttp2HandlerOptions } from "./pool/PoolOptions.ts"
export { type PoolStats } from "./pool/PoolStats.ts"
export { RedisConnection } from "./redis/RedisConnection.ts"
export { type ChannelListener, RedisSubscriber } from "./redis/RedisSubscriber.ts"
export { watchServices, type WatchOptions } from "./warmup/ServiceWatch.ts"
export { repeatForever } from "./redis/RepeatForever.ts"
export { TransportError, type TransportReason } from "./pool/TransportError.ts"
export { type WarmedOrigin } from "./pool/WarmOrigin.ts"
export { warmUp, type WarmUpReport, type WarmUpResult, type WarmUpTarget } from "./warmup/WarmUp.ts"
export { WarmUpTargets } from "./warmup/WarmUpTargets.ts"
