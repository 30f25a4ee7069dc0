/**
 * Reads which volumes are meant: "1-5, 8", "all", "3-" (to the newest), "latest", 「1〜5巻と8巻」. Pure.
 *
 * Numbers are not looked up: what does not exist is told by who has the rows.
 */

/** Of one line. */
export const mostVolumes = 300

const all = /^(?:all|every(?:thing)?|complete|whole|全て|すべて|全部|全巻|全)$/u
const next = /^(?:next|upcoming|次)$/u
const newest = /^(?:latest|newest|last|最新刊?|最終)$/u
const words = /(?:volumes?|vols?\.?|box(?:es)?|sets?|nos?\.?|v|no\.|#|第|巻|冊|ボックス|セット)/gu
const gaps = /\s+/gu
/** Where all gaps are one space. */
const dashes = / ?(?:[-‐‑‒–—―~〜～]|\bto\b|\bthrough\b|から) ?/gu
const onwards = /(?<=\d)\+(?! ?\d)/gu
const between = /(?:[,;、，・&+/]|\band\b|と|\s)+/u
const part = /^(?<from>\d{1,4})(?:(?<dash>-)(?<to>\d{1,4})?)?$/u

const upTo = (from: number, to: number): ReadonlyArray<number> =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at)

const notNumbers = 'Expected numbers as in "1-5, 8", or "all"'
const tooMany = `at most ${mostVolumes} volumes`

/** First and last, whichever was written first. */
const rangeIn = (text: string, count: number): readonly [number, number] | undefined => {
  if (newest.test(text)) return [count, count]
  if (next.test(text)) return [count + 1, count + 1]
  const { dash, from, to } = part.exec(text)?.groups ?? {}
  if (from === undefined) return undefined
  const ends = [Number(from), dash === undefined ? Number(from) : Number(to ?? count)]
  return [Math.min(...ends), Math.max(...ends)]
}

/** Numbers in ascending order, each once; or the rule that the text breaks. `count`: how many there are so far. */
export const volumesIn = (text: string, count: number): ReadonlyArray<number> | string => {
  const written = text.normalize("NFKC").toLowerCase().trim()
  const plain = written.replaceAll(words, " ").trim()
  if (all.test(written) || all.test(plain)) return upTo(1, count)
  const parts = plain
    .replaceAll(gaps, " ")
    .replaceAll(onwards, "-")
    .replaceAll(dashes, "-")
    .split(between)
    .filter(Boolean)
  const numbers = new Set<number>()
  for (const each of parts) {
    const range = rangeIn(each, count)
    if (range === undefined) return notNumbers
    const [first, last] = range
    if (first < 1) return "volumes are numbered from 1"
    if (last - first >= mostVolumes) return tooMany
    for (const number of upTo(first, last)) numbers.add(number)
  }
  if (numbers.size === 0) return notNumbers
  return numbers.size > mostVolumes ? tooMany : [...numbers].toSorted((a, b) => a - b)
}
