/**
 * Converts Japanese in Latin letters to hiragana, word by word ("saishinkan wa itsu desu ka"). A word that is not made
 * of Japanese syllables stays.
 *
 * Long vowels are shortened by a second function, so that "saishuukan" and "saishukan" become equal.
 */

const rows: Readonly<Record<string, string>> = {
  "": "あいうえお",
  k: "かきくけこ",
  g: "がぎぐげご",
  s: "さしすせそ",
  z: "ざじずぜぞ",
  t: "たちつてと",
  d: "だぢづでど",
  n: "なにぬねの",
  h: "はひふへほ",
  b: "ばびぶべぼ",
  p: "ぱぴぷぺぽ",
  m: "まみむめも",
  r: "らりるれろ",
}
const small: Readonly<Record<string, string>> = { a: "ゃ", u: "ゅ", o: "ょ", e: "ぇ" }
const vowels = "aiueo"

const syllables: ReadonlyMap<string, string> = (() => {
  const all = new Map<string, string>()
  for (const [consonant, row] of Object.entries(rows)) {
    for (const [index, kana] of [...row].entries()) all.set(consonant + vowels.charAt(index), kana)
    if (consonant === "") continue
    for (const [vowel, kana] of Object.entries(small)) {
      all.set(`${consonant}y${vowel}`, row.charAt(1) + kana)
    }
  }
  for (const [vowel, kana] of Object.entries(small)) {
    all.set(`sh${vowel}`, `し${kana}`)
    all.set(`ch${vowel}`, `ち${kana}`)
    all.set(`j${vowel}`, `じ${kana}`)
  }
  for (const [spelling, kana] of Object.entries({
    shi: "し",
    chi: "ち",
    tsu: "つ",
    fu: "ふ",
    ji: "じ",
    ya: "や",
    yu: "ゆ",
    yo: "よ",
    wa: "わ",
    wo: "を",
    fa: "ふぁ",
    fi: "ふぃ",
    fe: "ふぇ",
    fo: "ふぉ",
    ti: "てぃ",
    di: "でぃ",
    je: "じぇ",
    she: "しぇ",
    che: "ちぇ",
    vu: "ゔ",
  })) {
    all.set(spelling, kana)
  }
  return all
})()

const isVowel = (letter: string): boolean => letter !== "" && vowels.includes(letter)

/** Hiragana of one lower-case Latin word, or `undefined`. */
export const kanaOf = (word: string): string | undefined => {
  let kana = ""
  for (let at = 0; at < word.length;) {
    const letter = word.charAt(at)
    const next = word.charAt(at + 1)
    if (letter === next && !isVowel(letter) && letter !== "n") {
      kana += "っ"
      at++
      continue
    }
    if (letter === "t" && next === "c") {
      kana += "っ"
      at++
      continue
    }
    let matched = 0
    for (let length = Math.min(4, word.length - at); length > 0; length--) {
      const syllable = syllables.get(word.slice(at, at + length))
      if (syllable === undefined) continue
      kana += syllable
      matched = length
      break
    }
    if (matched === 0 && letter === "n") {
      kana += "ん"
      matched = 1
    }
    if (matched === 0) return undefined
    at += matched
  }
  return kana
}

const codesOf = (letters: string): ReadonlySet<number> =>
  new Set(Array.from(letters, (letter) => letter.charCodeAt(0)))
const endsInA = codesOf("あかがさざただなはばぱまやゃらわ")
const endsInI = codesOf("きぎしじちぢにひびぴみり")
const endsInU = codesOf("うくぐすずつづぬふぶぷむゆゅる")
const endsInO = codesOf("おこごそぞとどのほぼぽもよょろを")
const longVowel = 0x30fc

/** Behind which hiragana does a vowel make them longer, and no more? */
const prolonged: ReadonlyMap<number, ReadonlySet<number>> = new Map([
  [0x3042, endsInA],
  [0x3044, endsInI],
  [0x3046, new Set([...endsInO, ...endsInU])],
  [0x304a, endsInO],
])

/** Is a letter of hiragana, or ー, left out behind `before`, where long vowels are written short? */
export const prolongs = (code: number, before: number): boolean =>
  code === longVowel || prolonged.get(code)?.has(before) === true

/** Long vowels as short ones, and ー left out: さいしゅうかん and さいしゅかん are one. */
export const shortVowels = (kana: string): string => {
  let short = ""
  let before = 0
  for (let at = 0; at < kana.length; at++) {
    const code = kana.charCodeAt(at)
    if (prolongs(code, before)) continue
    before = code
    short += String.fromCharCode(code)
  }
  return short
}
