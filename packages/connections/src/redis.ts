/**
 * The connections to Redis and what they are made with: Effect and `ioredis`, and no AWS client.
 */
export { AwsCredentials, sharedCredentials } from "./AwsCredentials.ts"
export { ConnectionError, type ConnectionReason } from "./ConnectionError.ts"
export { withDeadline } from "./Deadline.ts"
export { RedisConnection } from "./RedisConnection.ts"
export { channelIn } from "./RedisChannel.ts"
export { type ChannelListener, RedisSubscriber } from "./RedisSubscriber.ts"
export { tireless } from "./Tireless.ts"
