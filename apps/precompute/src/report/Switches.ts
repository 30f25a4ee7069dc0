/**
 * `precompute switches`: lists the forms and learned wordings under which the cache answers no other words than an
 * answer's own, since too many such answers were wrong, and puts them on again. Needs only Redis.
 */
import { makeHitSwitches, namelessShop } from "@manga-assist/assistant"
import { RedisConnection } from "@manga-assist/connections"
import { Effect, Layer } from "effect"
import { PrecomputeError } from "../PrecomputeError.ts"
import { print } from "./Print.ts"

/** Fails where Redis is not configured or does not answer. `on`: names of those to put on again. */
export const switchCommand = Effect.fnUntraced(
  function* ({ json, on }: { readonly json: boolean; readonly on: ReadonlyArray<string> }) {
    const { off, switchOn } = yield* makeHitSwitches()
    const found = yield* off
    const unknown = on.find((name) => !found.has(name))
    if (unknown !== undefined) {
      const detail = `"${unknown}" is not off`
      return yield* new PrecomputeError({ reason: "store", detail, cause: undefined })
    }
    yield* Effect.forEach(on, switchOn)
    const left = [...found].filter(([name]) => !on.includes(name))
    if (json) {
      return yield* print(JSON.stringify(left.map(([name, reason]) => ({ name, reason }))))
    }
    const lines = left.map(([name, reason]) => `${name}: ${reason}`)
    yield* print(lines.length === 0 ? "nothing is off" : lines.join("\n"))
  },
  Effect.scoped,
  // The shop is made before anything connects: that takes a second, in which nothing else of the process goes on.
  Effect.provide(Layer.provideMerge(RedisConnection.layer, namelessShop)),
)
