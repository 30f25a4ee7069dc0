/**
 * Runs a Redis Cluster on loopback, formed without redis-cli: three primaries with a third of the slots each, and on
 * request one replica for each. TLS is optional.
 */
import { Effect, type Scope } from "effect"
import { freePorts } from "./FreePorts.ts"
import { RealServerError } from "./RealServerError.ts"
import { often, untilInfo, untilLinked } from "./RedisReplica.ts"
import { redisServer, type RedisServer } from "./RedisServer.ts"

export interface RedisCluster {
  /** Of the first node, in the scheme that names a cluster. */
  readonly url: string
  readonly primaries: ReadonlyArray<RedisServer>
  /** `replicas[i]` follows `primaries[i]`; empty without replicas. */
  readonly replicas: ReadonlyArray<RedisServer>
  /** The primary that holds the key's slot; replicas that were promoted are not looked at. */
  readonly primaryOf: (key: string) => Effect.Effect<RedisServer, RealServerError>
}

const shares = [
  ["0", "5460"],
  ["5461", "10922"],
  ["10923", "16383"],
] as const

/** Nodes tell clients a host name, as ElastiCache does: certificates are made out to names. */
const tlsSettings = {
  "tls-cluster": "yes",
  "tls-replication": "yes",
  "cluster-announce-hostname": "localhost",
  "cluster-preferred-endpoint-type": "hostname",
}

const nodeSettings = (bus: number, tls: boolean) => ({
  "cluster-enabled": "yes",
  "cluster-config-file": "nodes.conf",
  "cluster-node-timeout": "1000",
  "cluster-port": `${bus}`,
  "cluster-announce-ip": "127.0.0.1",
  // A node that is away takes only its own slots with it.
  "cluster-require-full-coverage": "no",
  ...(tls ? tlsSettings : {}),
})

export const redisCluster = Effect.fnUntraced(function* (
  options: { readonly replicas?: boolean; readonly tls?: boolean } = {},
): Effect.fn.Return<RedisCluster, RealServerError, Scope.Scope> {
  const buses = yield* freePorts(options.replicas === true ? 6 : 3)
  const tls = options.tls === true
  const nodes = yield* Effect.forEach(buses, (bus) =>
    redisServer({ tls, settings: nodeSettings(bus, tls) }),
  )
  const [first] = nodes
  if (first === undefined) {
    const detail = "no node"
    return yield* new RealServerError({ server: "redis-cluster", reason: "did-not-start", detail })
  }
  const primaries = nodes.slice(0, 3)
  const replicas = nodes.slice(3)
  yield* Effect.forEach(primaries, (node, index) =>
    node.command("CLUSTER", "ADDSLOTSRANGE", ...(shares[index] ?? [])),
  )
  yield* Effect.forEach(nodes, (node, index) =>
    node.command("CLUSTER", "SET-CONFIG-EPOCH", `${index + 1}`),
  )
  yield* Effect.forEach(nodes, (node, index) =>
    first.command("CLUSTER", "MEET", "127.0.0.1", `${node.port}`, `${buses[index] ?? 0}`),
  )
  const eachNode = (check: (node: RedisServer) => Effect.Effect<unknown, RealServerError>) =>
    Effect.forEach(nodes, check, { concurrency: "unbounded", discard: true })
  yield* eachNode((node) =>
    untilInfo(node, ["CLUSTER", "INFO"], `cluster_known_nodes:${nodes.length}`),
  )
  yield* Effect.forEach(replicas, (replica, index) =>
    Effect.gen(function* () {
      const id = yield* (primaries[index] ?? first).command("CLUSTER", "MYID")
      yield* Effect.retry(replica.command("CLUSTER", "REPLICATE", String(id)), often)
      yield* untilLinked(replica)
    }),
  )
  yield* eachNode((node) => untilInfo(node, ["CLUSTER", "INFO"], "cluster_state:ok"))
  return {
    url: tls
      ? `rediss+cluster://localhost:${first.port}`
      : `redis+cluster://127.0.0.1:${first.port}`,
    primaries,
    replicas,
    primaryOf: (key) =>
      Effect.map(first.command("CLUSTER", "KEYSLOT", key), (slot) => {
        const index = shares.findIndex(([, to]) => Number(slot) <= Number(to))
        return primaries[index] ?? first
      }),
  }
})
