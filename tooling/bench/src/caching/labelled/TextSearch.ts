/**
 * Searches for the text that is slowest to parse, by hill climbing. Candidates are words, titles, punctuation and rare
 * code points, repeated to the longest allowed message. A slower text replaces the current one; without progress the
 * search restarts.
 */
import { series } from "@manga-assist/catalogue"

export const languages = ["English", "Japanese"] as const
export type Language = (typeof languages)[number]

export const longestText = 2_000

const common =
  "1 12 1,000 1-3 3.5 ½ ² ㍿ ﷺ ( ) [ { \" ' “ 「 『 【 < & × ~ - . , ? ! … § ♪ 😀 \ud83d \u0301 \u200b \u3099 \uff9e".split(
    " ",
  )

const parts: Readonly<Record<Language, ReadonlyArray<string>>> = {
  English: [
    ...common,
    ..."a o u s the of and no monster hundred twenty first please stcok prcie xyzzy wa ga wo ka kudasai ikura".split(
      " ",
    ),
    ..."how much is|volume|in stock|who wrote|something like|not too|box set|under 1000 yen|saishuukan wa".split(
      "|",
    ),
    ...series().map(({ english }) => english),
    ...series().map(({ romaji }) => romaji),
  ],
  Japanese: [
    ...common,
    ..."の は が を も ー ッ ン リ 一 百 万 巻 第 異世界 リボーン モンスター ﾜﾝﾋﾟｰｽ おしえて なん巻 いくら ですか ますでしょうか 出来ますか".split(
      " ",
    ),
    ..."みたいな漫画 以外で 以下 全巻セット 作者は誰 在庫ありますか 最新刊 発売日".split(" "),
    ...series().map(({ japanese }) => japanese),
    ...series().flatMap(({ aliases }) => aliases),
  ],
}

/** One letter of a long name wrong, which the grammar tries to forgive. */
const misspelt = (name: string): string => {
  const at = Math.floor(name.length / 2)
  return `${name.slice(0, at)}q${name.slice(at + 1)}`
}
const titles = series().map(({ english }) => english)

/** Repeated, these were slow once: the search begins with them. */
const hostile = [
  "how much is one piece volume 3 and ",
  "how much ",
  "naruto ",
  "a",
  "12345678901234567890 ",
  "ワンピースの3巻はいくらですか、",
  "の",
  "ヴァガボンドー",
  "ﾜﾝﾋﾟｰｽ１２巻",
  "no wa ga wo ni de to mo ",
  "twenty-first hundred thousand ",
  "!?.,;: ",
  titles.join(" "),
  titles.map(misspelt).join(" "),
  series()
    .map(({ japanese }) => japanese)
    .join(""),
]

const betweens = ["", " ", "、", "\n", "の"]

/** What is repeated. */
export interface Recipe {
  readonly parts: ReadonlyArray<string>
  readonly between: string
}

/** The recipe's text, of about this length: whole parts where one fits. */
export const textOf = ({ between, parts: repeated }: Recipe, length: number): string => {
  const once = repeated.join(between) + between
  return once.length > length
    ? once.slice(0, length)
    : once.repeat(Math.floor(length / once.length))
}

export interface Found {
  readonly recipe: Recipe
  readonly milliseconds: number
}

interface Search {
  readonly language: Language
  readonly random: () => number
  /** Processor time of reading a text, the more exact the more often it is tried. */
  readonly time: (text: string, tries: number) => number
  readonly isOver: () => boolean
}

const mostParts = 8
/** Mutations in a row that find nothing slower. */
const patience = 200
const tries = { few: 3, many: 20 }

/** The slowest text found until it is over. */
export const slowestText = ({ isOver, language, random, time }: Search): Found => {
  const pick = <A>(list: ReadonlyArray<A>): A => {
    const picked = list[Math.floor(random() * list.length)]
    if (picked === undefined) throw new RangeError("nothing to pick from")
    return picked
  }
  const part = (): string => {
    const chosen = pick(parts[language])
    if (random() < 0.7) return chosen
    const at = Math.floor(random() * chosen.length)
    return random() < 0.5
      ? chosen.slice(0, at + 1)
      : `${chosen.slice(0, at)}${pick(common)}${chosen.slice(at + 1)}`
  }
  const fresh = (): Recipe => ({
    parts: Array.from({ length: 1 + Math.floor(random() * 4) }, part),
    between: pick(betweens),
  })
  const mutated = ({ between, parts: before }: Recipe): Recipe => {
    const after = [...before]
    const at = Math.floor(random() * after.length)
    const kind = random()
    if (kind < 0.4) after[at] = part()
    else if (kind < 0.65 && after.length < mostParts) after.splice(at, 0, part())
    else if (kind < 0.8 && after.length > 1) after.splice(at, 1)
    else if (kind < 0.9) after[at] = pick(after).repeat(2)
    else return { parts: before, between: pick(betweens) }
    return { parts: after, between }
  }
  const timed = (recipe: Recipe): Found => {
    const text = textOf(recipe, longestText)
    return { recipe, milliseconds: time(text, tries.few) }
  }

  let slowest: Found = { recipe: fresh(), milliseconds: 0 }
  const keep = (found: Found): void => {
    if (found.milliseconds <= slowest.milliseconds) return
    const milliseconds = time(textOf(found.recipe, longestText), tries.many)
    if (milliseconds > slowest.milliseconds) slowest = { recipe: found.recipe, milliseconds }
  }
  for (const text of hostile) keep(timed({ parts: [text], between: "" }))
  while (!isOver()) {
    let current = timed(fresh())
    for (let failed = 0; failed < patience && !isOver(); failed++) {
      const next = timed(mutated(current.recipe))
      if (next.milliseconds <= current.milliseconds) continue
      keep(next)
      current = next
      failed = 0
    }
  }
  return slowest
}
