/** Numbers in words: "twenty-first", "one hundred and five", 十二, 百五, 一〇五. */

const units =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  )
const unitOrdinals =
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(
    " ",
  )
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ")
const tenOrdinals =
  "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split(" ")

const cardinals = new Map([
  ...units.map((word, index) => [word, index + 1] as const),
  ...tens.map((word, index) => [word, (index + 2) * 10] as const),
])
const ordinals = new Map([
  ...unitOrdinals.map((word, index) => [word, index + 1] as const),
  ...tenOrdinals.map((word, index) => [word, (index + 2) * 10] as const),
])

/** May `value` follow `sum` in one number: five after twenty or hundred, not after six. */
const fits = (sum: number, value: number): boolean =>
  sum === 0 || (sum % 100 === 0 && value < 100) || (sum % 10 === 0 && sum % 100 > 10 && value < 10)

const wordsOf = (text: string): Array<string> => text.split(/[\s-]+/u).filter(Boolean)

/** The number `text` begins with, 1 to 999: "twelve of it" is 12. */
export const leadingNumber = (text: string): number | undefined => {
  let sum = 0
  for (const word of wordsOf(text)) {
    if (word === "and" && sum >= 100) continue
    if ((word === "hundred" || word === "hundredth") && sum < 10) {
      sum = Math.max(1, sum) * 100
      continue
    }
    const value = cardinals.get(word)
    if (value === undefined || !fits(sum, value)) break
    sum += value
  }
  return sum === 0 ? undefined : sum
}

/** The ordinal `text` ends with: "the twenty-first" is 21. */
export const trailingOrdinal = (text: string): number | undefined => {
  const words = wordsOf(text)
  const last = words.pop() ?? ""
  if (last === "hundredth") return 100 * (cardinals.get(words.pop() ?? "") ?? 1)
  const value = ordinals.get(last)
  if (value === undefined) return undefined
  let sum = value
  const before = words.at(-1) ?? ""
  if (value < 10 && tens.includes(before)) {
    sum += cardinals.get(before) ?? 0
    words.pop()
  }
  if (words.at(-1) === "and") words.pop()
  return words.pop() === "hundred" ? sum + 100 * (cardinals.get(words.pop() ?? "") ?? 1) : sum
}

const kanjiDigits = "〇一二三四五六七八九"
const kanjiUnits: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000, 万: 10_000 }

/** Characters of a number written in kanji, with or without digits: for character classes. */
export const kanjiNumeral = "〇零一二三四五六七八九十百千万"

const digitOf = (character: string): number => {
  const value = kanjiDigits.indexOf(character === "零" ? "〇" : character)
  return value === -1 ? Number(character) : value
}

/** 十二 → 12, 百五 → 105, 一〇五 → 105, 3千 → 3000, 1万2千 → 12000. `NaN` for anything else. */
export const numberOf = (text: string): number => {
  let total = 0
  let below = 0
  let digits: number | undefined
  for (const character of text.replaceAll(",", "")) {
    const unit = kanjiUnits[character]
    if (unit === undefined) {
      digits = (digits ?? 0) * 10 + digitOf(character)
    } else if (unit === 10_000) {
      total += Math.max(1, below + (digits ?? 0)) * unit
      below = 0
      digits = undefined
    } else {
      below += (digits ?? 1) * unit
      digits = undefined
    }
  }
  return text === "" ? Number.NaN : total + below + (digits ?? 0)
}
