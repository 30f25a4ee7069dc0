/**
 * Reaches the verdict on one audited answer, a cached one that was served for a question other than its own: right,
 * wrong, or undecided (`changed`: the data changed; `failed`: no fresh answer could be had; `unsettled`: a second look
 * failed). `settle` runs the comparisons with fresh answers that the caller passes as `Settling`; `changedAsWell` is
 * the verdict where the answer's own question is answered otherwise now, too.
 *
 * One contradiction with a fresh answer proves nothing: data may have changed, and a model may waver, now or when it
 * wrote the answer. An answer is wrong only if the asked question got another one in two comparisons, and its own
 * question still the same one in two.
 */
import { Effect } from "effect"
import type { Comparison } from "./TextComparison.ts"
import { changedAsWell, type Verdict } from "./Verdict.ts"

export interface Settling<E, R> {
  /** The served answer beside a fresh one to the question that was asked. Where they differ both are run twice. */
  readonly asked: Effect.Effect<Comparison, E, R>
  /** The same beside a fresh one to the question that it was written for. */
  readonly own: Effect.Effect<Comparison, E, R>
}

/** Fails as the first `asked` does; later failures leave it unsettled. */
export const settle = <E, R>({ asked, own }: Settling<E, R>): Effect.Effect<Verdict, E, R> =>
  Effect.flatMap(asked, (first): Effect.Effect<Verdict, never, R> => {
    if (first.kind === "same") return Effect.succeed({ verdict: "right" })
    const { reason } = first
    if (first.kind === "changed") return Effect.succeed({ verdict: "changed", reason })
    return Effect.gen(function* (): Effect.fn.Return<Verdict, E, R> {
      if ((yield* own).kind !== "same") return changedAsWell(reason)
      if ((yield* asked).kind === "same") return { verdict: "right" }
      return (yield* own).kind === "same" ? { verdict: "wrong", reason } : changedAsWell(reason)
    }).pipe(
      Effect.catch((error) =>
        Effect.succeed<Verdict>({
          verdict: "unsettled",
          reason: `${reason}; it could not be asked again: ${messageOf(error)}`,
        }),
      ),
    )
  })

const messageOf = (error: unknown): string => {
  if (typeof error !== "object" || error === null) return String(error)
  if ("detail" in error && typeof error.detail === "string") return error.detail
  return "message" in error ? String(error.message) : "for an unknown reason"
}
