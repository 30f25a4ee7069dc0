/** "Not shonen", "without horror", ホラー以外: what search must leave out. Pure. */
import { type Clause, term } from "./RetrievalPlan.ts"
import { lexicon } from "./StoreLexicon.ts"
import { readable } from "./understanding/Readable.ts"
import { isRefused } from "./understanding/Refused.ts"

export const refusedTraits = (question: string): ReadonlyArray<Clause> => {
  const text = readable(question)
  const found = lexicon.find(text)
  const refused = (field: string, spans: typeof found.genres) =>
    spans.filter(({ end, start }) => isRefused(text, start, end)).map(({ id }) => term(field, id))
  const clauses = [
    ...refused("genres", found.genres),
    ...refused("demographic", found.demographics),
  ]
  return clauses.length === 0 ? [] : [{ bool: { must_not: clauses } }]
}
