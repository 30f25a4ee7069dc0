/**
 * Endless generators of questions that the cache must not answer. Each repeats a question only after thousands of others
 * in the same process, because an answer may be cached after its first use.
 */
import { series } from "@manga-assist/catalogue"
import { freeWish } from "./Questions.ts"

const all = series()

/** Two titles of one genre each, some thousands, so that something is like both of them. */
const pairs = [...new Set(all.flatMap(({ genres }) => genres))].flatMap((genre) => {
  const alike = all.filter(({ genres }) => genres[0] === genre).map(({ english }) => english)
  return alike.flatMap((one, index) => alike.slice(index + 1).map((other) => [one, other] as const))
})

const endless = (question: (number: number) => string) => {
  let asked = 0
  return () => question(asked++)
}

/** Opted into the cache (where it is looked for in vain), found by meaning: embedding, search, prices, model. */
export const nextLikeTitles = endless((number) => {
  // A prime step visits every pair once before any twice, neighbours far apart.
  const [one = "", other = ""] = pairs[(number * 7_919) % pairs.length] ?? []
  return `Something like ${one} and ${other}`
})

/** The title says what to read: no embedding, no cache hit for a volume that nobody asked for yet. */
export const nextVolume = endless((number) => {
  const { english = "" } = all[number % all.length] ?? {}
  return `Is volume ${1 + Math.floor(number / all.length)} of ${english} in stock?`
})

/** A wish in free words: found by meaning, never kept, and so never shared with others who ask. */
export const nextWish = endless((number) => freeWish(number + 1))

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

/** A title beside a made-up circumstance: no key by which to share it, for its numbers; the title's record tells. */
export const nextCircumstance = endless((before) => {
  const number = before + 1
  const ask = `${asks[number % asks.length]} ${titles[number % titles.length]}?`
  return `${ask} My cousin number ${800 + number} asks for a train ride of ${60 + ((number * 7) % 97)} minutes.`
})
