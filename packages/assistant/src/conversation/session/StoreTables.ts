/**
 * Names of the store's DynamoDB tables: a prefix from the environment, then the fixed part. A table that only customers
 * fill may have another name, because a backup is restored under a new one.
 */
import { identifier } from "@manga-assist/process"
import { type Config, Context, Effect, Layer } from "effect"

export class StoreTables extends Context.Service<
  StoreTables,
  {
    readonly products: string
    readonly users: string
    readonly orders: string
    readonly sessions: string
    readonly feedback: string
  }
>()("@manga-assist/assistant/StoreTables") {
  /**
   * `DYNAMODB_TABLE_PREFIX`, `MangaAssist-` unless set; `DYNAMODB_TABLE_SESSIONS` and `DYNAMODB_TABLE_FEEDBACK` name
   * their table in full.
   */
  static readonly layer: Layer.Layer<StoreTables, Config.ConfigError> = Layer.effect(
    StoreTables,
    Effect.gen(function* () {
      const prefix = yield* identifier("DYNAMODB_TABLE_PREFIX", "MangaAssist-")
      return StoreTables.of({
        products: `${prefix}Products`,
        users: `${prefix}Users`,
        orders: `${prefix}Orders`,
        sessions: yield* identifier("DYNAMODB_TABLE_SESSIONS", `${prefix}Sessions`),
        feedback: yield* identifier("DYNAMODB_TABLE_FEEDBACK", `${prefix}Feedback`),
      })
    }),
  )
}
