/**
 * The language a customer writes in. Names do not count: "進撃の巨人 volume 3?" is English, "One Pieceの3巻"
 * is Japanese. Japanese in Latin letters is Japanese where it is understood: the question's reading tells.
 */
import type { Locale } from "@manga-assist/protocol"

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー々]/gu
const latinWord = /\p{Script=Latin}+/gu
const quoted = /[「『【《"“][^「」『』【】《》"“”]{0,80}[」』】》"”]/gu

/** A Japanese sentence of n words has about this many times n characters. */
const charactersPerWord = 3

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

const ofSentence = (sentence: string): Locale | undefined => {
  const characters = count(sentence, japanese)
  const words = count(sentence, latinWord)
  if (characters === 0) return words === 0 ? undefined : "en"
  return words * charactersPerWord > characters ? "en" : "ja"
}

const anyJapanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー々]/u
const anyLatin = /\p{Script=Latin}/u

/**
 * `sentence` is the masked text, `whole` the text with its names. English when nothing tells. `around` leaves out
 * further names, and words that both languages spell alike ("SLAM DUNKは全何巻", "Apple Pay使える？"): asked only where
 * those may have made Japanese look like English.
 */
export const detectLocale = (
  sentence: string,
  whole: string,
  around: (text: string) => string,
): Locale => {
  // Most English questions: nothing to count.
  if (!anyJapanese.test(sentence)) {
    return anyLatin.test(sentence) || !anyJapanese.test(whole) ? "en" : "ja"
  }
  const told = ofSentence(sentence.replace(quoted, " ")) ?? ofSentence(sentence) ?? "ja"
  return told === "ja" ? "ja" : (ofSentence(around(whole)) ?? "ja")
}
