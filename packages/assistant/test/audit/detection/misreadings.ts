/**
 * Ways to misread: a spelling that is taken for another one, and that one for it, or a slot that is left out of every
 * form. The reader itself stays as it is.
 */
import { read } from "../../demoShop.ts"

export type Misreading =
  | { readonly swapped: readonly [string, string] }
  | { readonly dropped: string }

export const nameOf = (misreading: Misreading): string =>
  "dropped" in misreading
    ? `without ${misreading.dropped}`
    : `"${misreading.swapped[0]}" for "${misreading.swapped[1]}"`

const asPattern = (spelling: string) =>
  /^[\x20-\x7e]+$/u.test(spelling) ? `\\b${spelling}\\b` : spelling

/** As which question of which form a text is read; `undefined`: it has no form. */
export type MisreadBy = (
  text: string,
) => { readonly question: string; readonly form: string; readonly locale: string } | undefined

export const reading: MisreadBy = (text) => {
  const { locale, reading: read1 } = read(text)
  return read1.known ? { question: read1.question, form: read1.form, locale } : undefined
}

export const misreadBy = (misreading: Misreading): MisreadBy => {
  if ("dropped" in misreading) {
    return (text) => {
      const { locale, reading: whole } = read(text)
      if (!whole.known) return undefined
      const slots = Object.entries(whole.slots).filter(([kind]) => kind !== misreading.dropped)
      const form = [whole.question, ...slots.map(([kind, values]) => `${kind}=${values.join(",")}`)]
      return { question: whole.question, form: form.join(" "), locale }
    }
  }
  const [one, other] = misreading.swapped
  const either = new RegExp(`${asPattern(one)}|${asPattern(other)}`, "giu")
  return (text) =>
    reading(text.replaceAll(either, (found) => (found.toLowerCase() === one ? other : one)))
}

/**
 * Each with the form that most misread texts then have. Drawn by a hash of their names from the 64 of 130 thought of by
 * which of two texts with one reading at least one pair in eight is of two meanings; rarer wrong ones need longer.
 */
const listed = `
話/作者 author
publisher/magazine publisher
出版社/ジャンル publisher
complete/ongoing ongoing
anime/spin-off spin-off
ジャンル/対象年齢 age
latest/last released-last
new/upcoming upcoming
restock/release restock-if
price/release date release-latest
finished/on hiatus hiatus
start/end began
面白い/完結 finished
値段/発売日 release-latest
author/genre author
begin/end began
wrote/published publisher
発売/完結 volumes-to-end
age/genre genre
publisher/genre publisher
in stock/sold out sold-out
最新刊/最終巻 released-last
新刊/人気 new-releases
worth reading/suitable for kids opinion
finished/ongoing ongoing
作者/作画 artist
値段/在庫 stock
作者/ジャンル author
価格/在庫 stock-complete
内容/作者 about
完結/連載 ongoing
-MEASURE which-of
-LIVEACTION live-action
-FORMAT price
-SERIES volumes
-CMP compared
-PERSON works
-LIKEOF recommend
-GENRE recommend
-THEME recommend`

export const misreadings: ReadonlyArray<Misreading & { readonly form: string }> = listed
  .trim()
  .split("\n")
  .map((line) => {
    const [, what = "", form = ""] = /^(.*) (\S+)$/u.exec(line) ?? []
    if (what.startsWith("-")) return { dropped: what.slice(1), form }
    const [one = "", other = ""] = what.split("/")
    return { swapped: [one, other], form }
  })
