/**
 * `precompute wordings`: lists, removes and clears learned wordings. Runs beside the worker and needs only Redis.
 */
import { layerWordings } from "@manga-assist/assistant"
import { WordingBook, wordingId } from "@manga-assist/caching"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import { print } from "../report/Print.ts"
import { summaryText, wordingLine } from "./WordingSummary.ts"

const services = Layer.provide(
  layerWordings,
  Layer.merge(RedisConnection.layer, RedisSubscriber.layerOptional),
)

/** Fails where Redis is not configured or does not answer. */
export const wordingCommand = Effect.fnUntraced(function* ({
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
  const book = Context.get(context, WordingBook)
  if (clear || remove.length > 0) {
    yield* book.remove(clear ? "everything" : remove)
    return yield* print(JSON.stringify({ removed: clear ? "everything" : remove }))
  }
  const state = yield* book.state
  if (json) {
    for (const wording of state.wordings) {
      yield* print(JSON.stringify({ id: wordingId(wording), ...wording }))
    }
    return
  }
  yield* print([...state.wordings.map(wordingLine), "", summaryText(state)].join("\n"))
})
