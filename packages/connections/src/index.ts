export { AwsCredentials, sharedCredentials } from "./AwsCredentials.ts"
export { BedrockChat, type ConverseListener, type ConverseRequest } from "./BedrockChat.ts"
export { BedrockEmbeddings, type EmbeddingOptions } from "./BedrockEmbeddings.ts"
export { BedrockError, type BedrockReason } from "./BedrockError.ts"
export { BedrockTransport } from "./BedrockTransport.ts"
export { ConnectionError, type ConnectionReason } from "./ConnectionError.ts"
export { type ConverseOutcome, type ConverseUsage } from "./ConverseReader.ts"
export { type ConverseEvent, converseStream } from "./ConverseStream.ts"
export { DnsCache, type DnsCacheOptions, type DnsStats } from "./DnsCache.ts"
export { DynamoDocuments } from "./DynamoDocuments.ts"
export {
  OpenSearchConnection,
  type OpenSearchOptions,
  type SearchHit,
} from "./OpenSearchConnection.ts"
export { type PoolEvent } from "./PoolEvent.ts"
export { type PooledHttp2Handler, pooledHttp2Handler } from "./PooledHttp2Handler.ts"
export { type PooledHttp2HandlerOptions } from "./PoolOptions.ts"
export { type PoolStats } from "./PoolStats.ts"
export { RedisConnection } from "./RedisConnection.ts"
export { TransportError, type TransportReason } from "./TransportError.ts"
export { type WarmedOrigin } from "./WarmOrigin.ts"
export { warmUp, type WarmUpReport, type WarmUpResult, type WarmUpTarget } from "./WarmUp.ts"
export { WarmUpTargets } from "./WarmUpTargets.ts"
