/** Effect layers of the two Redis connections (commands and subscriptions), as the store's processes build them. */
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { ConfigProvider, Layer } from "effect"

export const redisLayers = (url: string) =>
  Layer.mergeAll(RedisConnection.layer, RedisSubscriber.layerOptional).pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
  )
