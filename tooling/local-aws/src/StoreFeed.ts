/**
 * Connects the emulated product table to the store's change feed: each change invalidates cached answers on all
 * servers before the writer gets its response.
 *
 * On AWS this needs a consumer that reads the table's stream, which this project does not deploy; without one, servers
 * compare each hit with the table before they serve it.
 */
import { layerStoreFeed, touchedByRecords } from "@manga-assist/assistant/changes"
import { ChangeFeed, RedisTagVersions } from "@manga-assist/caching"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { ConfigProvider, Context, Effect, Exit, Layer, Scope } from "effect"
import { type ChangeRecord } from "./dynamodb/TableChanges.ts"

export interface StoreFeed {
  /** Resolves when no server answers any longer by what was, 3 s at most where Redis is away; never rejects. */
  readonly changed: (records: ReadonlyArray<ChangeRecord>) => Promise<void>
  readonly close: () => Promise<void>
}

/** Rejects when the `REDIS_` names of the environment are wrong. */
export const startStoreFeed = (
  environment: Readonly<Record<string, string>>,
): Promise<StoreFeed> => {
  const layer = layerStoreFeed.pipe(
    Layer.provide(RedisTagVersions.layer()),
    Layer.provide([RedisConnection.layerOptional, RedisSubscriber.layerOptional]),
    Layer.provide(
      ConfigProvider.layer(ConfigProvider.fromUnknown({ ...process.env, ...environment })),
    ),
  )
  return Effect.runPromise(
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const feed = Context.get(yield* Layer.buildWithScope(layer, scope), ChangeFeed)
      return {
        changed: (records) => Effect.runPromise(feed.changed(touchedByRecords(records))),
        close: () => Effect.runPromise(Scope.close(scope, Exit.void)),
      }
    }),
  )
}
