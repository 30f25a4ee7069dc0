/** Generates free-text questions that are all different, so that every one of them is a cache miss. */
const heroes = [
  "lighthouse keepers",
  "train drivers",
  "retired boxers",
  "village doctors",
  "lost robots",
  "street cooks",
  "young astronomers",
  "island teachers",
  "wandering tailors",
  "night nurses",
  "clumsy detectives",
  "deep-sea divers",
  "forest guards",
  "piano tuners",
  "mountain rescuers",
]
const places = [
  "in a snowy harbour",
  "on a floating city",
  "behind an old theatre",
  "under a desert moon",
  "in a quiet suburb",
  "at the end of the world",
  "in a haunted library",
  "on a long train journey",
  "in post-war Osaka",
  "beside a sleeping volcano",
]
const moods = ["gentle", "dark", "funny", "slow", "tense", "hopeful", "strange", "sad"]

/** All different for the first 1,200 numbers; after that the number itself is in the text. */
export const freeWish = (number: number): string => {
  const hero = heroes[number % heroes.length] ?? ""
  const place = places[Math.floor(number / heroes.length) % places.length] ?? ""
  const mood = moods[Math.floor(number / (heroes.length * places.length)) % moods.length] ?? ""
  const round = Math.floor(number / (heroes.length * places.length * moods.length))
  return `a ${mood} story about ${hero} ${place}${round === 0 ? "" : `, take ${round}`}`
}
