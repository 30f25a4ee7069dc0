/**
 * Detects the language a customer writes in. Names do not count, nor do words that both languages spell alike: "進撃の巨人
 * volume 3?" is English, "SLAM DUNKは全何巻" and "Apple Pay使える？" are Japanese. Romanised Japanese is Japanese where it is
 * understood.
 */
import { hiragana, kanji, latin, type Reading } from "@manga-assist/language"
import type { Locale } from "@manga-assist/protocol"

const alike: ReadonlySet<string> = new Set(["METHOD", "DEVICE", "FORMAT", "GOODS", "CARRIERNAME"])

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

const told = ({ characters, words }: Counts): Locale | undefined => {
  if (characters === 0) return words === 0 ? undefined : "en"
  return words * charactersPerWord > characters ? "en" : "ja"
}

export const localeOf = ({ cut, known, letters, romanised }: Reading): Locale => {
  if (romanised) return known ? "ja" : "en"
  const all: Counts = { words: 0, characters: 0 }
  count(letters, all, 0, letters.text.length)
  if (all.characters === 0 || all.words === 0) return all.characters === 0 ? "en" : "ja"
  const around: Counts = { words: 0, characters: 0 }
  for (const { end, kind, sense, start } of cut) {
    // A Latin word that no list has is a name in a sentence that is Japanese: "Dグレは扱ってますか(D.Gray-man)".
    const isForeign = kind === "?" && letters.scripts[start] === latin
    if (sense?.name !== true && !alike.has(kind) && !isForeign) count(letters, around, start, end)
  }
  return told(around) ?? told(all) ?? "en"
}
