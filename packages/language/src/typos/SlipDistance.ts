/**
 * How far a written word is from the one that may be meant, by the slips that people make: a letter for one that sounds
 * alike costs less than another letter, as do a doubled letter, swapped neighbours, a voicing mark and a long vowel.
 *
 * Pure. The work is the product of both lengths, of which each is at most `longestCompared`.
 */
const doubled = 0.5
const soundsAlike = 0.6
const swapped = 0.7
const addedOrLeftOut = 0.9
const another = 1.1

/** More letters are not compared. */
export const longestCompared = 160

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

const isKana = (code: number): boolean => code >= 0x3041 && code <= 0x30fa

const small = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
const great = "あいうえおつやゆよわアイウエオツヤユヨワ"

/** A kana as it is without a voicing mark, and great. */
const plainKana = (code: number): string => {
  const letter = String.fromCharCode(code)
  const at = small.indexOf(letter)
  return at < 0 ? letter.normalize("NFD").charAt(0) : great.charAt(at)
}

const replacing = (left: number, right: number): number => {
  if (left === right) return 0
  if (left < ascii && right < ascii) {
    return alikeLetters[left * ascii + right] === 1 ? soundsAlike : another
  }
  if (!isKana(left) || !isKana(right)) return addedOrLeftOut
  return plainKana(left) === plainKana(right) ? doubled : another
}

/** Of which one too many or too few is hardly heard: ー, っ, ッ. */
const lengthening = new Set([0x30fc, 0x3063, 0x30c3])

/** A letter too many or missing behind `before`. */
const adding = (code: number, before: number): number =>
  code === before || lengthening.has(code) ? doubled : addedOrLeftOut

interface Row {
  readonly costs: Float64Array
  /** Where the part begins that ends here. */
  readonly starts: Int32Array
}

export interface NearPart {
  readonly cost: number
  readonly start: number
  readonly end: number
}

const rowOf = (): Row => ({
  costs: new Float64Array(longestCompared + 1),
  starts: new Int32Array(longestCompared + 1),
})
/** Kept from word to word; no two are compared at the same time. */
let older = rowOf()
let old = rowOf()
let row = rowOf()

const fillRow = (word: string, at: number, text: string): number => {
  const letter = word.charCodeAt(at - 1)
  const before = at > 1 ? word.charCodeAt(at - 2) : 0
  const leftOut = adding(letter, before)
  row.costs[0] = (old.costs[0] ?? 0) + leftOut
  row.starts[0] = 0
  let least = row.costs[0] ?? 0
  let behind = 0
  for (let to = 1; to <= text.length; to++) {
    const written = text.charCodeAt(to - 1)
    let cost = (old.costs[to - 1] ?? 0) + replacing(letter, written)
    let start = old.starts[to - 1] ?? 0
    const left = (old.costs[to] ?? 0) + leftOut
    if (left < cost) {
      cost = left
      start = old.starts[to] ?? 0
    }
    const more = (row.costs[to - 1] ?? 0) + adding(written, behind)
    if (more < cost) {
      cost = more
      start = row.starts[to - 1] ?? 0
    }
    if (letter === behind && before === written && letter !== before) {
      const turned = (older.costs[to - 2] ?? 0) + swapped
      if (turned < cost) {
        cost = turned
        start = older.starts[to - 2] ?? 0
      }
    }
    row.costs[to] = cost
    row.starts[to] = start
    if (cost < least) least = cost
    behind = written
  }
  return least
}

/** Leaves the costs of `word` against all beginnings of `text` in `old`; false above `most`. */
const compare = (word: string, text: string, most: number, whole: boolean): boolean => {
  let behind = 0
  for (let to = 0; to <= text.length; to++) {
    const written = to === 0 ? 0 : text.charCodeAt(to - 1)
    old.costs[to] = whole && to > 0 ? (old.costs[to - 1] ?? 0) + adding(written, behind) : 0
    old.starts[to] = whole ? 0 : to
    behind = written
  }
  for (let at = 1; at <= word.length; at++) {
    const least = fillRow(word, at, text)
    const spare = older
    older = old
    old = row
    row = spare
    // Two neighbours that are swapped skip a row.
    if (least > most + swapped) return false
  }
  return true
}

/** What `written` costs as `word`; `undefined` above `most`. */
export const slipDistance = (written: string, word: string, most: number): number | undefined => {
  if (written.length > longestCompared || !compare(word, written, most, true)) return undefined
  const cost = old.costs[written.length] ?? Infinity
  return cost > most ? undefined : cost
}

/** The part of `text` that is nearest to `word`, the longest of equals; `undefined` above `most`. */
export const nearestPart = (text: string, word: string, most: number): NearPart | undefined => {
  if (text.length > longestCompared || !compare(word, text, most, false)) return undefined
  let end = 0
  for (let to = 1; to <= text.length; to++) {
    if ((old.costs[to] ?? 0) <= (old.costs[end] ?? 0)) end = to
  }
  const cost = old.costs[end] ?? Infinity
  return cost > most ? undefined : { cost, start: old.starts[end] ?? 0, end }
}
