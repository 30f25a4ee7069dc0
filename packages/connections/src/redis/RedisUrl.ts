/** The rule for an option that holds the address of a Redis, as `REDIS_URL` does. */
import { anyText, type Rule } from "@manga-assist/options"
import { ConfigProvider, Effect } from "effect"
import { optionalRedisSettings } from "./RedisSettings.ts"

export const redisUrl: Rule = (value) => {
  const broken = anyText(value)
  if (broken !== undefined) return broken
  return Effect.runSync(
    optionalRedisSettings.pipe(
      Effect.as(undefined),
      Effect.catch(({ cause }) =>
        Effect.succeed({ field: "", rule: cause.message.replace(/^REDIS_URL /, "") }),
      ),
      Effect.provideService(
        ConfigProvider.ConfigProvider,
        ConfigProvider.fromUnknown({ REDIS_URL: value }),
      ),
    ),
  )
}
