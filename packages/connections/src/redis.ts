/**
 * Entry point `@manga-assist/connections/redis`: connections to Redis alone, for which Effect and `ioredis` suffice.
 * `AwsCredentials` are used only for sign-in by IAM, as ElastiCache offers it, and must then be given:
 * `Layer.succeed(AwsCredentials, sharedCredentials(fromNodeProviderChain()))`. Nothing of the AWS SDK is imported.
 */
import "@manga-assist/options/node"
export { AwsCredentials, sharedCredentials } from "./aws/AwsCredentials.ts"
export { ConnectionError, type ConnectionReason } from "./requests/ConnectionError.ts"
export { withDeadline } from "./requests/Deadline.ts"
export { monotonicMs, monotonicNow } from "./requests/MonotonicMs.ts"
export { RedisConnection } from "./redis/RedisConnection.ts"
export { channelIn } from "./redis/RedisChannel.ts"
export { redisUrl } from "./redis/RedisUrl.ts"
export { type ChannelListener, RedisSubscriber } from "./redis/RedisSubscriber.ts"
export { repeatForever } from "./redis/RepeatForever.ts"
