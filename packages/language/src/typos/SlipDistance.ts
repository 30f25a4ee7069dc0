/**
 * Weighted edit distance between a written word and the one that may be meant, of at most 64 letters each: a letter for
 * one that sounds alike costs less than another letter, as do a doubled letter, swapped neighbours and a long vowel.
 */
const doubled = 0.5
const soundsAlike = 0.6
const swapped = 0.7
const addedOrLeftOut = 0.9
const another = 1.1

const alike = ["aeiouy", "ckq", "csz", "gj", "lr", "bv", "mn", "fv", "dt"]
const ascii = 128
const alikeLetters = new Uint8Array(ascii * ascii)
for (const letters of alike) {
  for (const left of letters) {
    for (const right of letters) {
      alikeLetters[left.charCodeAt(0) * ascii + right.charCodeAt(0)] = 1
    }
  }
}

const replacing = (left: number, right: number): number => {
  if (left === right) return 0
  if (left >= ascii || right >= ascii) return addedOrLeftOut
  return alikeLetters[left * ascii + right] === 1 ? soundsAlike : another
}

/** Of which one too many or too few is hardly heard: ー, っ, ッ. */
const lengthening = new Set([0x30fc, 0x3063, 0x30c3])

/** A letter too many or missing behind `before`. */
const adding = (code: number, before: number): number =>
  code === before || lengthening.has(code) ? doubled : addedOrLeftOut

/** Letters by which a part of one word may lie ahead of the other, and the longest words that are compared. */
const widest = 4
const longestWord = 64
/** Three rows, each one wider on both sides than a word. */
const rowLength = longestWord + 4
const costs = new Float64Array(3 * rowLength)

/** What `written` costs as `word`; `undefined` above `most`. Cells further from the diagonal than `widest` are not filled. */
export const slipDistance = (written: string, word: string, most: number): number | undefined => {
  const { length } = written
  if (length > longestWord || word.length > longestWord) return undefined
  const band = Math.min(widest, Math.ceil(most / doubled))
  costs.fill(Infinity)
  let [older, old, row] = [0, rowLength, 2 * rowLength]
  costs[old] = 0
  for (let to = 1; to <= Math.min(length, band); to++) {
    const before = to > 1 ? written.charCodeAt(to - 2) : 0
    costs[old + to] = (costs[old + to - 1] ?? 0) + adding(written.charCodeAt(to - 1), before)
  }
  let leastBefore = 0
  for (let at = 1; at <= word.length; at++) {
    const letter = word.charCodeAt(at - 1)
    const before = at > 1 ? word.charCodeAt(at - 2) : 0
    const leftOut = adding(letter, before)
    const first = Math.max(0, at - band)
    const last = Math.min(length, at + band)
    let least = Infinity
    // What an earlier row left beside the band is no cost of this one.
    if (first > 0) costs[row + first - 1] = Infinity
    costs[row + last + 1] = Infinity
    for (let to = first; to <= last; to++) {
      let cost = (costs[old + to] ?? Infinity) + leftOut
      if (to > 0) {
        const code = written.charCodeAt(to - 1)
        const behind = to > 1 ? written.charCodeAt(to - 2) : 0
        cost = Math.min(
          cost,
          (costs[old + to - 1] ?? Infinity) + replacing(letter, code),
          (costs[row + to - 1] ?? Infinity) + adding(code, behind),
        )
        if (letter === behind && before === code && letter !== code && to > 1 && at > 1) {
          cost = Math.min(cost, (costs[older + to - 2] ?? Infinity) + swapped)
        }
      }
      costs[row + to] = cost
      if (cost < least) least = cost
    }
    if (least > most && leastBefore + swapped > most) return undefined
    leastBefore = least
    ;[older, old, row] = [old, row, older]
  }
  const cost = costs[old + length] ?? Infinity
  return cost > most ? undefined : cost
}
