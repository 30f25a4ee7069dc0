/** The functions of the prefetch package, with valid options. */
import * as prefetch from "../../prefetch/src/promise.ts"
import type { All, PublicEntry } from "./publicEntry.ts"
import { nothing, orMore } from "./validOptions.ts"

export const prefetchFunctions: PublicEntry = {
  names: prefetch,
  functions: {
    makePrefetch: {
      call: (options: never) => prefetch.makePrefetch({}, options),
      valid: {
        maxSessions: 10,
        maxConcurrentLoads: 10,
        maxBytes: 1_000,
        idleRefreshMs: 0,
        refreshAfterMs: 1_000,
        graceMs: 1_000,
        onError: nothing,
      } satisfies All<prefetch.PrefetchOptions>,
      allowed: { refreshAfterMs: orMore },
    },
    "makePrefetch, its sources": {
      call: (sources: never) => prefetch.makePrefetch(sources),
      needed: ["profile.load", "profile.deadlineMs", "profile.freshForMs"],
      at: "sources",
      valid: {
        profile: {
          load: nothing,
          deadlineMs: 100,
          freshForMs: 1_000,
          shared: true,
          bytesOf: () => 1,
        },
      },
      allowed: { "profile.freshForMs": orMore },
      any: [""],
    },
    ...Object.fromEntries(
      (["start", "take", "takeNow", "leave"] as const).map((name) => [
        `makePrefetch, the key of ${name}`,
        {
          call: (key: never) => prefetch.makePrefetch({})[name](key, 0),
          needed: ["session"],
          at: "key",
          valid: { session: "s", user: "Ana" } satisfies All<prefetch.PrefetchKey>,
        },
      ]),
    ),
    "makePrefetch, the wait of take": {
      call: (waitMs: never) => prefetch.makePrefetch({}).take({ session: "s" }, waitMs),
      at: "waitMs",
      valid: 0,
      allowed: { "": ["negative", "infinite"] },
    },
    makeTypeAhead: {
      call: prefetch.makeTypeAhead,
      valid: {
        minGapMs: 150,
        quietMs: 280,
        maxAgeMs: 10_000,
        maxShare: 0.75,
        burst: 50,
        maxSessions: 10,
      } satisfies All<prefetch.TypeAheadOptions>,
    },
    ...Object.fromEntries(
      (["draft", "take", "look", "leave"] as const).map((name) => [
        `makeTypeAhead, the session of ${name}`,
        {
          call: (session: never) => prefetch.makeTypeAhead()[name](session, "a", nothing),
          at: "session",
          valid: "s",
        },
      ]),
    ),
  },
  without: [],
}
