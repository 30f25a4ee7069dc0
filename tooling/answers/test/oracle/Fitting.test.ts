import { expect, it } from "vitest"
import { fitting } from "../../src/oracle/Fitting.ts"
import type { Search } from "../../src/oracle/Need.ts"
import { demoStore } from "../../src/oracle/StoreData.ts"

const store = demoStore("2026-11-24")
const urasawa = new Set(store.catalogue.worksOf("Naoki Urasawa").map(({ id }) => id))
const books = (id: string) => store.productsOf(id).filter(({ kind }) => kind === "volume")

it.each<[string, Search, (id: string) => boolean]>([
  ["an author", { author: "Naoki Urasawa" }, (id) => urasawa.has(id)],
  [
    "an author but for a series",
    { author: "Naoki Urasawa", not: { series: ["monster"] } },
    (id) => urasawa.has(id) && id !== "monster",
  ],
  [
    "a genre without another",
    { genres: ["food"], not: { genres: ["action"], readers: ["seinen"] } },
    (id) => {
      const { demographic, genres } = store.catalogue.of(id)!
      return genres.includes("food") && !genres.includes("action") && demographic !== "seinen"
    },
  ],
  [
    "a likeness",
    { like: "blue-lock", anyGenres: ["sports"] },
    (id) => id !== "blue-lock" && store.catalogue.of(id)!.genres.includes("sports"),
  ],
  [
    "bounds",
    { volumes: { min: 3, max: 5 }, began: { max: 1999 }, age: "teen", publisher: "Shogakukan" },
    (id) => {
      const { ageRating, firstYear, publisher, volumes } = store.catalogue.of(id)!
      return (
        volumes >= 3 &&
        volumes <= 5 &&
        firstYear <= 1999 &&
        ageRating !== "mature" &&
        publisher === "Shogakukan"
      )
    },
  ],
  [
    "a price of one volume, in any edition",
    { price: { max: 480, of: "volume" } },
    (id) => books(id).some(({ price, releaseDate }) => price <= 480 && releaseDate <= store.today),
  ],
  [
    "a month",
    { released: { from: "2026-12-01", to: "2026-12-31" } },
    (id) => books(id).some(({ releaseDate }) => releaseDate.startsWith("2026-12")),
  ],
  [
    "the choice of a bookseller",
    { among: ["haikyu", "blue-lock"], status: "completed" },
    (id) => id === "haikyu",
  ],
])("%s", (_, wish, fits) => {
  const { all } = fitting(wish, store)
  expect(all).toEqual(store.catalogue.series.map(({ id }) => id).filter(fits))
  expect(all.length).toBeGreaterThan(0)
})

it("the best are those that are as good as the last one that must be known", () => {
  const { all, best, least } = fitting(
    { author: "Naoki Urasawa", sort: "shortest", least: 2 },
    store,
  )
  expect(all).toHaveLength(4)
  expect(least).toBe(2)
  expect(best).toEqual([["21st-century-boys", "pluto"]])
  // The newest work and the newest book are both what "newest" may mean.
  expect(fitting({ author: "Naoki Urasawa", sort: "newest", least: 1 }, store).best).toHaveLength(2)
})
