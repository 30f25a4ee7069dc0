/**
 * `pnpm real-servers NAME …`: starts the named servers that tests use in place of emulated ones (`redis`, `redis-cluster`,
 * `moto`, `opensearch`, `kinesis` and others; `--help` lists them) and prints their addresses, one JSON object a line, then
 * `{"ready":true}`. They run until SIGINT or SIGTERM.
 */
import { runMain } from "@manga-assist/process"
import { commandLine, optionsOf, WrongUse } from "@manga-assist/process/arguments"
import { Effect, type Scope } from "effect"
import { elasticMqServer } from "./ElasticMq.ts"
import { kinesisServer } from "./KinesisLocal.ts"
import { motoServer } from "./Moto.ts"
import { openSearchServer } from "./OpenSearch.ts"
import { type RealServerError } from "./RealServerError.ts"
import { redisCluster } from "./RedisCluster.ts"
import { redisReplica } from "./RedisReplica.ts"
import { redisServer } from "./RedisServer.ts"

type Endpoints = Readonly<Record<string, string | number>>

type Start = Effect.Effect<ReadonlyArray<Endpoints>, RealServerError, Scope.Scope>

const servers: Readonly<Record<string, Start>> = {
  redis: Effect.map(redisServer(), ({ url }) => [{ server: "redis", url }]),
  "redis-tls": Effect.map(redisServer({ tls: true }), ({ url }) => [{ server: "redis-tls", url }]),
  "redis-replica": Effect.map(redisReplica, ({ primary, replica }) => [
    { server: "redis-primary", url: primary.url },
    { server: "redis-replica", url: replica.url },
  ]),
  "redis-cluster": Effect.map(redisCluster(), ({ url, primaries }) => [
    { server: "redis-cluster", url },
    ...primaries.map((node) => ({ server: "redis-cluster-node", url: node.url })),
  ]),
  moto: Effect.map(motoServer, ({ url }) => [{ server: "moto", url }]),
  elasticmq: Effect.map(elasticMqServer, ({ url }) => [{ server: "elasticmq", url }]),
  opensearch: Effect.map(openSearchServer, ({ url }) => [{ server: "opensearch", url }]),
  kinesis: Effect.map(kinesisServer, ({ url, plainUrl }) => [{ server: "kinesis", url, plainUrl }]),
}

const names = commandLine(
  {
    usage: `pnpm real-servers NAME …   until Ctrl-C; NAME: ${Object.keys(servers).join(", ")}`,
    wrongUse: 1,
  },
  (args) => {
    const { words } = optionsOf(args, {}, { words: Infinity })
    const unknown = words.find((word) => !Object.hasOwn(servers, word))
    if (words.length > 0 && unknown === undefined) return words
    throw new WrongUse(unknown === undefined ? "no server named" : `no server ${unknown}`, true)
  },
)

const program = Effect.gen(function* () {
  for (const name of names ?? []) {
    for (const endpoints of yield* servers[name] ?? Effect.succeed([])) {
      console.log(JSON.stringify(endpoints))
    }
  }
  console.log(JSON.stringify({ ready: true }))
  return yield* Effect.never
})

if (names !== undefined) runMain(Effect.scoped(program), 10_000)
