/** The titles, authors and genres that this process recognises, built once; a turn looks at its text many times. */
import {
  genres,
  type Lexicon,
  type LexiconMatches,
  makeLexicon,
  series,
} from "@manga-assist/catalogue"
import { LRUCache } from "lru-cache"

const built = makeLexicon(series(), genres())

/** Texts of the turns under way, and of popular questions: at most 2,000 characters each. */
const found = new LRUCache<string, LexiconMatches>({ max: 1_000 })

export const lexicon: Lexicon = {
  ...built,
  find: (text) => {
    const known = found.get(text)
    if (known !== undefined) return known
    const matches = built.find(text)
    found.set(text, matches)
    return matches
  },
}
