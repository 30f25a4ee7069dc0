/**
 * Ready-made warm-up targets, one real and cheap call per service. None buys a token.
 */
import { GetCommand } from "@aws-sdk/lib-dynamodb"
import { Effect } from "effect"
import { BedrockTransport } from "./BedrockTransport.ts"
import { ConnectionError } from "./ConnectionError.ts"
import { DynamoDocuments } from "./DynamoDocuments.ts"
import { OpenSearchConnection } from "./OpenSearchConnection.ts"
import { RedisConnection } from "./RedisConnection.ts"
import { type WarmUpTarget } from "./WarmUp.ts"

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

  /** HEAD of the index, then a search that returns one hit; a missing index is a failure. */
  opensearch: ({
    critical,
    deadlineMs = 5_000,
  }: TargetOptions & { readonly deadlineMs?: number }) =>
    Effect.map(OpenSearchConnection, ({ index, indexExists, search }): WarmUpTarget => {
      const missing = new ConnectionError({
        service: "opensearch",
        operation: "indexExists",
        reason: "rejected",
        detail: `the index ${index} does not exist`,
      })
      return {
        name: "opensearch",
        critical,
        call: Effect.gen(function* () {
          if (!(yield* indexExists(deadlineMs))) return yield* missing
          yield* search({ size: 1, _source: false, query: { match_all: {} } }, deadlineMs)
        }),
      }
    }),

  /** GetItem of a key that no item has; a missing table is a failure. */
  dynamodb: ({
    critical,
    table,
    key,
    deadlineMs = 5_000,
  }: TargetOptions & {
    readonly table: string
    readonly key: Record<string, string | number>
    readonly deadlineMs?: number
  }) =>
    Effect.map(DynamoDocuments, ({ run }): WarmUpTarget => ({
      name: "dynamodb",
      critical,
      call: run("GetItem", deadlineMs, (client, abortSignal) =>
        client.send(new GetCommand({ TableName: table, Key: key }), { abortSignal }),
      ),
    })),

  /** PING; where Redis is not configured the target is ok. */
  redis: ({ critical, deadlineMs = 1_000 }: TargetOptions & { readonly deadlineMs?: number }) =>
    Effect.map(RedisConnection, ({ configured, run }): WarmUpTarget => ({
      name: "redis",
      critical,
      call: configured ? run("PING", deadlineMs, (redis) => redis.ping()) : Effect.void,
    })),
}
