/**
 * Does a question lean on an earlier turn? Doubt counts as yes: such an answer is not shared.
 *
 * Reads masked, lower-case text. A pronoun after a title in the same text has its antecedent there.
 */
import type { Intent, Slots } from "../Question.ts"
import { aPerson, aTitle } from "./Readable.ts"

/** "How long does it take", "is it possible": nothing is meant. */
const expletive =
  /\b(?:does|will|would|did|can) it (?:usually |normally |typically )?(?:take|cost to|matter|work)\b|\bis it (?:possible|ok|okay|safe|true|free to|allowed|worth|too late|necessary)\b|\bhow(?:'s| is) it going\b|\bit(?:'s| is) (?:possible|ok|okay|my|for|a gift)\b|\bthat(?:'s| is) (?:all|it)\b|これから|これまで|それぞれ|あれこれ|それとも/gu

const pronoun =
  /\b(?:it|its|it's|they|them|their|he|she|him|his|hers|her)\b|\b(?:that|this|these|those|the same|the other|which|another) (?:first |second |third |last |other |same )?(?:ones?|two|mangas?|series|books?|volumes?|titles?|authors?|edition|version|store?y|artist)\b(?! (?:of|by|about|with|in|under|for|called|from))|\b(?:the|that) (?:first|second|third|fourth|last|former|latter|previous)(?: one)?(?=[\s?.!,]*(?:please|pls|thanks|thank you)?[\s?.!,]*$)|\b(?:is|was|about|of|for|buy|want|like|does|have|than|get) (?:that|this|these|those)(?=[\s?.!,]*$)|\bmore (?:of|please|options|results|recommendations|suggestions|examples)\b|\bmore(?=[\s?.!,]*$)|\b(?:something|anything|others?|ones?) similar(?=[\s?.!,]*$)|^similar(?: ones?)?(?=[\s?.!,]*$)|\b(?:above|previous(?:ly)?|earlier|mentioned|again|you (?:said|told|showed|mentioned|recommended|suggested))\b/u
const pronounJapanese =
  /それ|これ(?!ら?も)|あれ(?!ば)|(?:その|この|あの)(?:作品|漫画|マンガ|本|巻|シリーズ|作者|人|次|続き|中|うち|値段|電子|紙|セット|方|ほう)|同じ(?:作者|シリーズ|人|作品|もの)|(?:[1-9一二三四五]番目|[1-9一二三四五]つ目|最初|最後)(?:の)?(?:は|の|を|が|やつ|作品)|さっき|先ほど|先程|上の|前の(?:作品|やつ|漫画)|似た(?:の|もの|作品|漫画|マンガ|感じ)|もう(?:一|1)つ|他(?:に|の|には)|ほか(?:に|の|には)|もっと|別の/u
const opening =
  /^(?:and|also|what about|how about|are you (?:sure|certain|positive)|or|but|then|ok(?:ay)?,? (?:and|then|what)|show more|tell me more|go on|continue)\b|^(?:yes|yeah|yep|no|nope|sure)(?=[\s,.!]*$|[,.!]|\s(?:please|thanks|thank))|^(?:why|really|how so|since when|please|ok|okay|more|next|another)[\s?!.]*$|^(?:じゃあ|じゃ|では(?!ない)|で、|あと|それなら|はい|いいえ|うん|ええ|なら|もっと|他|続き|詳しく|(?:なんで|なぜ|どうして)[?？!]*$|そして|ちなみに)/u

/** Which of two, when none is named. */
const choice = /\bwhich (?:one|is|of)\b|\bbetter\b|どっち|どちら/u

/** Asks for a fact that only a title has. */
const ofSomeTitle =
  /\bhow many (?:volumes|books|chapters)\b(?! (?:do|can|should|may) (?:i|we|you)\b)|\bhow long is (?:the|this) series\b|何巻(?:まで|ある|あり|で|です|[?？]|$)|(?:もう)?完結(?:して|した)(?:る|ます|いる|い?ますか|の)?[?？か]|(?:the|its) (?:author|plot|story|genre|publisher)\b/u

const needsTitle: ReadonlySet<Intent> = new Set<Intent>([
  "price-or-stock",
  "release-date",
  "title-lookup",
  "author",
])

const ellipsis =
  /^[\p{P}\p{S}\p{M}\s]*(?:the )?(?:cheap(?:er|est)|long(?:er|est)|short(?:er|est)|first|second|third|last|other|digital|paperback|paper|ebook)(?: one| version)?[\p{P}\p{S}\s]*$|は[?？]?$/u

/** Names something said before, by a pronoun or the like. */
export const refersBack = (sentence: string): boolean => {
  const plain = sentence.replace(expletive, " ")
  const names = [aTitle, aPerson].map((name) => plain.indexOf(name)).filter((at) => at >= 0)
  const antecedent = Math.min(...names, plain.length)
  // The title explains what comes after it, not what comes before.
  const unexplained = plain.slice(0, antecedent)
  return pronoun.test(unexplained) || pronounJapanese.test(unexplained)
}

/** `sentence` is masked and lower case. */
export const isSelfContained = (sentence: string, intent: Intent, slots: Slots): boolean => {
  if (intent === "greeting") return true
  if (opening.test(sentence)) return false
  if (refersBack(sentence)) return false
  const named = slots.series.length + slots.authors.length + slots.genres.length > 0
  if (named || slots.demographic !== undefined) return true
  if (choice.test(sentence) || ofSomeTitle.test(sentence)) return false
  if (needsTitle.has(intent)) return false
  return intent !== "other" || !ellipsis.test(sentence)
}
