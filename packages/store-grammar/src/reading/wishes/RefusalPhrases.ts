/**
 * Tells whether the words right behind something wanted refuse it: 「ホラーはもうお腹いっぱい」, "drama no", "horror
 * is not my thing". Regular expressions go by word stems and look at 30 letters. Pure.
 */
import { type Letters, spelt, type Token } from "@manga-assist/language"
import { longPattern } from "../LongPattern.ts"

const japanese = longPattern(`
  ^(?:入って(?:い)?る|入りの|がメイン|メイン|中心|多め|強め|絡み|寄り|ジャンル|やつ|が出てくる|が出る|がある|ある|いく|する|行く|の|系|もの|物|漫画|マンガ|作品|要素|シーン|描写|展開|の話|っぽいの|とか|など|の)*(?:だけ)?(?:は|も|が|を|って|に)?
  (?:もう|ちょっと|あまり|あんまり|そんなに|絶対に?|できれば|なるべく|全部|全く|正直|一切|全然|どうしても|本当に|さすがに|今回は|今は|今日は)*
  (?:お腹いっぱい|おなかいっぱい|腹いっぱい|飽き|食傷|苦手|嫌|きらい|勘弁|なしで|無しで|なしの|抜きで|抜きの|避け|いらな|いりませ|要らな|要りませ|
  パスで|遠慮|読みたくな[いく]|見たくな[いく]|求めてな|求めていな|興味な|興味がな|除い|除外|除き|以外|だめ|ダメ|駄目|無理|出てこな|出な[いく]|でてこな|登場しな|登場させな|入ってな|入らな|含まな|
  (?<!だけ|のみ|ばかり)(?:じゃな(?:い(?!か)|く)|ではな[いく]|でな(?:い(?!か)|く))|うんざり|結構です|ng|が少な(?:い|め)|
  きつ|キツ|つらい|つらく|辛い|辛く|しんど|受け付け(?:な|られな)|受けつけ(?:な|られな)|ごめん|お断り|却下|やめ(?:て|と)|外し(?:て|た)|はずし(?:て|た)|抜い(?:て|た)|抜き|
  読めな|読まな|読まず|見れな|見られな|合わな|地雷|アウト|皆無|ゼロ|なくて?い[いと]|なくても|無くて?い[いと]|いらん|要らん|満腹|読み飽|見飽|読み尽|読みすぎ|省(?:い|き)|パス(?!ワ|タ|ポ)|無し|
  なし(?!でも|もあり)|嫌い|きらい|好きじゃな|好きではな|好みじゃな|得意じゃな|得意ではな|控え(?:め|て)|薄(?:め|い)|とは違う|と違う|は別として|トラウマ|怖くて(?:読|見)|(?<=もう)(?:いい|十分|充分|結構|たくさん))`)

const english = longPattern(`
  ^(?:stuff |ones |manga |stories |things )?(?:(?:is|are|s) )?
  (?:no$|no thanks|no way|no go|nope|a no\\b|out of the question|off the table|excluded|
  not (?:my (?:thing|cup)|for (?:me|him|her|them|us)|please|welcome|wanted|allowed|an option)|
  (?:isn t|aren t) (?:my (?:thing|cup)|for (?:me|him|her|them|us))|
  bores?\\b|boring\\b|(?:puts?|turns?) (?:me|him|her|them|us) off|free\\b(?! shipping| delivery))`)

const looksAhead = 30

/** Is the wish that ends there refused by what stands behind it? */
export const refusedBehind = ({ end }: Token, letters: Letters, isJapanese: boolean): boolean => {
  const until = Math.min(letters.text.length, end + looksAhead)
  if (isJapanese) return japanese.test(letters.text.slice(end, until))
  const behind = { kind: "", value: "", start: end, end: until, sense: undefined }
  return english.test(spelt(behind, letters).trim())
}
