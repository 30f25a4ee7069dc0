/**
 * Completes a question of one bare noun, which is none by itself: "Volumes?", "by?", "7 volumes, right?", "is the series
 * over?" ask how many there are, who made it, whether it is finished. Pure.
 */
import type { Word } from "@manga-assist/language"
import { madeWord } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"

interface Fragment {
  /** All that is said is of these kinds. */
  readonly kinds: ReadonlySet<string>
  /** One of these is said. */
  readonly of: ReadonlySet<string>
  /** And one of these. */
  readonly with?: ReadonlySet<string>
  readonly asks: string
  readonly written: Readonly<Record<Question["locale"], string>>
}

const kindsOf = (kinds: string): ReadonlySet<string> => new Set(kinds.split(" "))
const pointers = "MANGA AND BUT IT THAT THEY ALSOJA TOPIC STILL NOW"

const fragments: ReadonlyArray<Fragment> = [
  {
    kinds: kindsOf(`VOLS VOLSMAX VOLWORD NUM ALL ${pointers}`),
    of: kindsOf("VOLS VOLSMAX"),
    asks: "HOWMANYVOLS",
    written: { en: "how many volumes", ja: "は全部で何巻ありますか" },
  },
  {
    kinds: kindsOf(`BY ${pointers}`),
    of: kindsOf("BY"),
    asks: "AUTHOR",
    written: { en: "the author", ja: "の作者" },
  },
  // 「ある？」
  {
    kinds: kindsOf(`EXIST HAVE HAVEYOU ${pointers}`),
    of: kindsOf("EXIST HAVE"),
    asks: "STOCK",
    written: { en: "in stock", ja: "の在庫はありますか" },
  },
  // "What's inside?"
  {
    kinds: kindsOf(`WHAT WHATIS ? TALK ${pointers}`),
    of: kindsOf("inside"),
    asks: "WHATIN",
    written: { en: "what is in it", ja: "の中身は何ですか" },
  },
  // "What's that on paper?"
  {
    kinds: kindsOf(`WHAT WHATIS FORMAT NUM VOLUME VOLWORD I LOOKFOR TAKE ${pointers}`),
    of: kindsOf("FORMAT"),
    with: kindsOf("WHAT WHATIS"),
    asks: "PRICE",
    written: { en: "how much", ja: "はいくらですか" },
  },
  {
    kinds: kindsOf(`OVER ${pointers}`),
    of: kindsOf("OVER"),
    asks: "FINISHED",
    written: { en: "finished", ja: "は完結していますか" },
  },
]

/** What is asked in one bare noun; `undefined` where it is more, or nothing. */
export const fragmentOf = ({ locale, reading }: Question): ReadonlyArray<Word> | undefined => {
  const { tokens } = reading
  const found = fragments.find(
    ({ kinds, of, with: beside }) =>
      tokens.every(({ kind }) => kinds.has(kind)) &&
      tokens.some(({ kind, value }) => of.has(kind) || (kind === "?" && of.has(value))) &&
      (beside === undefined || tokens.some(({ kind }) => beside.has(kind))),
  )
  return found && [madeWord(found.asks, "", found.written[locale])]
}
