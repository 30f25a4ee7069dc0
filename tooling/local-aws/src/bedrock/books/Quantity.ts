/**
 * Finds how many copies a question asks for: "two copies of", "three of Monster 2", 「3冊」; 1 where it does not say.
 * Pure.
 */
const words = "one two three four five six seven eight nine ten".split(" ")
const kanji = "一二三四五六七八九十"

const english = new RegExp(
  `(?<!\\bvol(?:ume)?\\.? ?)\\b(${words.join("|")}|\\d{1,2})\\s*(?:x\\b|(?:(?:paperback|digital|print|paper|more|extra|further|single|separate) )?copies\\b|times\\b|of (?:it|them|those|these|the|each|volume|vol|§)|§)`,
  "u",
)
const japanese =
  /(?<![\d巻])(\d{1,2}|[一二三四五六七八九十])(?:冊|部)(?!目|入|残|あり|くらい|ぐらい)|[x×](\d{1,2})/u
const pair = /\ba (?:couple|pair) of\b/u

/** 1 where nothing is said of it. */
export const quantityIn = (text: string): number => {
  const [, count = ""] = english.exec(text) ?? []
  if (count !== "") return words.indexOf(count) + 1 || Number(count)
  if (pair.test(text)) return 2
  const [, counted = "", times = ""] = japanese.exec(text) ?? []
  const digits = counted === "" ? times : counted
  if (digits === "") return 1
  return kanji.indexOf(digits) + 1 || Number(digits)
}
