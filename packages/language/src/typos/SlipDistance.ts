/**
 * Weighted edit distance between a written word and the one that may be meant: a letter for one that sounds alike costs
 * less than another letter, as do a kana that looks alike, a doubled letter, swapped neighbours, a voicing mark and a
 * long vowel.
 *
 * `slipDistance` compares two words of at most 64 letters; `nearestPart` finds the part of a text, of at most 160
 * letters, that is nearest to a word. Both return `undefined` for longer input and above a given cost.
 */
const doubled = 0.5
const soundsAlike = 0.6
const swapped = 0.7
const addedOrLeftOut = 0.9
const another = 1.1

/** More letters are not compared. */
const longestCompared = 160

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

/** Kana that look alike, in hiragana or in katakana: ン and ソ, ぬ and め. */
const lookAlike =
  "んそ しつ すぬ ぬめ なめ くわ くけ けわ るろ はほ きさ いり ねれ ねわ れわ らう ちら あお"

const firstKana = 0x3041
const lastKana = 0x30fa
const kanaCount = lastKana - firstKana + 1
/** From a hiragana to its katakana. */
const toKatakana = 0x60
const isKana = (code: number): boolean => code >= firstKana && code <= lastKana

const small = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
const great = "あいうえおつやゆよわアイウエオツヤユヨワ"

/** A kana as it is without a voicing mark, and great. */
const plainKana = (code: number): number => {
  const letter = String.fromCharCode(code)
  const at = small.indexOf(letter)
  return at < 0 ? letter.normalize("NFD").charCodeAt(0) : great.charCodeAt(at)
}

/** For each two kana 1 where one is hardly another. */
const nearKana = new Uint8Array(kanaCount * kanaCount)
const plainCodes = Array.from({ length: kanaCount }, (_, at) => plainKana(firstKana + at))
for (let left = 0; left < kanaCount; left++) {
  for (let right = 0; right < kanaCount; right++) {
    if (plainCodes[left] === plainCodes[right]) nearKana[left * kanaCount + right] = 1
  }
}
for (const pair of lookAlike.split(" ")) {
  const [one = 0, other = 0] = Array.from(pair, (letter) => letter.charCodeAt(0) - firstKana)
  for (const left of [one, one + toKatakana]) {
    for (const right of [other, other + toKatakana]) {
      nearKana[left * kanaCount + right] = 1
      nearKana[right * kanaCount + left] = 1
    }
  }
}

const replacing = (left: number, right: number): number => {
  if (left === right) return 0
  if (left < ascii && right < ascii) {
    return alikeLetters[left * ascii + right] === 1 ? soundsAlike : another
  }
  const isNear =
    isKana(left) &&
    isKana(right) &&
    nearKana[(left - firstKana) * kanaCount + right - firstKana] === 1
  return isNear ? doubled : addedOrLeftOut
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

/** The part of `text` that is nearest to `word`, the longest of equals; `undefined` above `most`. */
export const nearestPart = (text: string, word: string, most: number): NearPart | undefined => {
  if (text.length > longestCompared) return undefined
  for (let to = 0; to <= text.length; to++) {
    old.costs[to] = 0
    old.starts[to] = to
  }
  let before = 0
  for (let at = 1; at <= word.length; at++) {
    const least = fillRow(word, at, text)
    // Two neighbours that are swapped skip a row.
    if (least > most && before + swapped > most) return undefined
    before = least
    const spare = older
    older = old
    old = row
    row = spare
  }
  let end = 0
  for (let to = 1; to <= text.length; to++) {
    if ((old.costs[to] ?? 0) <= (old.costs[end] ?? 0)) end = to
  }
  const cost = old.costs[end] ?? Infinity
  return cost > most ? undefined : { cost, start: old.starts[end] ?? 0, end }
}

/** Letters by which a part of one word may lie ahead of the other, and words that long. */
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
