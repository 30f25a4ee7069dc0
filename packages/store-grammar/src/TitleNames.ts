/**
 * Lists the spellings by which a text can name a series: English, Japanese and romanised titles, other names for them, usual
 * misspellings. Titles that are also everyday words are marked as common; abbreviations that could mean anything (kind
 * `ABBR`) name a title only beside a volume number. Pure.
 */
import type { Series } from "@manga-assist/catalogue"
import type { Name } from "./kinds/Kind.ts"
import { listNamed } from "./lists/WordFiles.ts"
import { otherFigures, withoutV } from "./OtherSpellings.ts"

/** The names of a series. */
export type NamesOf = (series: Series) => ReadonlyArray<Name>

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
  vigilantes, love is war, silver soul, fighting spirit, real clothes, one outs, one out`
    .split(",")
    .map((title) => title.trim()),
)

const longestCommon = Math.max(...Array.from(commonTitles, (title) => title.length))

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

const usable = (spelling: string): boolean => {
  const plain = spelling.toLowerCase()
  if (/^[\x20-\x7e]+$/u.test(spelling)) return plain.length >= shortest || plain === "x"
  // 「おつりがくる」, 「まぎらわしい」
  return !/^\p{sc=Hiragana}{1,2}$/u.test(spelling)
}

export const withoutArticle = (title: string): ReadonlyArray<string> => {
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
const usualSpellings: Readonly<Record<string, ReadonlyArray<string> | undefined>> = {
  "jujutsu-kaisen": ["呪術回戦", "jujitsu kaisen"],
  "the-apothecary-diaries": ["薬屋の独り言"],
  "hunter-x-hunter": ["ハンター×ハンター"],
  "dr-slump": ["doctor slump"],
  "dr-stone": ["doctor stone"],
  "mob-psycho-100": ["mob psycho one hundred", "mob psycho hundred"],
  "kaiju-no-8": ["kaiju no eight", "kaiju number 8", "kaiju number eight"],
  "oshi-no-ko": ["推しのこ"],
  "eyeshield-21": ["eyeshield twenty one"],
  "attack-on-titan": ["AoT", "SnK", "attack on titans"],
}

/** What readers in Japan call a title among themselves. */
const nicknames: ReadonlyMap<string, ReadonlyArray<string>> = new Map(
  Array.from(
    listNamed("ja/nicknames").matchAll(/^ +([a-z0-9-]+): (.+)$/gmu),
    ([, id = "", list = ""]) => [id, list.split(", ")] as const,
  ),
)

const name = (value: string, spelling: string): Name => {
  const common = spelling.length <= longestCommon && commonTitles.has(spelling.toLowerCase())
  return { kind: "SERIES", value, spelling, ...(common ? { common } : { unlessWord: true }) }
}

const usableAlias = (alias: string): boolean => usable(alias) && !unusable.has(alias.toLowerCase())

const kana = /^[^A-Za-z]{3,}$/u

/** Of two spellings that are equal the one of the earlier list counts. */
export const titleNames: ReadonlyArray<NamesOf> = [
  ({ english, id, japanese, romaji }) =>
    (romaji === english ? [english, japanese] : [english, japanese, romaji]).map((spelling) =>
      name(id, spelling),
    ),
  ({ aliases, id }) => aliases.filter(usableAlias).map((alias) => name(id, alias)),
  ({ id, japanese }) => otherFigures(japanese).map((spelling) => name(id, spelling)),
  ({ aliases, id, japanese }) =>
    [japanese, ...aliases].flatMap(withoutV).map((spelling) => name(id, spelling)),
  ({ english, id }) =>
    spellings(english)
      .slice(1)
      .map((spelling) => name(id, spelling)),
  ({ id }) => (usualSpellings[id] ?? []).map((spelling) => name(id, spelling)),
  // No misspelt word is taken for one.
  ({ id }) =>
    (nicknames.get(id) ?? []).map((spelling) => ({
      kind: "SERIES",
      value: id,
      spelling,
      exact: true,
    })),
]

const joints = ["の", "先生の", "作の"]

/** A title after the name of who drew it says no more than the title. `by`: only after the names of that one. */
export const titlesBehindNames = ({ aliases, author, id, japanese }: Series, by?: string) => {
  const english = author.english.split(", ")
  const titles = [japanese, ...aliases.filter((alias) => kana.test(alias))]
  return author.japanese.split("、").flatMap((person, at): ReadonlyArray<Name> =>
    by !== undefined && by !== (english[at] ?? by)
      ? []
      : titles.flatMap((title) =>
          joints.map((joint) => ({
            kind: "SERIES",
            value: id,
            spelling: `${person}${joint}${title}`,
            exact: true,
          })),
        ),
  )
}

/** Abbreviations that are words or could be anybody's: a title only with the number of a volume. */
export const abbreviations: NamesOf = ({ aliases, id }) =>
  aliases
    .filter((alias) => !usableAlias(alias))
    .map((spelling) => ({ kind: "ABBR", value: id, spelling, exact: true }))
