/**
 * Ready-made warm-up targets: one real and cheap call for each service; none buys tokens.
 *
 * The same call later checks whether the service is available (`watchServices`).
 */
import { GetCommand } from "@aws-sdk/lib-dynamodb"
import { Effect } from "effect"
import { BedrockTransport } from "../bedrock/BedrockTransport.ts"
import { DynamoDocuments } from "../dynamodb/DynamoDocuments.ts"
import { OpenSearchConnection } from "../opensearch/OpenSearchConnection.ts"
import { nodesOf } from "../redis/RedisClient.ts"
import { RedisConnection } from "../redis/RedisConnection.ts"
import { mostSockets } from "../requests/HttpTransport.ts"
import type { WarmUpTarget } from "./WarmUp.ts"

export interface TargetOptions {
  readonly critical: boolean
}

export const WarmUpTargets = {
  /** Opens `sessions` HTTP/2 sessions, PINGs them, and keeps that many. */
  bedrock: ({ critical, sessions }: TargetOptions & { readonly sessions?: number }) =>
    Effect.map(BedrockTransport, ({ warm }): WarmUpTarget => ({
      name: "bedrock",
      critical,
      call: warm(sessions),
    })),

  /**
   * A search for one hit: by `vector` when the index has such a field, which fails when its dimensions are other
   * ones. A missing index is a failure.
   */
  opensearch: ({
    critical,
    vector,
    connections = mostSockets,
    deadlineMs = 5_000,
  }: TargetOptions & {
    readonly vector?: { readonly field: string; readonly dimensions: number }
    /** Opened at once; by default, and at most, the 32 that the transport opens. */
    readonly connections?: number
    readonly deadlineMs?: number
  }) =>
    Effect.map(OpenSearchConnection, ({ search }): WarmUpTarget => ({
      name: "opensearch",
      critical,
      floor: Math.min(connections, mostSockets),
      call: search(
        { size: 1, _source: false, track_total_hits: false, query: queryOf(vector) },
        deadlineMs,
      ),
    })),

  /** GetItem of a key that no item has; a missing table is a failure. */
  dynamodb: ({
    critical,
    table,
    key,
    connections = mostSockets,
    deadlineMs = 5_000,
  }: TargetOptions & {
    readonly table: string
    readonly key: Record<string, string | number>
    /** As for OpenSearch. */
    readonly connections?: number
    readonly deadlineMs?: number
  }) =>
    Effect.map(DynamoDocuments, ({ run }): WarmUpTarget => ({
      name: "dynamodb",
      critical,
      floor: Math.min(connections, mostSockets),
      call: run("GetItem", deadlineMs, (client, abortSignal) =>
        client.send(new GetCommand({ TableName: table, Key: key }), { abortSignal }),
      ),
    })),

  /** PING, of a Cluster to every primary; where Redis is not configured the target is ok. */
  redis: ({ critical, deadlineMs = 1_000 }: TargetOptions & { readonly deadlineMs?: number }) =>
    Effect.map(RedisConnection, ({ configured, run }): WarmUpTarget => ({
      name: "redis",
      critical,
      call: configured
        ? run("PING", deadlineMs, (redis) =>
            Promise.all(nodesOf(redis, "master").map((node) => node.ping())),
          )
        : Effect.void,
    })),
}

/** Of length one: cosine knows no zero vector. */
const queryOf = (vector: { readonly field: string; readonly dimensions: number } | undefined) =>
  vector === undefined
    ? { match_all: {} }
    : {
        knn: {
          [vector.field]: {
            vector: Array.from({ length: vector.dimensions }, (_, index) => (index === 0 ? 1 : 0)),
            k: 1,
          },
        },
      }
