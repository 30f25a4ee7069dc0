/**
 * Detects the language a customer writes in. Names do not count, nor do words that both languages spell alike: "進撃の巨人
 * volume 3?" is English, "SLAM DUNKは全何巻" and "Apple Pay使える？" are Japanese. Romanised Japanese is Japanese where it is
 * understood.
 */
import { hiragana, kanji, latin } from "@manga-assist/language"
import { type Kind, kindsIn, type Reading } from "../kinds/Kind.ts"
import type { Locale } from "@manga-assist/protocol"

const alike: ReadonlySet<Kind> = new Set(kindsIn("METHOD DEVICE FORMAT GOODS CARRIERNAME"))

/** A Japanese sentence of n words has about this many times n characters. */
const charactersPerWord = 3

interface Counts {
  words: number
  characters: number
}

const count = (
  { edges, scripts }: Reading["letters"],
  counts: Counts,
  from: number,
  to: number,
) => {
  for (let at = from; at < to; at++) {
    const script = scripts[at] ?? 0
    if (script >= hiragana && script <= kanji) counts.characters++
    else if (script === latin && (at === from || edges[at] !== 0 || scripts[at - 1] !== script))
      counts.words++
  }
}

/** Words of English sentences: without one, English nouns stand in a Japanese sentence ("latest volumeいつ出た"). */
const englishSentence =
  /^(?:is|are|was|do|does|did|has|have|can|how|what|when|where|which|who|the|a|an|of|for|to|with|you|i|my|it|any|and|much|many|please)$/u
/** Fewer may be a name or a particle of it. */
const leastHiragana = 3

const isJapaneseSentence = (
  { edges, scripts, text }: Reading["letters"],
  around: ReadonlyArray<Reading["cut"][number]>,
): boolean => {
  let hiraganaLetters = 0
  for (const { end, start } of around) {
    for (let at = start; at < end; at++) if (scripts[at] === hiragana) hiraganaLetters++
  }
  if (hiraganaLetters < leastHiragana) return false
  let word = ""
  for (let at = 0; at <= text.length; at++) {
    if (word !== "" && (scripts[at] !== latin || edges[at] !== 0)) {
      if (englishSentence.test(word)) return false
      word = ""
    }
    if (scripts[at] === latin) word += text.charAt(at)
  }
  return true
}

const told = ({ characters, words }: Counts): Locale | undefined => {
  if (characters === 0) return words === 0 ? undefined : "en"
  return words * charactersPerWord > characters ? "en" : "ja"
}

/** `isUnderstood`: every word of it is explained. */
export const localeOf = ({ cut, letters, romanised }: Reading, isUnderstood: boolean): Locale => {
  if (romanised) return isUnderstood ? "ja" : "en"
  const all: Counts = { words: 0, characters: 0 }
  count(letters, all, 0, letters.text.length)
  if (all.characters === 0 || all.words === 0) return all.characters === 0 ? "en" : "ja"
  const beside = cut.filter(({ kind, sense, start }) => {
    // A Latin word that no list has is a name in a sentence that is Japanese: "Dグレは扱ってますか(D.Gray-man)".
    const isForeign = kind === "?" && letters.scripts[start] === latin
    return sense?.name !== true && !alike.has(kind) && !isForeign
  })
  if (isJapaneseSentence(letters, beside)) return "ja"
  const around: Counts = { words: 0, characters: 0 }
  for (const { end, start } of beside) count(letters, around, start, end)
  return told(around) ?? told(all) ?? "en"
}
