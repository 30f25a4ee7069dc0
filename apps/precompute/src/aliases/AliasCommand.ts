/**
 * `precompute aliases`: lists, removes and clears aliases. An alias maps one wording to the cached answer of another
 * question, after a judge has approved the pair. Runs beside the worker and needs only Redis.
 */
import { layerAliases } from "@manga-assist/assistant"
import { AliasBook, aliasId } from "@manga-assist/caching"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import { print } from "../report/Print.ts"
import { aliasLine, aliasSummary, summaryText } from "./AliasSummary.ts"
import { LearningRecord } from "./LearningRecord.ts"

const services = Layer.merge(layerAliases, LearningRecord.layer).pipe(
  Layer.provide(Layer.merge(RedisConnection.layer, RedisSubscriber.layerOptional)),
)

/** Fails where Redis is not configured or does not answer. */
export const aliasCommand = Effect.fnUntraced(function* ({
  clear,
  json,
  remove,
}: {
  readonly json: boolean
  /** By their names; empty: none. */
  readonly remove: ReadonlyArray<string>
  readonly clear: boolean
}) {
  const context = yield* Layer.build(services)
  const book = Context.get(context, AliasBook)
  if (clear || remove.length > 0) {
    yield* book.remove(clear ? "everything" : remove)
    return yield* print(JSON.stringify({ removed: clear ? "everything" : remove }))
  }
  const state = yield* book.state
  if (json) {
    for (const alias of state.aliases) {
      yield* print(JSON.stringify({ id: aliasId(alias), ...alias }))
    }
    return
  }
  const learning = yield* Context.get(context, LearningRecord).counts
  const lines = state.aliases.map(aliasLine)
  yield* print([...lines, "", summaryText(aliasSummary(state, learning))].join("\n"))
})
