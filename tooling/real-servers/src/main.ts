/**
 * `pnpm real-servers NAME …`: starts the named servers that tests use in place of emulated ones (`redis`, `redis-cluster`,
 * `moto`, `elasticmq`, `kinesis` and others; `--help` lists them) and prints their addresses, one JSON object a line, then
 * `{"ready":true}`. They run until SIGINT or SIGTERM.
 */
import { runMain } from "@manga-assist/process"
import { Data, Effect, type Scope } from "effect"
import { elasticMqServer } from "./ElasticMq.ts"
import { kinesisServer } from "./KinesisLocal.ts"
import { motoServer } from "./Moto.ts"
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
  kinesis: Effect.map(kinesisServer, ({ url, plainUrl }) => [{ server: "kinesis", url, plainUrl }]),
}

class Usage extends Data.TaggedError("Usage")<{ readonly word: string }> {
  override get message(): string {
    const known = Object.keys(servers).join("|")
    return `${this.word === "" ? "no server named" : `no server ${this.word}`}; name one or more of ${known}`
  }
}

const program = Effect.gen(function* () {
  const words = process.argv.slice(2)
  if (words.includes("--help") || words.includes("-h")) {
    console.log(`pnpm real-servers NAME …   until Ctrl-C; NAME: ${Object.keys(servers).join(", ")}`)
    return undefined
  }
  if (words.length === 0) return yield* new Usage({ word: "" })
  const unknown = words.find((word) => !Object.hasOwn(servers, word))
  if (unknown !== undefined) return yield* new Usage({ word: unknown })
  for (const word of words) {
    for (const endpoints of yield* servers[word] ?? Effect.succeed([])) {
      console.log(JSON.stringify(endpoints))
    }
  }
  console.log(JSON.stringify({ ready: true }))
  return yield* Effect.never
})

runMain(Effect.scoped(program), 10_000)
