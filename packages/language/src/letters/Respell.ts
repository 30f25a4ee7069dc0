/**
 * Unifies Japanese spellings of the same word (何巻 and なん巻, できる and 出来る, ください and 下さい), polite endings (ますでしょうか
 * becomes ますか), and full-width letters. Pure; applied to texts and word lists alike, but not to names.
 */
const wide = /[！-～]/gu
const beyondAscii = /[^\0-\x7f]/

interface Respelling {
  /** One letter, or one of several. */
  readonly before?: string
  readonly found: string
  readonly after?: string
  readonly spelling: string
}

const respellings: ReadonlyArray<Respelling> = [
  { found: "なん", after: "[巻冊円日話歳年]", spelling: "何" },
  { found: "出来", after: "[るまなたてそれ]", spelling: "でき" },
  { before: "て", found: "下さい", spelling: "ください" },
  { found: "おしえて", spelling: "教えて" },
  { found: "ますでしょうか", spelling: "ますか" },
  { before: "[供人児性者子歳才]", found: "むけ", spelling: "向け" },
  { found: "お", after: "いくら", spelling: "" },
  { found: "お", after: "値段", spelling: "" },
]

const respelt = new RegExp(
  respellings
    .map(({ after = "", before = "", found }) => {
      const behind = before === "" ? "" : `(?<=${before})`
      return behind + found + (after === "" ? "" : `(?=${after})`)
    })
    .join("|"),
  "gu",
)

const spellings: ReadonlyMap<string, string> = new Map(
  respellings.map(({ found, spelling }) => [found, spelling]),
)

export const respell = (text: string): string =>
  beyondAscii.test(text)
    ? text
        .replace(wide, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
        .replace(respelt, (found) => spellings.get(found) ?? found)
    : text

/** Two letters of which the second may follow the first once the choices between them are made. */
const mayFollow = "(?:[()|](?:[^;]*[()|])?)?"

const letters = /\[[^\]]*\]|./gu

const acrossChoices = respellings.map(({ after = "", before = "", found }) => ({
  found: [...found],
  pattern: new RegExp(
    Array.from(`${before}${found}${after}`.matchAll(letters), String).join(mayFollow),
    "u",
  ),
}))

/** May a spelling of the pattern, whose parts are respelt one by one, still hold something to respell? */
export const mayNeedRespelling = (text: string): boolean =>
  beyondAscii.test(text) &&
  acrossChoices.some(
    ({ found, pattern }) => found.every((letter) => text.includes(letter)) && pattern.test(text),
  )
