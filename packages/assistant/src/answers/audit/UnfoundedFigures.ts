/**
 * Finds the amounts and volume numbers of an answer that stand in nothing that its model was told, and are no sum of
 * amounts that do. Pure, and fast for an answer whose figures are all founded: a search in the texts for each of them.
 *
 * It reads forms, not meanings: a true figure beside the wrong title is founded. A range ("1-20") holds its numbers.
 */
const digits = String.raw`(\d{1,3}(?:,\d{3})+|\d+)(?![\d万千億])`
/** NFKC has made `￥` of full width the narrow one. */
const amounts = new RegExp(`¥\\s?${digits}|${digits}\\s?(?:円|yen\\b)`, "giu")
const upTo = String.raw`(?:\s?(?:[-–〜~]|から|、|と|to|through|and|&)\s?第?(\d+))?`
const volumes = new RegExp(
  `\\bvol(?:umes?|s)?\\b\\.?\\s?#?(\\d+)${upTo}|(\\d+)${upTo}\\s?巻`,
  "giu",
)
const anyNumber = /\d+/gu
const ranges = /(?<!\d)(\d+)-(\d+)/gu

/** Bounds of what is added up: no answer of a few sentences comes near them. */
const mostSums = 2_000
const mostCopies = 200

interface Figure {
  readonly text: string
  readonly value: number
}

const figuresIn = (answer: string, pattern: RegExp): ReadonlyArray<Figure> =>
  Array.from(answer.matchAll(pattern), ([text, ...groups]) =>
    groups.flatMap((group) =>
      group === undefined ? [] : [{ text, value: Number(group.replaceAll(",", "")) }],
    ),
  ).flat()

const isDigit = (letter = "") => letter >= "0" && letter <= "9"

const hasNumber = (text: string, number: string): boolean => {
  for (let at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + 1)) {
    if (!isDigit(text[at - 1]) && !isDigit(text[at + number.length])) return true
  }
  return false
}

const isTold = (value: number, told: ReadonlyArray<string>): boolean => {
  const plain = `${value}`
  const grouped = plain.replaceAll(/\B(?=(?:\d{3}){1,7}$)/gu, ",")
  return told.some((text) => hasNumber(text, plain) || (value >= 1_000 && hasNumber(text, grouped)))
}

const range = /(\d+)-(\d+)/uy

/** Of a text of many thousand letters only those around a hyphen are looked at. */
const isWithinRange = (value: number, told: ReadonlyArray<string>): boolean =>
  told.some((text) => {
    for (let at = text.indexOf("-"); at > 0; at = text.indexOf("-", at + 1)) {
      let from = at
      while (isDigit(text[from - 1])) from -= 1
      range.lastIndex = from
      const [, first, last] = range.exec(text) ?? []
      if (Number(first) <= value && value <= Number(last)) return true
    }
    return false
  })

/** Sums of the amounts, each taken once, or as often as a number of the answer says. */
const sumsOf = (founded: ReadonlyArray<number>, answer: string): ReadonlySet<number> => {
  const numbers = Array.from(answer.matchAll(anyNumber), ([text]) => Number(text))
  const lengths = Array.from(
    answer.matchAll(ranges),
    ([, from, to]) => Number(to) - Number(from) + 1,
  )
  const counts = new Set([1, ...numbers, ...lengths].filter((count) => count <= mostCopies))
  const sums = new Set([0])
  for (const amount of new Set(founded)) {
    for (const sum of Array.from(sums)) {
      for (const count of counts) {
        if (sums.size >= mostSums) return sums
        sums.add(sum + count * amount)
      }
    }
  }
  return sums
}

/** As they are written in the answer. */
export const unfoundedFigures = (
  answer: string,
  told: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const text = answer.normalize("NFKC")
  const named = figuresIn(text, amounts)
  const founded = named.filter(({ value }) => isTold(value, told))
  const unknown = named.filter((amount) => !founded.includes(amount))
  const sums =
    unknown.length === 0
      ? new Set<number>()
      : sumsOf(
          founded.map(({ value }) => value),
          text,
        )
  const numbers = figuresIn(text, volumes).filter(
    ({ value }) => !isTold(value, told) && !isWithinRange(value, told),
  )
  return [...unknown.filter(({ value }) => !sums.has(value)), ...numbers].map((each) => each.text)
}
