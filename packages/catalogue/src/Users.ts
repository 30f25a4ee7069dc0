/** The twenty demo customers. */
import type { User } from "./Product.ts"
import type { Demographic } from "./Series.ts"

const people: ReadonlyArray<
  readonly [name: string, language: "en" | "ja", Demographic, priceMax: number, genres: string]
> = [
  ["Emma Clarke", "en", "seinen", 1_500, "historical drama thriller"],
  ["佐藤美咲", "ja", "shojo", 1_000, "romance school"],
  ["Liam O'Brien", "en", "shonen", 800, "action adventure"],
  ["鈴木大輔", "ja", "shonen", 2_000, "sports action"],
  ["Sofia Rossi", "en", "josei", 1_200, "slice-of-life romance"],
  ["高橋陽子", "ja", "josei", 1_500, "workplace drama"],
  ["Noah Williams", "en", "seinen", 3_000, "sci-fi mystery"],
  ["田中健太", "ja", "seinen", 1_000, "crime thriller"],
  ["Amélie Dubois", "en", "shojo", 900, "fantasy romance"],
  ["伊藤さくら", "ja", "kodomo", 700, "comedy adventure"],
  ["Lucas Meyer", "en", "shonen", 1_100, "isekai fantasy comedy"],
  ["渡辺直樹", "ja", "seinen", 5_000, "mecha sci-fi"],
  ["Priya Sharma", "en", "josei", 2_000, "music-arts drama"],
  ["山本葵", "ja", "shojo", 1_200, "supernatural romance"],
  ["Mateo García", "en", "shonen", 600, "martial-arts sports"],
  ["中村拓海", "ja", "shonen", 1_500, "supernatural action horror"],
  ["Hannah Kim", "en", "seinen", 1_000, "food slice-of-life"],
  ["小林真由美", "ja", "josei", 2_500, "family food"],
  ["Oliver Jensen", "en", "seinen", 1_800, "horror psychological"],
  ["加藤翔", "ja", "seinen", 1_000, "mystery psychological"],
]

const all: ReadonlyArray<User> = people.map(
  ([name, language, demographic, priceMax, genres], index) => ({
    id: `demo-${String(index + 1).padStart(2, "0")}`,
    name,
    language,
    preferredGenres: genres.split(" "),
    preferredDemographic: demographic,
    priceMax,
  }),
)

/** `demo-01` to `demo-20`. */
export const users = (): ReadonlyArray<User> => all
