/** Connections to Redis without AWS clients: needs only Effect and `ioredis`. */
export { AwsCredentials, sharedCredentials } from "./aws/AwsCredentials.ts"
export { ConnectionError, type ConnectionReason } from "./requests/ConnectionError.ts"
export { withDeadline } from "./requests/Deadline.ts"
export { RedisConnection } from "./redis/RedisConnection.ts"
export { channelIn } from "./redis/RedisChannel.ts"
export { type ChannelListener, RedisSubscriber } from "./redis/RedisSubscriber.ts"
export { repeatForever } from "./redis/RepeatForever.ts"
