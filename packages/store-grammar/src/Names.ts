/**
 * Lists the spellings by which a text can name a series, a person or a genre of the catalogue: English, Japanese and
 * romanised titles, other names for them, usual misspellings, personal names in either order. Titles that are also
 * everyday words are marked as common; abbreviations that could mean anything (kind `ABBR`) name a title only beside a
 * volume number.
 */
import type { Catalogue } from "@manga-assist/catalogue"
import type { Name } from "./kinds/Kind.ts"
import { genreNames } from "./GenreNames.ts"
import { listNamed } from "./lists/WordFiles.ts"
import { magazineNames } from "./MagazineNames.ts"
import { otherFigures, withoutV } from "./OtherSpellings.ts"
import { publisherNames } from "./PublisherNames.ts"

/**
 * Titles that are everyday words. After "a", "any" or "some" they are no title, and no misspelt word is
 * taken for them.
 */
const commonTitles = new Set(
  `monster, touch, real, major, x, swan, sunny, emma, kingdom, basara, akira, nana, drifters, erased, bleach,
  pluto, magi, blame, reborn, kirby, lupin, lum, eva, adolf, conan, gaku, ippo,
  リアル, タッチ, モンスター, ピンポン, スワン, サニー, マギ, 岳, 白鳥, サプリ, バキ, ナナ, エマ, 大奥, 童夢, 進撃, 呪術,
  薬屋, 刃牙, メジャー, ブリーチ, 風光る, 歩く人, look back, ping pong, perfect world, silver spoon, full moon,
  black cat, blue flag, blue box, blue period, red river, case closed, cat street, liar game,
  glass mask, dragon head, child's toy, baby steps, clear card, my star, my love story, our little sister,
  love is war, silver soul, fighting spirit, real clothes, one outs, one out`
    .split(",")
    .map((title) => title.trim()),
)

/**
 * Short Latin abbreviations that are words or could be anybody's, and names of anime whose volumes are not those
 * of the series.
 */
const unusable = new Set([
  ..."op ft bc bj db tg hq vk x ane snk aot eva lum nana bts hyd bg out re ynu ynū ハンタ".split(
    " ",
  ),
  "dbz",
  "dragon ball z",
  "naruto shippuden",
])

const shortest = 3

/** Letters of a person's name from which on a misspelling is taken for it. */
const shortestGuessed = 7

const usable = (spelling: string): boolean => {
  const plain = spelling.toLowerCase()
  if (/^[\x20-\x7e]+$/u.test(spelling)) return plain.length >= shortest || plain === "x"
  // 「おつりがくる」, 「まぎらわしい」
  return !/^\p{sc=Hiragana}{1,2}$/u.test(spelling)
}

const withoutArticle = (title: string): ReadonlyArray<string> => {
  const rest = title.replace(/^(?:The|A) /u, "")
  return rest !== title && rest.includes(" ") ? [rest] : []
}

/** "Boruto: Two Blue Vortex" is also written without what stands before or in place of a colon. */
const spellings = (title: string): ReadonlyArray<string> => [
  title,
  ...withoutArticle(title),
  ...(title.includes("'") ? [title.replaceAll("'s", "")] : []),
]

/** Spellings that many people take for the title's own, and that are no other title. */
const usualSpellings: ReadonlyArray<readonly [id: string, spelling: string]> = [
  ["jujutsu-kaisen", "呪術回戦"],
  ["jujutsu-kaisen", "jujitsu kaisen"],
  ["the-apothecary-diaries", "薬屋の独り言"],
  ["hunter-x-hunter", "ハンター×ハンター"],
  ["dr-slump", "doctor slump"],
  ["dr-stone", "doctor stone"],
  ["mob-psycho-100", "mob psycho one hundred"],
  ["mob-psycho-100", "mob psycho hundred"],
  ["kaiju-no-8", "kaiju no eight"],
  ["kaiju-no-8", "kaiju number 8"],
  ["oshi-no-ko", "推しのこ"],
  ["kaiju-no-8", "kaiju number eight"],
  ["eyeshield-21", "eyeshield twenty one"],
]

/** What readers in Japan call a title among themselves. */
const nicknameNames = (): ReadonlyArray<Name> =>
  Array.from(
    listNamed("ja/nicknames").matchAll(/^ +([a-z0-9-]+): (.+)$/gmu),
    ([, value = "", list = ""]): ReadonlyArray<Name> =>
      // No misspelt word is taken for one.
      list.split(", ").map((spelling) => ({ kind: "SERIES", value, spelling, exact: true })),
  ).flat()

const seriesNames = ({ series: all }: Catalogue): ReadonlyArray<Name> => {
  const name = (value: string, spelling: string): Name => ({
    kind: "SERIES",
    value,
    spelling,
    common: commonTitles.has(spelling.toLowerCase()),
  })
  return [
    ...all.flatMap(({ english, id, japanese, romaji }) =>
      [english, japanese, romaji].map((spelling) => name(id, spelling)),
    ),
    ...all.flatMap(({ aliases, id }) =>
      aliases
        .filter((alias) => usable(alias) && !unusable.has(alias.toLowerCase()))
        .map((alias) => name(id, alias)),
    ),
    ...all.flatMap(({ id, japanese }) =>
      otherFigures(japanese).map((spelling) => name(id, spelling)),
    ),
    ...all.flatMap(({ aliases, id, japanese }) =>
      [japanese, ...aliases].flatMap(withoutV).map((spelling) => name(id, spelling)),
    ),
    ...all.flatMap(({ english, id }) =>
      spellings(english)
        .slice(1)
        .map((spelling) => name(id, spelling)),
    ),
    ...all
      .filter(({ id }) => id === "attack-on-titan")
      .flatMap(({ id }) =>
        ["AoT", "SnK", "attack on titans"].map((spelling) => name(id, spelling)),
      ),
    ...usualSpellings.map(([id, spelling]) => name(id, spelling)),
  ]
}

const kana = /^[^A-Za-z]{3,}$/u

/** A title after the name of who drew it says no more than the title. */
const seriesOfAuthors = ({ series }: Catalogue): ReadonlyArray<Name> =>
  series.flatMap(({ aliases, author, id, japanese }) =>
    author.japanese.split("、").flatMap((person) =>
      [japanese, ...aliases.filter((alias) => kana.test(alias))].flatMap((title) =>
        ["の", "先生の", "作の"].map((joint) => ({
          kind: "SERIES",
          value: id,
          spelling: `${person}${joint}${title}`,
          exact: true,
        })),
      ),
    ),
  )

/** Pen names in Latin letters, as they are read. */
const inKana: Readonly<Record<string, ReadonlyArray<string>>> = { CLAMP: ["クランプ"] }

const authorNames = ({ people }: Catalogue): ReadonlyArray<Name> => {
  const surnames = [...people.keys()].map((english) => english.split(" ").at(-1) ?? english)
  const once = (surname: string) => surnames.filter((each) => each === surname).length === 1
  const families = [...people.values()].map((japanese) => japanese.slice(0, 2))
  const onceJapanese = (family: string) => families.filter((each) => each === family).length === 1
  return [...people].flatMap(([english, japanese]) => {
    const words = english.split(" ")
    const surname = words.at(-1) ?? english
    const turned = [surname, ...words.slice(0, -1)].join(" ")
    const whole = words.length > 1 ? [english, turned, japanese] : [japanese]
    // A surname alone is a person only where no other one has it and it is no everyday word.
    const alone = words.length > 1 && surname.length >= 5 && once(surname) ? [surname] : []
    const pen =
      words.length === 1 && english.length >= 5 ? [english, ...(inKana[english] ?? [])] : []
    // 尾田先生: the first two characters are the surname, but of one person only.
    const family = japanese.slice(0, 2)
    const teacher =
      /^\p{sc=Han}{2}/u.test(japanese) && japanese.length > 2 && onceJapanese(family)
        ? ["先生", "作品", "漫画", "マンガ", "さん", "氏", "ワールド"].map(
            (behind) => family + behind,
          )
        : []
    return [...whole, ...alone, ...pen, ...teacher].map((spelling) => ({
      kind: "PERSON",
      value: english,
      spelling,
      // "Suzuka" is somebody or something else, not a misspelt Suzuki.
      exact: spelling.length < shortestGuessed,
    }))
  })
}

/** Abbreviations that are words or could be anybody's: a title only with the number of a volume. */
const abbreviations = ({ series }: Catalogue): ReadonlyArray<Name> =>
  series.flatMap(({ aliases, id }) =>
    aliases
      .filter((alias) => !usable(alias) || unusable.has(alias.toLowerCase()))
      .map((spelling) => ({ kind: "ABBR", value: id, spelling, exact: true })),
  )

const endsLoosely =
  /^(?:of|the|a|an|to|in|on|at|no|ni|wa|ga|wo|o|to|e|de|and|with|for|from|is|was|were|my|your|you|i|it|as|that|this|did|don't|by|am|are|be|has|who)$/u
/** What any sentence may begin with. */
const beginsLoosely =
  /^(?:the|a|an|my|our|your|that|what|say|give|please|we|i|do|don't|in|his|her|they|last|new|different|all|this|and|one)$/u
/** The beginnings of other titles too, that the store does not have. */
const beginsOthers = new Set(
  `mobile suit, mobile suit gundam, kido senshi, kido senshi gundam, dragon quest, super mario, super mario manga,
  pocket monsters, great teacher, 20th century, 21st century, twentieth century, snow white, digimon adventure,
  case closed zero's, full metal, summer time, girls' last, magic knight, tokyo manji, kaze no tani, hunter x`
    .split(",")
    .map((start) => start.trim()),
)
const fewestLetters = 8
const lettersOfTitle = 14

const wordsOf = (title: string): ReadonlyArray<string> =>
  title
    .toLowerCase()
    .replaceAll(/[:!?.,&]/gu, " ")
    .split(/\s+/u)
    .filter((word) => word !== "")

/**
 * The first words of a long title that no other title begins with: "Tensei Shitara Slime", "Fist of the North". Two
 * words ("witch hat") are a title only with the number of a volume.
 */
const shortened = ({ series }: Catalogue): ReadonlyArray<Name> => {
  const titles = series.flatMap(({ aliases, english, id, romaji }) =>
    [english, ...withoutArticle(english), romaji, ...aliases]
      .filter((title) => /^[\x20-\x7e]+$/u.test(title))
      .map((title) => ({ id, words: wordsOf(title) })),
  )
  /** The only series with a title that begins so; empty where there are several. */
  const owners = new Map<string, string>()
  for (const { id, words } of titles) {
    for (let count = 1; count <= words.length; count++) {
      const start = words.slice(0, count).join(" ")
      owners.set(start, (owners.get(start) ?? id) === id ? id : "")
    }
  }
  const whole = new Set(titles.map(({ words }) => words.join(" ")))
  const found = new Map<string, Name>()
  for (const { id, words } of titles) {
    for (let count = 2; count < words.length; count++) {
      const start = words.slice(0, count).join(" ")
      const isTitle = count > 2 && start.length >= lettersOfTitle
      if (
        endsLoosely.test(words[count - 1] ?? "") ||
        beginsLoosely.test(words[0] ?? "") ||
        beginsOthers.has(start) ||
        start.length < fewestLetters ||
        whole.has(start) ||
        owners.get(start) === ""
      ) {
        continue
      }
      found.set(start, {
        kind: isTitle ? "SERIES" : "ABBR",
        value: id,
        spelling: start,
        exact: true,
      })
    }
  }
  return [...found.values()]
}

export const storeNames = (catalogue: Catalogue): ReadonlyArray<Name> => [
  ...seriesNames(catalogue),
  ...nicknameNames(),
  ...seriesOfAuthors(catalogue),
  ...genreNames(catalogue),
  ...magazineNames(),
  ...publisherNames(catalogue),
  ...authorNames(catalogue),
  ...abbreviations(catalogue),
  ...shortened(catalogue),
]
