/**
 * Lists the spellings by which a text can name a genre of the catalogue: its names there, other names for it, and
 * further everyday words. Ambiguous words ("work", 音楽) are left out, or count only directly before a word for manga
 * (kind `GENREMANGA`).
 */
import type { Name } from "./kinds/Kind.ts"
import { catalogue } from "./KnownCatalogue.ts"
import { wordsNamed } from "./lists/WordFiles.ts"

/** Words of a genre that say something else where no book is near are left to the themes. */
const unsureGenreWords = new Set(
  "arts work office job fighting battle quest journey food cooking art band music space spirits ghosts love 仕事 職業 家族 学校 部活 音楽 芸術 心理 日常 恐怖 歴史 samurai era romcom ラブコメ".split(
    " ",
  ),
)

const furtherGenres: Readonly<Record<string, ReadonlyArray<string>>> = {
  action: ["actions", "action packed", "アクション系"],
  comedy: ["comedies", "comedic", "humour", "humorous", "コメディー", "ギャグ系", "お笑い系"],
  crime: ["mafia stories", "クライムもの", "裏社会もの"],
  fantasy: ["fantasies", "ファンタジ", "ファンタジー系", "ふぁんたじー"],
  food: [
    "food",
    "cooking",
    "culinary",
    "foodie",
    "グルメ系",
    "料理もの",
    "料理系",
    "食べ物",
    "飯テロ",
  ],
  historical: ["history", "historic", "歴史", "歴史もの", "歴史物", "歴史系", "時代もの"],
  horror: ["horrors", "spooky", "ホラー系", "怖い", "こわい", "ほらー", "恐怖系"],
  isekai: ["異世界もの", "異世界系", "異世界転生もの"],
  mecha: ["mechs", "mech", "giant robot", "robots", "ロボットもの", "ロボ", "メカもの"],
  mystery: [
    "mysteries",
    "mistery",
    "detective stories",
    "ミステリ",
    "推理もの",
    "ミステリー系",
    "謎解き",
    "みすてりー",
  ],
  psychological: ["心理系", "心理もの", "頭脳戦"],
  romance: [
    "romances",

    "love stories",

    "恋愛もの",
    "恋愛系",
    "れんあい",
    "ラブストーリー",
    "恋愛物",
  ],
  school: ["学園もの", "学園系", "学園物"],
  "sci-fi": ["sci fi", "scifi", "sf", "science fiction", "sf系", "sfもの"],
  "slice-of-life": [
    "slice of life",
    "cozy",
    "cosy",
    "日常",
    "日常もの",
    "日常系",
    "ほのぼの",
    "ほのぼのした",
    "癒し系",
    "ゆるい日常",
  ],
  sports: ["sporty", "スポーツ系", "スポーツもの", "スポ根", "スポコン", "すぽーつ"],
  supernatural: ["paranormal", "オカルト系", "怪奇", "超常現象"],
  thriller: ["thrillers", "suspenseful", "サスペンス系", "サスペンスもの"],
  workplace: ["お仕事もの", "お仕事系", "仕事もの", "職業もの"],
}

const wishWords = wordsNamed("wishes")

const endsInKatakana = /[ァ-ヶー]$/u

/** Nothing shows where one word of katakana ends and the next begins. Some genres are themes too. */
const namesOfGenre = (id: string, spelling: string): ReadonlyArray<Name> => {
  const name: Name = { kind: "GENRE", value: id, spelling }
  return endsInKatakana.test(spelling) && !wishWords.includes(spelling)
    ? [name, { kind: "GENREMANGA", value: id, spelling: `${spelling}マンガ`, exact: true }]
    : [name]
}

const sureGenreNames = (): ReadonlyArray<Name> =>
  catalogue.genres.flatMap(({ aliases, english, id, japanese }) =>
    [
      english,
      ...english.split(" & "),
      id,
      japanese,
      ...japanese.split("・"),
      ...aliases,
      ...(furtherGenres[id] ?? []),
    ]
      .filter(
        (spelling) =>
          (furtherGenres[id] ?? []).includes(spelling) ||
          !unsureGenreWords.has(spelling.toLowerCase()),
      )
      .flatMap((spelling) => namesOfGenre(id, spelling)),
  )

/** 心理 is a genre before a word for books; 音楽 is only a part of one. */
const unsureGenreNames = (): ReadonlyArray<Name> =>
  catalogue.genres
    .filter(({ japanese }) => unsureGenreWords.has(japanese))
    .flatMap(({ id, japanese }) =>
      ["漫画", "の漫画", "マンガ", "のマンガ"].map((book) => ({
        kind: "GENREMANGA",
        value: id,
        spelling: japanese + book,
        exact: true,
      })),
    )

export const genreNames = (): ReadonlyArray<Name> => [...sureGenreNames(), ...unsureGenreNames()]
