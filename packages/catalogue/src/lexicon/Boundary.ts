/**
 * Where a name may begin and end: never inside a word.
 *
 * Latin words and digit runs have visible edges. Japanese has none, so short kana and kanji names need
 * a change of script or a particle beside them (エマ is not in シネマ, えま not in 買えますか).
 */
import type { Folded, Script } from "./Folding.ts"

const japanese = (script: Script | undefined): boolean =>
  script === "hiragana" || script === "katakana" || script === "kanji"

/** Folded, hence in katakana: particles and the like that follow a name. */
const followers = /^(?:ノ|ハ|ガ|オ|モ|ニ|ト|ッテ|ヤ|デ|ダ|カ|ヘ|ナド|ミタイ|ヨリ|マデ|シリーズ)/u
const kanjiFollowers =
  /^(?:最|新|全|既刊|漫画|完結|第|巻|何|電子|作者|作品|原作|在庫|値段|価格|次|続|一|二|三|四|五|六|七|八|九|十|百|読|買|見|好|系|面白|比較|以外|以降)/u

/** Edge between two neighbouring letters that any name may use. */
const apart = (folded: Folded, index: number): boolean => {
  if (index <= 0 || index >= folded.letters.length) return true
  if (folded.gaps[index] !== 0) return true
  const left = folded.scripts[index - 1]
  const right = folded.scripts[index]
  return japanese(left) && japanese(right) ? false : left !== right
}

const only = (folded: Folded, script: Script, start: number, end: number): boolean => {
  for (let index = start; index < end; index++) if (folded.scripts[index] !== script) return false
  return true
}

/** Longest kana name that needs an edge on both sides. */
const shortKana = 4
const shortHiragana = 3
const shortKanji = 2

const kanaEdges = (folded: Folded, start: number, end: number): boolean =>
  (apart(folded, start) || folded.scripts[start - 1] !== "katakana") &&
  (apart(folded, end) || folded.scripts[end] !== "katakana")

const hiraganaEdges = (folded: Folded, start: number, end: number): boolean =>
  apart(folded, start) && (apart(folded, end) || followedByParticle(folded, end))

const followedByParticle = (folded: Folded, end: number): boolean =>
  folded.scripts[end] !== "hiragana" || followers.test(folded.letters.slice(end, end + 4))

const kanjiEdges = (folded: Folded, start: number, end: number): boolean =>
  (apart(folded, start) || folded.scripts[start - 1] !== "kanji") &&
  (apart(folded, end) ||
    folded.scripts[end] !== "kanji" ||
    kanjiFollowers.test(folded.letters.slice(end, end + 3)))

/** May letters `start` to `end` (exclusive) of the text be a name of their own? */
export const standsAlone = (folded: Folded, start: number, end: number): boolean => {
  if (!japanese(folded.scripts[start]) && !apart(folded, start)) return false
  if (!japanese(folded.scripts[end - 1]) && !apart(folded, end)) return false
  const length = end - start
  if (length <= shortKana && only(folded, "katakana", start, end)) {
    return kanaEdges(folded, start, end)
  }
  if (length <= shortHiragana && only(folded, "hiragana", start, end)) {
    return hiraganaEdges(folded, start, end)
  }
  if (length <= shortKanji && only(folded, "kanji", start, end)) {
    return kanjiEdges(folded, start, end)
  }
  return true
}

/** Does a sentence end, or for a short name a space stand, between the letters of the match? */
export const isBroken = (folded: Folded, start: number, end: number, spaces: boolean): boolean => {
  for (let index = start + 1; index < end; index++) {
    const gap = folded.gaps[index]
    if (gap === 2 || (gap === 1 && !spaces)) return true
  }
  return false
}
