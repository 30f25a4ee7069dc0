/**
 * Does the answer depend on who asks? Such an answer is never shared between customers.
 *
 * "Recommend something" without any wish is personal too: the customer's preferences fill the gap.
 */
import type { Intent, Slots } from "../Question.ts"

const mine =
  /\b(?:my|mine|our)\b(?! (?:hero|love story|little|brother|star)\b)|\bfor me\b|\b(?:i|i've|we) (?:have |already |just |recently |last |previously )?(?:bought|ordered|purchased|own|paid|received|returned|preordered)\b|\bbased on\b.{0,30}\b(?:i|me|my|history|purchases|taste)\b|\b(?:personal(?:ly|ised|ized)?|suits? me|my taste)\b|\bremember me\b|\bdo you know (?:me|who i am)\b|\bwho am i\b|\bwhat(?:'s| is) my\b/u
const mineJapanese =
  /(?:私|僕|俺|わたし|ぼく|おれ|自分|うち)(?:の|に|が|向け|好み|は)|マイページ|アカウント|購入履歴|閲覧履歴|履歴|注文状況|(?:買った|購入した|注文した)|好みに|会員情報|保有ポイント|ポイント残高/u

/** "for my son": whose, not who asks. */
const forSomeone =
  /\bmy (?:son|daughter|kids?|child(?:ren)?|wife|husband|mother|mom|mum|father|dad|sister|brother|friend|niece|nephew|boyfriend|girlfriend|partner|grand\w{2,9}|\d{1,2}[\s-]year)\b/gu

const fillerWords = new Set(
  `a an the some any me i we you us to do does can could would should please pls for of and or one good
  best great nice really just what which something anything manga mangas comic comics book books series
  title titles story read reading buy get start pick try next now today recommend recommends recommended
  recommendation recommendations reccomend recomend rec recs suggest suggestion suggestions give find
  show tell have got is are be want like d ll m s hi hello hey there surprise looking look new know need
  help choose out`.split(/\s+/u),
)
const fillerJapanese =
  /おすすめ|オススメ|お勧め|お薦め|推薦|漫画|マンガ|まんが|コミック|作品|本|教えて|ください|下さい|くれ|ほしい|欲しい|お願い|何か|なにか|なんか|あります|ありません|ある|ます|です|ません|して|する|した|いい|良い|よい|面白い|おもしろい|ない|読む|読み|読める|べき|たい|たら|次|どれ|どの|何|なに|紹介|今|日|見せ|選ん|探し|すすめ|勧め|他|ほか|別|もっと|[のをはがでなにもとかねよい]|ー/gu

const saysNothing = (sentence: string): boolean => {
  const words = sentence.match(/[a-z]+/gu) ?? []
  return (
    words.every((word) => fillerWords.has(word)) &&
    !/\p{L}/u.test(sentence.replace(/[a-z]+/gu, "").replace(fillerJapanese, ""))
  )
}

const withoutSlots = (slots: Slots): boolean =>
  slots.series.length + slots.authors.length + slots.genres.length === 0 &&
  slots.demographic === undefined

/** `sentence` is masked and lower case. */
export const isPersonal = (sentence: string, intent: Intent, slots: Slots): boolean => {
  if (intent === "order-status") return true
  const asker = sentence.replace(forSomeone, " ")
  if (mine.test(asker) || mineJapanese.test(asker)) return true
  return intent === "recommend" && withoutSlots(slots) && saysNothing(sentence)
}
