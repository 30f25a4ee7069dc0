/**
 * Does the text around a common word say that a title is meant?
 *
 * Quotes, a capital in mid-sentence, a volume, price or author next to it, or nothing else in the
 * question. Looks at a bounded window, so its cost does not grow with the text.
 */

const window = 40

export interface Surroundings {
  readonly text: string
  readonly start: number
  readonly end: number
}

const openQuote = /["'“‘«「『【〈《]\s?$/u
const closeQuote = /^\s?["'”’»」』】〉》]/u

const asks =
  /^(?:['’]s)?[\s,:!"”’]*(?:the\s+)?(?:vol(?:ume)?s?\b|vol\.|v\s?\d|#\s?\d|no\.?\s?\d|\d|books?\s\d|(?:first|last|latest|newest|final|next|\w+th)\s(?:volume|book|vol)|prices?\b|costs?\b|how much|authors?\b|mangaka|release|in stock|in print|available|box\s?-?sets?|digital|paperback|paper\b|print\b|physical|e-?books?\b|complete\s(?:set|series)|anime\b|by\s)/iu
const isManga = /^(?:['’]s)?[\s,:!"”’]*(?:manga|comics?|series)\b/iu
const noun =
  /\b(?:a|an|any|some|more|other|another|good|best|great|this|that|these|those|my|new|like|of|with|about|for|and|or)\s+(?:\w+\s)?$/iu
const namedBefore =
  /(?:\b(?:prices?|authors?|creators?|writer|copy|copies|volumes?|plot|synopsis|summary|ending|release date)\s(?:of|for)|\b(?:vol(?:ume)?s?\.?|v|#|book|no\.?)\s?\d{1,3}\sof|\b(?:first|last|latest|newest|final|next)\s(?:volume|book|vol)\sof|\b\d{1,3}(?:st|nd|rd|th)\svolume\sof|\bwho\s(?:wrote|drew|made|created|writes|draws)|\bcompare|\bversus|\bvs\.?|\bdifference between|\bcalled|\btitled|\bnamed|\btitle|\bsimilar to)\s(?:the\s)?$/iu
const afterAsSubject = /^\s(?:is|was|has|had|or|vs\.?|versus)\b/iu

const asksJapanese =
  /^[!.?！]{0,3}[」』”"\s]*(?:の|は|って|を|が|、|という)?\s*(?:第|全巻|全\d|\d|[〇一二三四五六七八九十百]+(?:巻|冊)|巻|最新|最終巻|新刊|次の|続き|作者|著者|原作|値段|価格|いくら|在庫|発売|電子|紙(?:の本|版|で)|ボックス|box|何巻|あらすじ|レビュー|感想|完結|どんな|どういう|何の(?:話|漫画)|面白い|おもしろい|という(?:漫画|マンガ|作品))/iu

const fillerEnglish =
  /^(?:the|manga|please|series|comics?|about|tell|me|what|is|s|any|info|on|who|wrote|do|you|have|got|how|much|buy|price|of|want|i)$/iu
const fillerJapanese =
  /^(?:の|を|は|が|って|ください|下さい|お願いします|お願い|漫画|マンガ|まんが|知ってる|あります|ある|か|について|教えて|です|\d|巻|[\s\p{P}\p{S}])*$/u

const latinWord = /\p{Script=Latin}+/gu
const lowerCaseWord = /(?:^|[^\p{L}'’])\p{Ll}{2,}/u
const sentenceStart = /(?:^|[.!?\n:;"“”「『])\s*$/u
const capital = /^[\p{Lu}\p{Nd}]/u
const joining = new Set(["of", "the", "in", "and", "a", "to", "from", "me", "you"])

const capitalised = (spelling: string): boolean =>
  (spelling.match(latinWord) ?? []).every(
    (word) => capital.test(word) || joining.has(word.toLowerCase()),
  ) && capital.test(spelling)

const isWholeQuestion = (around: Surroundings): boolean => {
  const rest = around.text.slice(0, around.start) + " " + around.text.slice(around.end)
  if (rest.length > 2 * window) return false
  if (fillerJapanese.test(rest)) return true
  const words = rest.match(/[\p{L}\p{N}]+/gu) ?? []
  return words.every((word) => fillerEnglish.test(word))
}

/** True when the text tells capitals apart: not all in capitals, not every word with one. */
export const usesCase = (text: string): boolean => lowerCaseWord.test(text)

/** "United Kingdom", "Emma Watson": part of a longer name, which is not the title. */
const nameBefore = /(?<![.!?\n:]\s{0,3})(?<=\s)\p{Lu}[\p{L}]*\s$/u
const nameAfter = /^\s\p{Lu}\p{Ll}/u

/** True for a capital that no sentence start explains. Meaningless unless `usesCase`. */
export const capitalInside = (around: Surroundings): boolean => {
  const before = around.text.slice(Math.max(0, around.start - window), around.start)
  const after = around.text.slice(around.end, around.end + window)
  if (!capitalised(around.text.slice(around.start, around.end))) return false
  if (nameBefore.test(before) || nameAfter.test(after)) return false
  return !sentenceStart.test(before) || afterAsSubject.test(after)
}

export const hasTitleSignal = (around: Surroundings): boolean => {
  const before = around.text.slice(Math.max(0, around.start - window), around.start)
  const after = around.text.slice(around.end, around.end + window).normalize("NFKC")
  if (openQuote.test(before) && closeQuote.test(after)) return true
  if (asks.test(after) || namedBefore.test(before) || asksJapanese.test(after)) return true
  if (isManga.test(after) && !noun.test(before)) return true
  return isWholeQuestion(around)
}
