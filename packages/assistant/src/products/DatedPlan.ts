/** Plans the list of volumes that came out last or come out next, narrowed by what a question names. Pure. */
import type { Slots } from "../reading/Question.ts"
import {
  allGenres,
  priceRange,
  promptProducts,
  type RetrievalPlan,
  term,
  terms,
  traits,
} from "./RetrievalPlan.ts"

export const dated = (slots: Slots, when: "coming" | "new"): RetrievalPlan => ({
  kind: "filter",
  filter: [
    term("kind", "volume"),
    term("format", slots.format === "digital" ? "digital" : "paperback"),
    { range: { releaseDate: when === "coming" ? { gt: "now" } : { lte: "now" } } },
    ...(slots.series.length === 0 ? [] : [terms("seriesId", slots.series)]),
    ...traits(slots),
    ...allGenres(slots),
    ...priceRange(slots),
  ],
  sort: [
    { releaseDate: when === "coming" ? "asc" : "desc" },
    { popularity: "desc" },
    { id: "asc" },
  ],
  size: promptProducts,
  ids: [],
})
