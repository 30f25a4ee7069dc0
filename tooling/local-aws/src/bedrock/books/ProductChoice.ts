/**
 * Chooses the products of the prompt that a question is about, by title, volume and format. A volume or format that is
 * asked for and not found is reported with the series to speak of instead.
 */
import { namesIn } from "../embedding/CatalogueNames.ts"
import { longPattern } from "../language/LongPattern.ts"
import { fold, withoutTitles } from "../language/QuestionText.ts"
import { vocabularies } from "../language/Vocabularies.ts"
import { type PromptProduct } from "../PromptFacts.ts"
import { type Prompt } from "../PromptReader.ts"
import { boxesHolding } from "./BoxHolding.ts"

/** A mark that stands for all editions of one series. */
const titleOf = (product: PromptProduct): string => product.title

/** The first product of each title, in the order of the prompt. */
export const oneOfEachTitle = (
  products: ReadonlyArray<PromptProduct>,
): ReadonlyArray<PromptProduct> => {
  const seen = new Set<string>()
  return products.filter((product) => {
    if (seen.has(titleOf(product))) return false
    seen.add(titleOf(product))
    return true
  })
}

/** Shown or not. */
export const knownProducts = ({ further, products }: Prompt): ReadonlyArray<PromptProduct> => [
  ...products,
  ...further,
]

const choosing =
  /\bcompar|\bdifferen|\bvs\b|\bwhich\b|\bbetter\b|\bboth\b|比較|比べ|違い|どちら|どっち|それぞれ|どれ|一番|\b\w{3,}est\b/u

/**
 * Titles the question names, one product each, in its order. When it names none: all, where it asks to
 * choose between them, else the first.
 */
export const askedTitles = (prompt: Prompt): ReadonlyArray<PromptProduct> => {
  const question = fold(prompt.question)
  const all = oneOfEachTitle(knownProducts(prompt))
  const { titles } = namesIn(prompt.question)
  const known = titles.flatMap((title) => all.find((product) => product.title === title) ?? [])
  if (known.length > 0) return known
  const named = all.filter(({ japanese, title }) =>
    [title, japanese].some((name) => name !== undefined && question.includes(fold(name))),
  )
  // "Naruto" is inside "Boruto: Naruto Next Generations": a title within another named one is not meant.
  const outer = named.filter(
    (product) =>
      !named.some((other) => other !== product && fold(other.title).includes(fold(product.title))),
  )
  if (outer.length > 0) return outer
  const shown = oneOfEachTitle(prompt.products)
  return choosing.test(question) ? shown : shown.slice(0, 1)
}

const counted =
  /(?:\bvol(?:ume|s)?(?:umes)?\b\.?\s*|\bv\.?\s?|#\s*|第\s*|\bbox(?:ed)?[ -]?sets?\s*(?:number\s*|no\.?\s*|#\s*)?|\bbox\s*|(?:ボックス|箱)(?:セット)?\s*)(\d{1,4})(?!\d|\s*(?:つ|個|箱|セット)(?![目め]))|(?<![全\d])(\d{1,4})\s*巻(?!ずつ|づつ)/gu
const further =
  /\s*(?:,|、|&|\+|and|or|と|・)\s*(?:vol(?:ume)?s?\.?\s*|第)?(\d{1,4})(?!\d)(?!\s*(?:円|yen|冊|部|台|日|年|歳|人|days?|copies))\s*巻?/uy

const ordinals = "first second third fourth fifth sixth seventh eighth ninth tenth".split(" ")
const counts = "one two three four five six seven eight nine ten".split(" ")
const ordinal = new RegExp(
  `\\b(${ordinals.join("|")})\\s+(?:\\w+\\s+)?(?:volume|vol|box|book|tankobon)\\b|\\bvolume (${counts.join("|")})\\b`,
  "gu",
)
const kanjiDigits = "一二三四五六七八九十"
const kanjiVolume = /([一二三四五六七八九十])巻/gu

const spelledVolumes = (text: string): ReadonlyArray<number> => [
  ...[...text.matchAll(ordinal)].map(
    ([, place = "", count = ""]) => ordinals.indexOf(place) + 1 || counts.indexOf(count) + 1,
  ),
  ...[...text.matchAll(kanjiVolume)].map(([, digit = ""]) => kanjiDigits.indexOf(digit) + 1),
]

/** "volume 12", "vol. 12", "#12", 12巻, 第12巻, "volumes 3 and 4", "the second box": each number once. */
export const askedVolumes = (question: string): ReadonlyArray<number> => {
  const text = withoutTitles(question)
  const found: Array<number> = []
  for (const match of text.matchAll(counted)) {
    found.push(Number(match[1] ?? match[2]))
    further.lastIndex = match.index + match[0].length
    for (let next = further.exec(text); next !== null; next = further.exec(text)) {
      found.push(Number(next[1]))
    }
  }
  // "Naruto 12": a number behind a title is one of its volumes.
  return [...new Set([...namesIn(question).volumes, ...found, ...spelledVolumes(text)])]
}

const newestBook = longPattern(String.raw`
    \b(?:latest|newest|last|final|(?:most )?recent)(?: \w+)? (?:one|volume|vol|book|issue|tome|instal\w+)\b
    |\b(?:latest|newest|last|final|most recent)(?= (?:in|on|as|out|you have|available|digital|paper\w*|print\w*|e-?book)\b|\W*$)
    |\b(?:latest|newest|last|final|most recent) §|§(?:'s)? (?:latest|newest|last)\b|最新(?:刊|巻|の巻)?(?!まで)|最終巻(?!まで)
    |最後の(?:巻|単行本|一冊)(?!まで)|最後に出|直近(?:の巻|で出|に出)|一番新し|いちばん新し
  `)
const nextBook =
  /\bnext (?:one|volume|vol|book|issue|tome|§)|\bupcoming\b|\bthe next\b|次の?(?:巻|刊)|次巻|続刊|続き(?!の第?\d)/u

/** "The newest box" is one of box sets. */
const newestBox =
  /\b(?:latest|newest|last|final|most recent) (?:\w+ )?(?:§ )?(?:\w+ )?box|\bbox(?: ?-?set)? of the (?:latest|newest|last|final)|(?:最新|最後|最終|ラスト|(?:一番|いちばん)(?:新しい|後ろ|最後))の?(?:ボックス|box|箱)/u

/** "Is ¥1000 enough for one volume of §?": any of them, and so the first. */
const anyBook =
  /\b(?:one|a|a single|each|per|any one) (?:volume|paperback|book|copy) (?:of|from|in) §/u

/** The volumes that a question means by their place in the series, where these are known. */
const placedVolumes = (
  text: string,
  { volumes }: PromptProduct,
  editions: ReadonlyArray<PromptProduct>,
): ReadonlyArray<number> => {
  if (newestBox.test(text)) {
    return editions
      .flatMap(({ kind, volume }) => (kind === "box-set" && volume !== undefined ? [volume] : []))
      .toSorted((a, b) => b - a)
      .slice(0, 1)
  }
  if (volumes === undefined) return []
  const wanted = [
    ...(anyBook.test(text) && !wantsWhole(text) ? [1] : []),
    ...(newestBook.test(text) ? [volumes] : []),
    ...(nextBook.test(text) ? [volumes + 1] : []),
  ]
  return wanted.filter((volume) => editions.some((each) => each.volume === volume))
}

const formats = [
  [
    "box-set",
    /\bbox(?:es)?(?![a-z])|box ?-?set|boxed set|ボックス|箱(?!根|庭)|(?<!全\d{0,3}巻の?|全部|全冊|まとめ)セット/u,
  ],
  ["digital", /digital|e-?book|kindle|電子/u],
  ["paperback", /paper|print|physical|紙|単行本|コミックス/u],
] as const

/** None when both paper and digital are named. */
const askedFormat = (question: string): string | undefined => {
  const text = withoutTitles(question)
  const named = formats.filter(([, pattern]) => pattern.test(text))
  return named.length === 1 ? named[0]?.[0] : undefined
}

const numberIn = /\d{1,4}/gu

/** "Volume 7 as an ebook and volume 8 on paper": of each number the edition that is named behind it. */
const editionsOf = (question: string): ReadonlyMap<number, string> => {
  const text = withoutTitles(question)
  const editions = new Map<number, string>()
  const numbers = [...text.matchAll(numberIn)]
  for (const [at, { 0: digits, index }] of numbers.entries()) {
    const behind = text.slice(index + digits.length, numbers[at + 1]?.index)
    const format = formats.find(([, pattern]) => pattern.test(behind))?.[0]
    if (format !== undefined && format !== "box-set") editions.set(Number(digits), format)
  }
  return new Set(editions.values()).size > 1 ? editions : new Map()
}

export interface ItemChoice {
  /** The product asked for, absent when the volume asked for is not among the products. */
  readonly item: PromptProduct | undefined
  /** Other formats of the same item. */
  readonly others: ReadonlyArray<PromptProduct>
  /** A number was asked for, found or not. */
  readonly numbered: boolean
  /** Number asked for but not found. */
  readonly missingVolume: number | undefined
  /** Format asked for but not found. */
  readonly missingFormat: string | undefined
  /** Asked for, found or not. */
  readonly format: string | undefined
  /** The number asked for is one of a box set. */
  readonly ofBoxSet: boolean
  /** Something of the same series to speak of instead. */
  readonly series: PromptProduct
}

const choose = (
  series: PromptProduct,
  editions: ReadonlyArray<PromptProduct>,
  volume: number | undefined,
  format: string | undefined,
): ItemChoice => {
  const ofBoxSet = format === "box-set"
  const numbered =
    volume === undefined
      ? editions
      : editions.filter(
          (product) => product.volume === volume && (product.kind === "box-set") === ofBoxSet,
        )
  const wanted = numbered.find((product) => format === undefined || product.format === format)
  const item = wanted ?? numbered[0]
  return {
    item,
    others: numbered.filter(
      (product) =>
        product !== item &&
        product.volume === item?.volume &&
        product.kind === item?.kind &&
        product.format !== item?.format,
    ),
    numbered: volume !== undefined,
    missingVolume: item === undefined ? volume : undefined,
    missingFormat: wanted === undefined && item !== undefined ? format : undefined,
    format,
    ofBoxSet,
    series,
  }
}

const wantsWhole = (text: string): boolean => vocabularies.some((each) => each.wantsAll.test(text))

/** "Box 3", "the third box" */
const numberedBox = new RegExp(
  `\\bbox(?:ed)?(?:es)?(?:[ -]?sets?)?(?: (?:number|no\\.?))? ?#?\\d{1,2}(?!\\d| ?(?:つ|個|箱|セット|巻|冊)(?![目め]))|\\b(?:${ordinals.join("|")}) (?:\\w+ )?box|(?:ボックス|箱)(?:セット)?の?\\d{1,2}(?!\\d|(?:つ|個|箱|セット|巻|冊)(?![目め]))|\\d(?:つ|個|箱|セット)?[目め]`,
  "u",
)

/** Told in one answer. */
const mostItems = 10

/** The items a price, stock or date question means, in its order; nothing without products. */
export const askedItems = (prompt: Prompt): ReadonlyArray<ItemChoice> => {
  const titles = askedTitles(prompt)
  const format = askedFormat(prompt.question)
  const volumes = askedVolumes(prompt.question)
  const { books } = namesIn(prompt.question)
  const editionOf = editionsOf(prompt.question)
  const text = withoutTitles(prompt.question)
  return titles
    .flatMap((series) => {
      const editions = knownProducts(prompt).filter(
        (product) => titleOf(product) === titleOf(series),
      )
      const named = books.flatMap(({ title, volume }) => (title === series.title ? [volume] : []))
      // Of several books named together, each series is asked for the numbers that were found.
      const held = volumes.filter((volume) => editions.some((each) => each.volume === volume))
      const numbered =
        titles.length === 1 || volumes.length < 2 ? volumes : named.length > 0 ? named : held
      const placed = placedVolumes(text, series, editions)
      // "A box with 1 to 10" is none of ten boxes.
      // All 63 are asked for by their number: 「63巻分」, 「63巻まで全部入って」.
      const isCount =
        numbered.length === 1 &&
        numbered[0] === series.volumes &&
        wantsWhole(text) &&
        !/\d(?:冊|部)/u.test(text)
      const isContents = (format === "box-set" && numbered.length > 2 && !named.length) || isCount
      const meant = isContents ? [] : numbered
      const wanted = [
        ...new Set([
          ...(format === "box-set" && !numberedBox.test(text)
            ? meant.flatMap((each) => boxesHolding(editions, each, text))
            : meant),
          ...placed,
        ]),
      ]
      return wanted.length === 0
        ? [choose(series, editions, undefined, format)]
        : wanted.map((volume) => choose(series, editions, volume, editionOf.get(volume) ?? format))
    })
    .slice(0, mostItems)
}

export type Availability = "in-stock" | "few-left" | "out-of-stock" | "pre-order" | "unknown"

/** Below so many copies the number left is told. */
const fewCopies = 5

/** `today` is an ISO date. */
export const availability = (product: PromptProduct, today: string): Availability => {
  const { inStock, releaseDate, stock } = product
  if (releaseDate !== undefined && releaseDate > today) return "pre-order"
  if (inStock === false || (stock === 0 && inStock !== true)) return "out-of-stock"
  // A digital edition does not run out.
  const copies = product.format === "digital" ? undefined : stock
  if (copies !== undefined && copies > 0 && copies < fewCopies) return "few-left"
  return inStock === true || (stock ?? 0) > 0 ? "in-stock" : "unknown"
}

/** Genres the question names, where every product has them all; "mixed" where some lack one. */
export const askedGenres = (
  prompt: Prompt,
  products: ReadonlyArray<PromptProduct>,
): { readonly genres: ReadonlyArray<string>; readonly mixed: boolean } => {
  const { genres } = namesIn(prompt.question)
  const shown = genres.filter((genre) => products.some((product) => product.genres.includes(genre)))
  return {
    genres: shown,
    mixed: products.some((product) => shown.some((genre) => !product.genres.includes(genre))),
  }
}
