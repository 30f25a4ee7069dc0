/** No product contradicts a wish: 5,000 wishes in English and Japanese, judged by what they were made of. */
import { genres, products, series } from "@manga-assist/catalogue"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { planRetrieval } from "../src/retrieval/PlanRetrieval.ts"
import { wishedProducts } from "../src/retrieval/WishedProducts.ts"
import { read } from "./demoShop.ts"
import { matchesClauses } from "./matchesClauses.ts"

type Product = ReturnType<typeof products>[number]

interface Facet {
  /** Genres that it names. */
  readonly genres?: ReadonlyArray<string>
  readonly en: string
  readonly ja: string
  readonly contradicts: (product: Product) => boolean
}

const entries = products().filter(({ kind, volume }) => kind === "series" || volume === 1)
const named = series().filter(({ english, japanese }) => english.length > 6 && japanese.length > 3)
const pick = <A>(list: ReadonlyArray<A>) => fc.constantFrom(...list)
const genre = pick(genres())
const readers = pick([
  ["shonen", "少年漫画"],
  ["seinen", "青年漫画"],
  ["shojo", "少女漫画"],
  ["josei", "女性漫画"],
] as const)

/** What is wished for, in the order of a sentence: refusals stand last in English and first in Japanese. */
const wished: ReadonlyArray<fc.Arbitrary<Facet>> = [
  genre.map(({ english, id, japanese }) => ({
    en: `${english.toLowerCase()} manga`,
    ja: `${japanese}漫画`,
    genres: [id],
    contradicts: ({ genres: of }) => !of.includes(id),
  })),
]

const narrowed: ReadonlyArray<fc.Arbitrary<Facet>> = [
  pick(["completed", "ongoing"] as const).map((status) => ({
    en: status === "completed" ? "already finished" : "still ongoing",
    ja: status === "completed" ? "完結済みの" : "連載中の",
    contradicts: (product) => product.status !== status,
  })),
  fc.integer({ min: 3, max: 60 }).map((most) => ({
    en: `at most ${most} volumes`,
    ja: `${most}巻以内の`,
    contradicts: ({ volumes }) => volumes > most,
  })),
  fc.integer({ min: 2, max: 60 }).map((least) => ({
    en: `more than ${least} volumes`,
    ja: `${least + 1}巻以上の`,
    contradicts: ({ volumes }) => volumes <= least,
  })),
  fc.integer({ min: 1975, max: 2022 }).map((year) => ({
    en: `started in ${year} or later`,
    ja: `${year}年以降に始まった`,
    contradicts: ({ firstYear }) => firstYear < year,
  })),
  fc.integer({ min: 1975, max: 2022 }).map((year) => ({
    en: `from before ${year}`,
    ja: `${year}年より前に始まった`,
    contradicts: ({ firstYear }) => firstYear >= year,
  })),
]

const refusals: ReadonlyArray<fc.Arbitrary<Facet>> = [
  genre.map(({ english, id, japanese }) => ({
    en: `no ${english.toLowerCase()}`,
    ja: `${japanese}以外の`,
    genres: [id],
    contradicts: ({ genres: of }) => of.includes(id),
  })),
  fc.tuple(genre, genre).map(([one, other]) => ({
    en: `without ${one.english.toLowerCase()} or ${other.english.toLowerCase()}`,
    ja: `${one.japanese}と${other.japanese}以外の`,
    genres: [one.id, other.id],
    contradicts: ({ genres: of }) => of.includes(one.id) || of.includes(other.id),
  })),
  readers.map(([id, japanese]) => ({
    en: `not ${id}`,
    ja: `${japanese}以外の`,
    contradicts: ({ demographic }) => demographic === id,
  })),
  pick(named).map(({ english, id, japanese }) => ({
    en: `but not ${english}`,
    ja: `『${japanese}』以外の`,
    contradicts: ({ seriesId }) => seriesId === id,
  })),
  fc.constant({
    en: "nothing rated mature",
    ja: "成人向け以外の",
    contradicts: ({ ageRating }) => ageRating === "mature",
  }),
]

/** A wish for a genre with up to two bounds and one refusal, none of which refuses the genre itself. */
const wishes = fc
  .tuple(fc.oneof(...wished), fc.subarray([...narrowed], { maxLength: 2 }), fc.oneof(...refusals))
  .filter(([what, , not]) => !not.genres?.some((id) => what.genres?.includes(id)))
  .chain(([what, bounds, not]) =>
    fc.tuple(...bounds).map((narrow) => ({
      facets: [what, ...narrow, not],
      en: `I'd like ${what.en}, ${[...narrow, not].map(({ en }) => en).join(", ")}`,
      ja: `${[not, ...narrow].map(({ ja }) => ja).join("")}${what.ja}を探しています`,
    })),
  )

const shownFor = (text: string, locale: "en" | "ja"): ReadonlyArray<Product> => {
  const question = read(text, locale)
  const plan = planRetrieval(question)
  if (plan.kind === "none") return []
  const clauses = plan.kind === "trending" ? [] : plan.filter
  const excluded = plan.kind === "meaning" ? plan.exclude : []
  const found = entries.filter(
    (product) =>
      matchesClauses(product, clauses) &&
      !excluded.some((clause) => matchesClauses(product, [clause])),
  )
  return wishedProducts(found, question) as ReadonlyArray<Product>
}

it("holds for 5,000 wishes in two languages", () => {
  let shown = 0
  fc.assert(
    fc.property(wishes, pick(["en", "ja"] as const), ({ facets, ...texts }, locale) => {
      const found = shownFor(texts[locale], locale)
      shown += found.length > 0 ? 1 : 0
      const broken = facets.filter(({ contradicts }) => found.some(contradicts))
      expect(
        broken.map((facet) => facet[locale]),
        texts[locale],
      ).toEqual([])
    }),
    { numRuns: 5_000, seed: 1 },
  )
  expect(shown).toBeGreaterThan(2_500)
})
