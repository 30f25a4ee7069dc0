/**
 * Why a target is not met, where the figure itself does not say: by benchmark and the start of its name. Shown
 * only while it is missed.
 */
import { type Figure } from "../Figure.ts"

type Reason = readonly [benchmark: string, start: string, why: string]

const reasons: ReadonlyArray<Reason> = [
  [
    "waterfall",
    "exact, first products after",
    "edge 8, embedding 20 and search 45 ms are 73 of it by the played times (53 without the embedding); the rest is ours and, at the 95th percentile, the machine's",
  ],
  [
    "waterfall",
    "exact, beyond the floor after: share",
    "the row above, as a share of the chain's time",
  ],
  ["waterfall", "spread, beyond the floor after: share", "as with exact times"],
  [
    "mix",
    "hit from Redis",
    "an answer that names products has its prices and stock checked in the table first",
  ],
  [
    "mix",
    "hit from memory",
    "these hits are few in a short run, so that one late turn of the event loop is their 95th percentile",
  ],
  [
    "limits",
    "processor time: a miss",
    "five requests and some thirty events are read, checked, told and written down for it; where the time goes stands on the page of the benchmark, beside the floor of its one chat",
  ],
  [
    "caching",
    "understanding with canonical form",
    "a question is read twice, for what is asked and for its form; the form alone is measured in the rows beside it",
  ],
  ["limits", "misses a core can carry", "1 s ÷ processor time of a miss"],
  [
    "scale",
    "growth: Redis's time for a look-up of an instance",
    "with one instance nearly all look-ups are answered from its own memory; each further instance has to read what the others wrote",
  ],
  [
    "scale",
    "growth: an instance's time for a look-up",
    "a write by any instance ends the copies in the memory of all: the more instances write, the more look-ups go to Redis",
  ],
]

/** Its own note first: it was written where the figure is measured. */
export const reasonOf = (benchmark: string, { name, note }: Figure): string =>
  [reasons.find(([of, start]) => of === benchmark && name.startsWith(start))?.[2], note]
    .filter((each) => each !== undefined)
    .join("; ")
