/**
 * Every spelling the lexicon knows, with what it names: series, people, genres, readerships.
 *
 * A spelling that would name two things of one kind is left out, except a full title, which its
 * series keeps.
 */
import type { Demographic, Genre, Series } from "../Series.ts"
import { foldedLetters } from "./Folding.ts"

export type Named =
  | { readonly kind: "series"; readonly id: string; readonly spelling: string }
  | {
      readonly kind: "author"
      readonly id: string
      readonly spelling: string
      readonly part: "whole" | "surname"
    }
  | { readonly kind: "genre"; readonly id: string; readonly spelling: string }
  | { readonly kind: "demographic"; readonly id: Demographic; readonly spelling: string }

const withoutArticle = (title: string): ReadonlyArray<string> => {
  const rest = title.replace(/^(?:The|A) /, "")
  return rest !== title && rest.includes(" ") ? [rest] : []
}

const spelledAnd = (title: string): ReadonlyArray<string> =>
  / & /.test(title) ? [title.replaceAll("&", "and")] : []

/** Full titles first, then aliases, then derived spellings: the first to claim a spelling keeps it. */
export const seriesNames = (all: ReadonlyArray<Series>): ReadonlyArray<Named> => {
  const claimed = new Map<string, Named>()
  const claim = (series: Series, spellings: ReadonlyArray<string>) => {
    for (const spelling of spellings) {
      const letters = foldedLetters(spelling)
      if (letters === "" || claimed.has(letters)) continue
      claimed.set(letters, { kind: "series", id: series.id, spelling })
    }
  }
  for (const one of all) claim(one, [one.english, one.japanese, one.romaji])
  for (const one of all) claim(one, one.aliases)
  for (const one of all) {
    claim(one, [...withoutArticle(one.english), ...spelledAnd(one.english)])
    claim(one, one.aliases.flatMap(spelledAnd))
  }
  return [...claimed.values()]
}

interface Person {
  readonly english: string
  readonly japanese: string
}

const peopleOf = (all: ReadonlyArray<Series>): ReadonlyArray<Person> => {
  const people = new Map<string, Person>()
  for (const { author } of all) {
    const japanese = author.japanese.split("、")
    for (const [index, english] of author.english.split(", ").entries()) {
      people.set(english, { english, japanese: japanese[index] ?? english })
    }
  }
  return [...people.values()]
}

const onlyOnce = (values: ReadonlyArray<string>): ReadonlySet<string> => {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const value of values) (seen.has(value) ? twice : seen).add(value)
  return new Set([...seen].filter((value) => !twice.has(value)))
}

const surname = (person: Person): string => person.english.split(" ").at(-1) ?? person.english

/** 尾田先生, 浦沢作品: the written name begins with the surname, of two or three characters. */
const respectful = (person: Person): ReadonlyArray<string> =>
  [2, 3].flatMap((length) =>
    person.japanese.length > length
      ? ["先生", "作品", "氏の"].map((suffix) => person.japanese.slice(0, length) + suffix)
      : [],
  )

/** "Eiichiro Oda", "Oda Eiichiro", 尾田栄一郎; a one-word pen name is no whole name. */
const wholeNames = (person: Person): ReadonlyArray<string> => {
  const words = person.english.split(" ")
  const turned = [words.at(-1), ...words.slice(0, -1)].join(" ")
  const names = words.length > 1 ? [person.english, turned, person.japanese] : [person.japanese]
  return names.filter((name) => words.length > 1 || name !== person.english)
}

const shortestSurname = 3

export const authorNames = (all: ReadonlyArray<Series>): ReadonlyArray<Named> => {
  const people = peopleOf(all)
  const unique = onlyOnce([...people.map(surname), ...people.flatMap(respectful)])
  const named: Array<Named> = []
  for (const person of people) {
    const add = (part: "whole" | "surname", spellings: ReadonlyArray<string>) => {
      for (const spelling of new Set(spellings)) {
        named.push({ kind: "author", id: person.english, spelling, part })
      }
    }
    add("whole", wholeNames(person))
    add(
      "whole",
      respectful(person).filter((spelling) => unique.has(spelling)),
    )
    const alone = surname(person)
    if (unique.has(alone) && alone.length >= shortestSurname) add("surname", [alone])
  }
  return named
}

const furtherGenreSpellings: Readonly<Record<string, ReadonlyArray<string>>> = {
  action: ["battles", "fights"],
  adventure: ["adventures"],
  comedy: ["comedies", "humour", "humorous", "gags", "コメディー", "笑える"],
  crime: ["crimes", "gangsters", "mafia", "ヤクザ", "裏社会"],
  drama: ["dramas"],
  family: ["families"],
  fantasy: ["fantasies", "magical", "ファンタジ"],
  food: ["cook", "cuisine", "restaurant", "グルメ漫画", "料理漫画", "食べ物"],
  historical: ["samurai", "歴史物", "歴史もの", "時代物"],
  horror: ["spooky", "horrors", "ホラ", "怖い"],
  isekai: ["異世界もの"],
  "martial-arts": ["martial art", "kungfu", "karate", "格闘技"],
  mecha: ["mechas", "giant robot", "robots", "巨大ロボット", "ロボ"],
  "music-arts": ["musical", "musician", "bands"],
  mystery: ["mysteries", "detectives", "ミステリ", "推理もの"],
  psychological: ["頭脳戦"],
  romance: ["romances", "romcom", "love stories", "love", "ラブストーリー", "恋愛もの"],
  school: ["スクール", "学園もの"],
  "sci-fi": ["science fiction", "sci fi", "sf", "宇宙"],
  "slice-of-life": ["slice of life", "cozy", "cosy", "癒し", "いやし", "ほのぼの"],
  sports: ["sporting"],
  supernatural: ["paranormal", "ghost", "yokai", "youkai", "幽霊", "超常", "オカルト"],
  thriller: ["thrillers", "suspenseful"],
  workplace: ["jobs", "workplaces", "お仕事もの"],
}

export const genreNames = (all: ReadonlyArray<Genre>): ReadonlyArray<Named> => {
  const claimed = new Map<string, Named>()
  for (const genre of all) {
    const parts = [...genre.japanese.split("・"), ...genre.english.split(" & ")]
    for (const spelling of [
      genre.id,
      genre.english,
      genre.japanese,
      ...parts,
      ...genre.aliases,
      ...(furtherGenreSpellings[genre.id] ?? []),
    ]) {
      const letters = foldedLetters(spelling)
      if (!claimed.has(letters)) claimed.set(letters, { kind: "genre", id: genre.id, spelling })
    }
  }
  return [...claimed.values()]
}

const demographicSpellings: Readonly<Record<Demographic, ReadonlyArray<string>>> = {
  shonen: [
    "shonen",
    "boys manga",
    "manga for boys",
    "for boys",
    "for teenage boys",
    "少年漫画",
    "少年マンガ",
    "少年まんが",
    "少年誌",
    "少年向け",
    "少年コミック",
    "少年系",
    "男の子向け",
    "少年ジャンプ",
    "少年",
  ],
  seinen: [
    "seinen",
    "for adults",
    "for grown ups",
    "for grownups",
    "for adult men",
    "for men",
    "adult manga",
    "mens manga",
    "青年漫画",
    "青年マンガ",
    "青年まんが",
    "青年誌",
    "青年向け",
    "青年コミック",
    "大人向け",
    "大人の男性向け",
    "男性向け",
    "成年向け",
    "青年",
  ],
  shojo: [
    "shojo",
    "girls manga",
    "manga for girls",
    "for girls",
    "for teenage girls",
    "少女漫画",
    "少女マンガ",
    "少女まんが",
    "少女誌",
    "少女向け",
    "少女コミック",
    "少女系",
    "女の子向け",
    "少女",
  ],
  josei: [
    "josei",
    "for women",
    "womens manga",
    "for adult women",
    "ladies comics",
    "女性向け",
    "大人の女性",
    "女性漫画",
    "女性マンガ",
    "女性誌",
    "レディースコミック",
    "大人の女性向け",
    "レディコミ",
  ],
  kodomo: [
    "kodomo",
    "kodomomuke",
    "for kids",
    "for children",
    "for young children",
    "kids manga",
    "childrens manga",
    "for my kid",
    "for my kids",
    "子供向け",
    "子供におすすめ",
    "子どもにおすすめ",
    "子供に人気",
    "子ども向け",
    "こども向け",
    "児童向け",
    "児童漫画",
    "小学生向け",
    "小学生",
    "キッズ向け",
  ],
}

const demographics: ReadonlyArray<Demographic> = ["shonen", "seinen", "shojo", "josei", "kodomo"]

export const demographicNames = (): ReadonlyArray<Named> =>
  demographics.flatMap((id) =>
    demographicSpellings[id].map((spelling) => ({ kind: "demographic" as const, id, spelling })),
  )
