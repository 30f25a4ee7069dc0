import { Effect, Layer } from "effect"
import { RedisCacheStore, RedisTagVersions } from "../src/index.ts"
import { storesOf } from "../src/Stores.ts"
import { instanceOf, redisCluster, redisServer } from "./realRedis.ts"
import { staleReadersSuite, staleReadsSuite } from "./staleReadersSuite.ts"

const server = Effect.map(redisServer(), ({ url }) => url)
const alone = Layer.merge(RedisCacheStore.layer(), RedisTagVersions.layer())
const aloneAt = (url: string) => Effect.map(instanceOf(url, alone), Layer.succeedContext)

staleReadsSuite(
  "memory over real Redis",
  Effect.map(server, (redisUrl) => storesOf({ redisUrl })),
)
staleReadsSuite("real Redis", Effect.flatMap(server, aloneAt))
staleReadsSuite(
  "real Cluster",
  Effect.flatMap(redisCluster(), ({ url }) => aloneAt(url)),
)
staleReadersSuite("real Redis", server)
