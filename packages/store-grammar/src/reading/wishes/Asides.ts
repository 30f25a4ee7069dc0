/**
 * Tells whether a Japanese word that could name what books are about is only said of who asks or reads, or gives the
 * reason: 「高校生の娘に」, 「社会人です」, 「仕事で疲れた」, 「学校の帰りに」. Pure.
 */
import type { Letters, Token } from "@manga-assist/language"
import { longPattern } from "../LongPattern.ts"

const person =
  /(?:[生人員者師手部司]|兄弟|姉妹|親子|ol|サラリーマン|クラスメイト|アスリート|家族|夫婦|女性|大人|食いしん坊)$/u

/** Behind a word for people: they ask, or it is for them. */
const ofPeople = longPattern(`
  ^の?(?:息子|娘|甥|姪|弟|妹|兄|姉|孫|子(?!育)|彼|友|いとこ|従兄|従妹|母|父|妻|夫|嫁|旦那|先輩|後輩|同僚|知人|生徒|私|自分|僕|俺)|
  ^(?:さん|たち|達|の方|の人|世代|以上|みんな|全員)*(?:へ|に)(?:は|も)?の?(?:プレゼント|贈|お祝|ギフト|あげ|プレ|渡|おすすめ|オススメ|勧|薦|人気|読|よさそう|良さそう|いい|良い|ぴったり|合い|合う|向|ウケ|受け)|
  ^(?:さん|たち|達|の方|の人|全員|みんな|そろって|揃って|同士)*(?:です|でも(?!な)|で(?:読|楽し|回し|見)|をして|やって(?:い|ま|る)|して(?:い|ま|る)|なの(?:です|で|だ)|なん(?:で|です|だ)|だから|だけど|だし|ですが|だった|が(?:読|喜|楽し|ハマ|夢中|好き(?:な|そう)|共感))`)

/** Behind any word: what came of it, or when. */
const ofReasons = longPattern(`
  ^(?:で|に|が|の|も|は|から|と)*(?:疲れ|つかれ|忙し|しんど|ヘトヘト|へとへと|くたくた|クタクタ|大変|つらい|つらくて|辛い|辛くて|嫌にな|帰り|帰っ|終わり|終わっ|
  終えて|合間|休み|休憩|ストレス|きつ|キツ|ミス|失敗|うまくいか|行き詰|落ち込|やめた|辞め|探し中|行く前|中に読|前に読|付き合い|ばかりで|ばっかりで|続きで|が始ま)`)

const looksAhead = 16

export const isAside = ({ end, start }: Token, { text }: Letters): boolean => {
  const behind = text.slice(end, end + looksAhead)
  return ofReasons.test(behind) || (person.test(text.slice(start, end)) && ofPeople.test(behind))
}
