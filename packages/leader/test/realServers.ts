/** One Redis, and one Cluster of three nodes, as long as the scope lasts. */
import { redisCluster, redisServer, type RedisServer } from "@manga-assist/real-servers"
import { Effect } from "effect"

const over = (url: string, nodes: ReadonlyArray<RedisServer>) => ({ url, nodes })

export const realServers = [
  ["one server", Effect.map(redisServer(), (server) => over(server.url, [server]))],
  ["a Cluster", Effect.map(redisCluster(), ({ primaries, url }) => over(url, primaries))],
] as const
