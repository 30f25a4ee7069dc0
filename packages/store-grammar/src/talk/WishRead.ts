/**
 * Puts the collected wishes of a conversation (its criteria for recommendations) back into words, slots and a reading,
 * and says in words what no form's sentence can. Pure.
 */
import type { Locale } from "@manga-assist/protocol"
import { listed, wordOf } from "../forms/SlotWords.ts"
import type { StoreReading } from "../reading/Reading.ts"
import { slotsOf } from "../reading/Slots.ts"
import { wishOf } from "../reading/WishOf.ts"
import { madeWord, readWords } from "./Restated.ts"
import type { WishSlots } from "./WishMatters.ts"

/** What a wish of several turns says, as if it had been read in one text. */
export const wishRead = (
  wishes: WishSlots,
  words: ReadonlyArray<string>,
  locale: Locale,
): Pick<StoreReading, "reading" | "slots" | "wish"> => {
  const made = Object.entries(wishes).flatMap(([kind, values]) =>
    values.map((value) => madeWord(kind, value, wordOf(kind, value, locale) ?? value)),
  )
  const unknown = words.map((word) => madeWord("?", word, word))
  const { cut, letters, romanised } = readWords([...made, ...unknown], locale).reading
  const slots = slotsOf(wishes, letters, false)
  // An age alone says what is suitable, not what is read at that age.
  const { demographic: _demographic, ...others } = slots
  const isOfAge = wishes["AGEOF"] !== undefined && wishes["DEMO"] === undefined
  return {
    slots: isOfAge ? others : slots,
    wish: wishOf(wishes, words.length > 0),
    // A wish of several turns is nobody else's question, whatever form it might have.
    reading: {
      known: false,
      why: "refused",
      reason: "depends on what was said before",
      refused: true,
      tokens: cut,
      cut,
      letters,
      romanised,
    },
  }
}

const further: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  WHOLEPRICE: { en: "all volumes together for that", ja: "全巻で" },
  LEANING: { en: "with $", ja: "$もの" },
  PERSON: { en: "by $", ja: "$の作品" },
  YEARMIN: { en: "started in $ or later", ja: "$年以降" },
  YEARMAX: { en: "started in $ or earlier", ja: "$年以前" },
  NOTLENGTH: { en: "not $", ja: "$ではない" },
  NOTSERIES: { en: "not $", ja: "$以外" },
  NOTPERSON: { en: "not by $", ja: "$以外" },
  PUBLISHERNAME: { en: "published by $", ja: "出版社は$" },
  NOTPUBLISHERNAME: { en: "not published by $", ja: "出版社は$以外" },
  NOTHIATUS: { en: "not on hiatus", ja: "休載中ではない" },
  NOTREADERS: { en: "not $", ja: "$ではない" },
  NOTFORMAT: { en: "not $", ja: "$ではない" },
}

/** What the sentence of a form cannot say: "started in 2010 or later", "not Naruto". */
export const furtherWishes = (wishes: WishSlots, locale: Locale): ReadonlyArray<string> =>
  Object.entries(wishes).flatMap(([kind, values]) => {
    const frame = further[kind]?.[locale]
    if (frame === undefined) return []
    const plain = kind === "LEANING" ? "GENRE" : kind.replace(/^NOT/u, "")
    const words = values.map((value) => wordOf(plain, value, locale) ?? value)
    return [frame.replace("$", () => listed(words, locale, "or"))]
  })
