/**
 * Tells whether a request to the model holds what a question needs, and what of it is missing: facts of the store with
 * their right values, and series that fit a wish. Pure.
 */
import type { Judged } from "./Need.ts"
import { fitting } from "./Fitting.ts"
import { needed } from "./Needed.ts"
import type { StoreData } from "./StoreData.ts"
import { missingOf, missingText, type Told } from "./Told.ts"
import { type SentBody, toldBy } from "./ToldByRequest.ts"

const missingFits = (
  search: NonNullable<Judged["search"]>,
  told: Told,
  store: StoreData,
): ReadonlyArray<string> => {
  const { best, least } = fitting(search, store)
  const known = best.map((ids) => ids.filter((id) => told.of(id, "listed").length > 0))
  const most = known.toSorted((a, b) => b.length - a.length)[0] ?? []
  if (most.length >= least) return []
  const wanted = best[0]?.slice(0, 8).join(", ")
  return [`search: ${least} of ${wanted}; there: ${most.join(", ") || "none"}`]
}

/** `body`: nothing where no request reached the model. */
export const missingFacts = (
  { needs = [], search, user }: Judged,
  body: SentBody | undefined,
  store: StoreData,
): ReadonlyArray<string> => {
  if (body === undefined) return needs.length > 0 || search !== undefined ? ["no request"] : []
  const told = toldBy(body, store)
  const facts = missingOf(
    told,
    needs.flatMap((need) => needed(need, user, store)),
  )
  return [
    ...new Set(facts.map((each) => missingText(told, each))),
    ...(search === undefined ? [] : missingFits(search, told, store)),
  ]
}
