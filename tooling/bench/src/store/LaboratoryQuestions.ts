/**
 * Endless generators of questions for benchmarks of turns that the cache must not answer: two titles to find something
 * similar to (`nextLikeTitles`), the stock of a named volume (`nextVolume`), a story described in free words (`nextWish`),
 * and a title beside a made-up circumstance (`nextCircumstance`).
 *
 * Each generator repeats a question only after thousands of others in the same process, because an answer may be cached
 * after its first use.
 */
import { series } from "@manga-assist/catalogue"
import { freeWish } from "./Questions.ts"

const all = series()

/** Two titles of one genre each, some thousands, so that something is like both of them. */
const pairs = [...new Set(all.flatMap(({ genres }) => genres))].flatMap((genre) => {
  const alike = all.filter(({ genres }) => genres[0] === genre).map(({ english }) => english)
  return alike.flatMap((one, index) => alike.slice(index + 1).map((other) => [one, other] as const))
})

let asked = 0

/** Opted into the cache (where it is looked for in vain), found by meaning: embedding, search, prices, model. */
export const nextLikeTitles = (): string => {
  // A prime step visits every pair once before any twice, neighbours far apart.
  const [one = "", other = ""] = pairs[(asked * 7_919) % pairs.length] ?? []
  asked += 1
  return `Something like ${one} and ${other}`
}

let volumes = 0

/** The title says what to read: no embedding, no cache hit for a volume that nobody asked for yet. */
export const nextVolume = (): string => {
  const { english = "" } = all[volumes % all.length] ?? {}
  const volume = 1 + Math.floor(volumes / all.length)
  volumes += 1
  return `Is volume ${volume} of ${english} in stock?`
}

let wishes = 0

/** A wish in free words: found by meaning, never kept, and so never shared with others who ask. */
export const nextWish = (): string => freeWish((wishes += 1))

const titles =
  "Akira, Monster, One Piece, Blue Lock, Berserk, Vinland Saga, Dandadan, Chainsaw Man, Nana, Slam Dunk, Naruto, Bleach, Pluto, Haikyu!!, Frieren, Kingdom".split(
    ", ",
  )
const asks = [
  "Who wrote",
  "How many volumes has",
  "Is there a box set of",
  "How much is volume 3 of",
]

let circumstances = 0

/** Without a key by which to share it, for its numbers; the title's record tells what is asked. */
export const nextCircumstance = (): string => {
  circumstances += 1
  const ask = `${asks[circumstances % asks.length]} ${titles[circumstances % titles.length]}?`
  const minutes = 60 + ((circumstances * 7) % 97)
  return `${ask} My cousin number ${800 + circumstances} asks for a train ride of ${minutes} minutes.`
}
