/** The live prefetch over a session store and a Redis that do what a script says. */
import { ConnectionError } from "@manga-assist/connections"
import { Effect, Layer } from "effect"
import { ContextCache } from "../src/context/ContextCache.ts"
import type { PastTurn } from "../src/conversation/Conversation.ts"
import { layerPrefetched } from "../src/context/CustomerContext.ts"
import { SessionStore } from "../src/conversation/session/SessionStore.ts"

export interface PrefetchScript {
  readonly sessions?: "ok" | "down" | "never"
  readonly redis?: "ok" | "never"
  /** What the table holds, by session. */
  readonly turns?: ReadonlyMap<string, ReadonlyArray<PastTurn & { readonly owner: string }>>
}

export const prefetchedStore = (script: PrefetchScript = {}) => {
  const kept = new Map<string, ReadonlyArray<string>>()
  const seen = { kept, sessionReads: 0, redisReads: 0 }
  const layer = layerPrefetched.pipe(
    Layer.provide(
      Layer.mergeAll(
        Layer.succeed(
          ContextCache,
          ContextCache.of({
            read: (key) =>
              Effect.suspend(() => {
                seen.redisReads += 1
                return script.redis === "never"
                  ? Effect.as(Effect.sleep(60), undefined)
                  : Effect.sync(() => kept.get(key))
              }),
            replace: (key, texts) => {
              kept.set(key, texts)
            },
            append: (key, text, most) => {
              const before = kept.get(key)
              if (before !== undefined) kept.set(key, [...before, text].slice(-most))
            },
            counters: () => ({ roundTrips: 0, hits: 0, misses: 0, failures: 0 }),
          }),
        ),
        Layer.succeed(
          SessionStore,
          SessionStore.of({
            load: (session, user) =>
              Effect.suspend(() => {
                seen.sessionReads += 1
                if (script.sessions === "never") return Effect.never
                if (script.sessions === "down") {
                  return Effect.fail(
                    new ConnectionError({
                      service: "dynamodb",
                      operation: "Query",
                      reason: "refused",
                      detail: "",
                    }),
                  )
                }
                const turns = script.turns?.get(session) ?? []
                return Effect.succeed({
                  turns: turns.filter(({ owner }) => owner === (user ?? "")),
                })
              }),
            find: () => Effect.succeed(undefined),
            append: () => Effect.succeed([]),
            summarize: () => Effect.void,
            claim: () => Effect.succeed(true),
          }),
        ),
      ),
    ),
  )
  return { seen, layer }
}
