/**
 * Invented order counts for the last seven days, the same on every machine: a ranked list of best-known series, then
 * a long tail.
 *
 * The ranking is our judgement of what sold in 2025 and 2026, not a publisher's figure.
 */
import { seeded } from "./Seed.ts"
import type { Series } from "./Series.ts"

const head: ReadonlyArray<string> = [
  "one-piece",
  "jujutsu-kaisen",
  "dandadan",
  "the-apothecary-diaries",
  "frieren-beyond-journeys-end",
  "chainsaw-man",
  "blue-lock",
  "spy-x-family",
  "demon-slayer-kimetsu-no-yaiba",
  "oshi-no-ko",
  "sakamoto-days",
  "my-hero-academia",
  "kingdom",
  "kagurabachi",
  "detective-conan",
  "haikyu",
  "attack-on-titan",
  "witch-hat-atelier",
  "hunter-x-hunter",
  "golden-kamuy",
  "that-time-i-got-reincarnated-as-a-slime",
  "blue-box",
  "berserk",
  "naruto",
  "medalist",
  "the-summer-hikaru-died",
  "fullmetal-alchemist",
  "vinland-saga",
  "death-note",
  "one-punch-man",
  "kaiju-no-8",
  "gachiakuta",
  "slam-dunk",
  "skip-and-loafer",
  "delicious-in-dungeon",
  "monster",
  "a-sign-of-affection",
  "tokyo-ghoul",
  "nana",
  "dragon-ball",
]

const rank = new Map(head.map((id, index) => [id, index]))

/** Orders of any edition of the series, 3 to 4,800. */
export const seriesPopularity = (series: Series): number => {
  const position = rank.get(series.id)
  const drawn = seeded(`${series.id} orders`, 40)
  if (position !== undefined) return Math.round(4_760 / (1 + position * 0.28)) + drawn
  const fresh = series.status === "ongoing" ? 90 : 0
  const recent = Math.max(0, series.firstYear - 1995) * 4
  return 3 + fresh + recent + drawn
}

/** Orders of one volume: people buy the first and the newest, and less in between. */
export const volumePopularity = (series: Series, volume: number, share: number): number => {
  const fromStart = 1 / (1 + volume)
  const fromNewest = 1 / (2 + Math.abs(series.volumes - volume))
  return Math.round(seriesPopularity(series) * share * Math.max(fromStart, fromNewest, 0.02))
}
