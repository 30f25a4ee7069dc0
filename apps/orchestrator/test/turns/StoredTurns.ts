/** The turns of a table that may fail, or never answer; it counts how often it was read. */
import { SessionStore } from "@manga-assist/assistant"
import { ConnectionError } from "@manga-assist/connections"
import { Effect, Layer } from "effect"
import { layerPastTurns } from "../../src/StoreAdapters.ts"

const down = new ConnectionError({
  service: "dynamodb",
  operation: "Query",
  reason: "refused",
  detail: "",
})

export class StoredTurns {
  state: "answers" | "fails" | "hangs" | "dies" = "answers"
  reads = 0
  /** Reads that hang now. */
  hanging = 0
  readonly #turns = new Map<string, { readonly question: string; readonly answer: string }>()

  readonly layer = layerPastTurns.pipe(
    Layer.provide(
      Layer.mock(SessionStore, {
        find: (session, user, turn) =>
          Effect.suspend(() => {
            this.reads += 1
            if (this.state === "fails") return Effect.fail(down)
            if (this.state === "dies") return Effect.die(new Error("scripted death"))
            if (this.state === "hangs") return this.#hang
            const found = this.#turns.get(this.#key(session, user, turn))
            const more = { turn, series: [], products: ["blue-lock-12"], at: 1_764_633_600_000 }
            return Effect.succeed(found && { ...found, ...more })
          }),
      }),
    ),
  )

  readonly #hang = Effect.suspend(() => {
    this.hanging += 1
    return Effect.ensuring(
      Effect.never,
      Effect.sync(() => {
        this.hanging -= 1
      }),
    )
  })

  store(
    session: string,
    user: string | undefined,
    turn: string,
    said: { readonly question: string; readonly answer: string },
  ): void {
    this.#turns.set(this.#key(session, user, turn), said)
  }

  #key(...parts: ReadonlyArray<string | undefined>): string {
    return JSON.stringify(parts)
  }
}
