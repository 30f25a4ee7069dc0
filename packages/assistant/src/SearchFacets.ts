/**
 * What a wish says beyond its slots and search can filter or sort by: finished or running, how long,
 * the cheapest first, not out yet.
 *
 * Pure; reads the customer's words, so it is part of what the question's own text says.
 */
export interface SearchFacets {
  readonly status?: "completed" | "ongoing"
  /** Volumes of the series, inclusive. */
  readonly volumesMin?: number
  readonly volumesMax?: number
  /** `asc`: cheapest first. */
  readonly byPrice?: "asc" | "desc"
  /** `asc`: oldest first. */
  readonly byYear?: "asc" | "desc"
  /** Asks for what comes out later. */
  readonly upcoming: boolean
}

const completed =
  /\b(?:completed?|finished)\b(?! (?:box|set|collection))|完結(?:済み?|した|している|してる)?/giu
const ongoing = /\b(?:ongoing|still running)\b|連載中|続いている/giu
const atMost =
  /\b(?:under|below|less than|fewer than|at most|up to|no more than|within)\s(\d{1,3})\s(?:volumes?|vols?|books?)\b|(\d{1,3})\s?巻(?:以内|以下|未満|まで)/giu
const atLeast =
  /\b(?:over|above|more than|at least)\s(\d{1,3})\s(?:volumes?|vols?|books?)\b|(\d{1,3})\s?巻(?:以上|超)/giu
const single =
  /\b(?:one|single|1)[\s-](?:volume|vol|shot)\b|\boneshots?\b|[1１一全]+巻(?:完結|だけ|もの)|読み切り/giu
const short = /\b(?:short|quick)\b|短い|短め|すぐ読める/giu
const long = /\blong(?:er|est)?(?:[\s-]running)?\b|長い|長編/giu
const cheapest =
  /\b(?:cheapest|lowest[\s-]priced?|least expensive)\b|(?:一番|いちばん|最も)安い|最安値?/giu
const dearest = /\b(?:most expensive|priciest|dearest)\b|(?:一番|いちばん|最も)高い/giu
const oldest = /\b(?:oldest|earliest|vintage)\b|(?:一番|最も)古い|昔の/giu
const later =
  /\b(?:upcoming|coming (?:soon|out|up)|not (?:out )?yet(?: released)?|next (?:month|week)|future|soon|pre-?orders?)\b|来月|来週|近日|これから|今後|発売予定|予約受付/giu

// What contains another one's words comes before it.
const all = [
  single,
  atMost,
  atLeast,
  completed,
  ongoing,
  short,
  long,
  cheapest,
  dearest,
  oldest,
  later,
]

/** Longest that "short" may be, and least that "long" must be: the quarter at each end of the catalogue. */
const shortVolumes = 8
const longVolumes = 30

const has = (text: string, pattern: RegExp) => text.search(pattern) >= 0

const numberIn = (text: string, pattern: RegExp): number | undefined => {
  const [match] = text.matchAll(pattern)
  const digits = match?.[1] ?? match?.[2]
  return digits === undefined ? undefined : Number(digits)
}

export const facetsOf = (question: string): SearchFacets => {
  const text = question.normalize("NFKC")
  const most =
    numberIn(text, atMost) ?? (has(text, single) ? 1 : has(text, short) ? shortVolumes : undefined)
  const least = numberIn(text, atLeast) ?? (has(text, long) ? longVolumes : undefined)
  return {
    ...(has(text, completed)
      ? { status: "completed" as const }
      : has(text, ongoing)
        ? { status: "ongoing" as const }
        : {}),
    ...(most === undefined ? {} : { volumesMax: most }),
    ...(least === undefined ? {} : { volumesMin: least }),
    ...(has(text, cheapest)
      ? { byPrice: "asc" as const }
      : has(text, dearest)
        ? { byPrice: "desc" as const }
        : {}),
    ...(has(text, oldest) ? { byYear: "asc" as const } : {}),
    upcoming: has(text, later),
  }
}

/** The text without the words that a facet explains. */
export const withoutFacets = (text: string): string =>
  all.reduce((rest, pattern) => rest.replaceAll(pattern, " "), text)
