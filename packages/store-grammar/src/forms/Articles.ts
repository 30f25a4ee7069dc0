/**
 * Writes the goods that a question about returns, refunds or exchanges names, from its slots (the values found in it):
 * "an opened book", 開封済みの本; "a sale item", セール品. Without such a slot: "a book", 本.
 */
import type { Kind } from "../kinds/Kind.ts"
import { withArticle } from "./Nouns.ts"
import { type FormSlots, listed, type Speaking, wordsOf } from "./SlotWords.ts"

/** Kind, what stands before the noun, Japanese, what stands behind it. */
const states: ReadonlyArray<readonly [kind: Kind, en: string, ja: string, behind?: string]> = [
  ["DAMAGED", "damaged ", "破損した"],
  ["WRONGITEM", "wrong ", "間違えて届いた"],
  ["OPENED", "opened ", "開封済みの"],
  ["UNOPENED", "unopened ", "未開封の"],
  ["MISBOUGHT", "", "買い間違えた", " bought by mistake"],
  ["UNWANTED", "unwanted ", "欲しくなくなった"],
  ["MISTAKEN", "", "間違えて買った", " ordered in error"],
]

const goods: ReadonlyArray<readonly [kind: Kind, en: string, ja: string]> = [
  ["COMPLETESET", "set", "セット"],
  ["DISCOUNT", "sale item", "セール品"],
  ["GIFT", "gift", "プレゼント"],
  ["PREORDER", "pre-order", "予約商品"],
]

export const articleOf = (slots: FormSlots, speaking: Speaking): string | undefined => {
  const { locale } = speaking
  const { FORMAT: formats } = slots
  const format = formats && wordsOf("FORMAT", formats, speaking)
  const [, state = "", japanese = "", behind = ""] =
    states.find(([kind]) => slots[kind] !== undefined) ?? []
  const [, good = "book", japaneseGood = "本"] =
    goods.find(([kind]) => slots[kind] !== undefined) ?? []
  const noun = format && listed(format, locale)
  return locale === "ja"
    ? `${japanese}${noun ?? japaneseGood}`
    : `${withArticle(`${state}${noun ?? good}`)}${behind}`
}
