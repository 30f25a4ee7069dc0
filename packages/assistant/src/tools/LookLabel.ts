/**
 * What a look-up is of, in words for the customer, made of what the store knows alone: its genres and facets, the titles
 * and people of its catalogue, figures. What the model wrote is never repeated, since no guardrail has judged it: a name
 * that means nothing here is left out. `undefined` where nothing remains. Pure.
 */
import type { Locale } from "@manga-assist/protocol"
import type { StoreReader } from "@manga-assist/store-grammar"
import type { FindInput } from "./find/FindInput.ts"
import { namesOf } from "./names/CatalogueNames.ts"
import type { PriceInput } from "./price/PriceInput.ts"

/** For what no wish of the grammar has words. */
const words = {
  en: {
    comma: ", ",
    by: (person: string) => `by ${person}`,
    hiatus: "on hiatus",
    ages: { all: "for all ages", teen: "for teens at most" },
    prices: { all: "the price of all volumes", bundle: "the price of the digital bundle" },
    from: (from: string) => ` from ${from}`,
    to: (to: string, alone: boolean) => (alone ? ` by ${to}` : ` to ${to}`),
    years: (from: string | undefined, to: string | undefined) =>
      from === undefined
        ? `begun by ${to}`
        : `begun ${to === undefined ? `since ${from}` : `${from} to ${to}`}`,
    out: (span: string) => `out${span}`,
    byMeaning: "searched by meaning",
    notByMeaning: "not searched by meaning",
    pricesOf: (titles: string) => `prices of ${titles}`,
  },
  ja: {
    comma: "、",
    by: (person: string) => `${person}の作品`,
    hiatus: "休載中",
    ages: { all: "全年齢向け", teen: "10代まで" },
    prices: { all: "全巻の価格", bundle: "電子版セットの価格" },
    from: (from: string) => `${from}から`,
    to: (to: string) => `${to}まで`,
    years: (from: string | undefined, to: string | undefined) =>
      `連載開始：${from === undefined ? `${to}年まで` : to === undefined ? `${from}年から` : `${from}〜${to}年`}`,
    out: (span: string) => `発売：${span}`,
    byMeaning: "意味から検索",
    notByMeaning: "意味からの検索なし",
    pricesOf: (titles: string) => `${titles}の金額`,
  },
}

type Part = string | undefined

const listed = (parts: ReadonlyArray<Part>, locale: Locale): string | undefined =>
  parts.filter((part) => part !== undefined).join(words[locale].comma) || undefined

const values = (...all: ReadonlyArray<number | string | undefined>): ReadonlyArray<string> =>
  all.flatMap((value) => (value === undefined ? [] : [`${value}`]))

/** `isByMeaning`: its words are searched, or were. */
export const productsSought = (
  input: FindInput,
  locale: Locale,
  names: StoreReader,
  isByMeaning = true,
): string | undefined => {
  const say = words[locale]
  const { catalogue } = names
  const { genres, people, titles } = namesOf(catalogue)
  const { age = "mature", price = {}, released = {}, status, volumes = {}, years = {} } = input
  const { of: measure = "volume" } = price
  const slots = {
    GENRE: (input.genres ?? []).flatMap((genre) => genres.find(genre)),
    NOTGENRE: (input.not_genres ?? []).flatMap((genre) => genres.find(genre)),
    LIKEOF: values(input.like).flatMap((title) => titles.find(title).slice(0, 1)),
    DEMO: values(input.readers),
    FINISHED: status === "completed" ? [""] : [],
    ONGOING: status === "ongoing" ? [""] : [],
    VOLSMIN: values(volumes.min),
    VOLSMAX: values(volumes.max),
    PRICEMIN: values(price.min),
    PRICEMAX: values(price.max),
    FORMAT: values(input.format),
  }
  const given = Object.entries(slots).filter(([, found]) => found.length > 0)
  const [since] = values(years.min)
  const [until] = values(years.max)
  const { from, to } = released
  const out = [
    ...values(from).map(say.from),
    ...values(to).map((day) => say.to(day, from === undefined)),
  ].join("")
  return listed(
    [
      given.length === 0 ? undefined : names.wishWords(Object.fromEntries(given), locale),
      ...values(input.author)
        .flatMap((author) => people.find(author))
        .map((person) =>
          say.by(locale === "ja" ? (catalogue.people.get(person) ?? person) : person),
        ),
      status === "hiatus" ? say.hiatus : undefined,
      age === "mature" ? undefined : say.ages[age],
      measure === "volume" ? undefined : say.prices[measure],
      since === undefined && until === undefined ? undefined : say.years(since, until),
      out === "" ? undefined : say.out(out),
      input.words && (isByMeaning ? say.byMeaning : say.notByMeaning),
    ],
    locale,
  )
}

/** As the catalogue has them, each once. */
export const seriesSought = (
  written: ReadonlyArray<string>,
  locale: Locale,
  { catalogue }: StoreReader,
): string | undefined => {
  const { titles } = namesOf(catalogue)
  const ids = new Set(written.flatMap((title) => titles.find(title).slice(0, 1)))
  const called = [...ids].map((id) => {
    const series = catalogue.of(id)
    return locale === "ja" ? series && `「${series.japanese}」` : series?.english
  })
  return listed(called, locale)
}

export const pricesSought = (
  { lines }: PriceInput,
  locale: Locale,
  names: StoreReader,
): string | undefined => {
  const titles = seriesSought(
    lines.map(({ series }) => series),
    locale,
    names,
  )
  return titles === undefined ? undefined : words[locale].pricesOf(titles)
}
