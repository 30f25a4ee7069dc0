/**
 * Lists the spellings by which a text can name a genre of the catalogue: its names there, other names for it, and
 * further everyday words. Ambiguous words ("work", 音楽) are left out, or count only directly before a word for manga
 * (kind `GENREMANGA`).
 */
import type { Genre } from "@manga-assist/catalogue"
import type { Name } from "./kinds/Kind.ts"
import { wordsNamed } from "./lists/WordFiles.ts"
import names from "./names/genres.json" with { type: "json" }

/** Words of a genre that say something else where no book is near are left to the themes. */
const unsureGenreWords = new Set(
  "arts work office job fighting battle quest journey food cooking art band music space spirits ghosts love 仕事 職業 家族 学校 部活 音楽 芸術 心理 日常 恐怖 歴史 samurai era romcom ラブコメ".split(
    " ",
  ),
)

const furtherGenres: Readonly<Record<string, ReadonlyArray<string> | undefined>> = names

const wishWords = wordsNamed("wishes")

const endsInKatakana = /[ァ-ヶー]$/u

/** Nothing shows where one word of katakana ends and the next begins. Some genres are themes too. */
const namesOfGenre = (id: string, spelling: string): ReadonlyArray<Name> => {
  const name: Name = { kind: "GENRE", value: id, spelling }
  return endsInKatakana.test(spelling) && !wishWords.includes(spelling)
    ? [name, { kind: "GENREMANGA", value: id, spelling: `${spelling}マンガ`, exact: true }]
    : [name]
}

const sureGenreNames = (genres: ReadonlyArray<Genre>): ReadonlyArray<Name> =>
  genres.flatMap(({ aliases, english, id, japanese }) =>
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
const unsureGenreNames = (genres: ReadonlyArray<Genre>): ReadonlyArray<Name> =>
  genres
    .filter(({ japanese }) => unsureGenreWords.has(japanese))
    .flatMap(({ id, japanese }) =>
      ["漫画", "の漫画", "マンガ", "のマンガ"].map((book) => ({
        kind: "GENREMANGA",
        value: id,
        spelling: japanese + book,
        exact: true,
      })),
    )

export const genreNames = (genres: ReadonlyArray<Genre>): ReadonlyArray<Name> => [
  ...sureGenreNames(genres),
  ...unsureGenreNames(genres),
]
