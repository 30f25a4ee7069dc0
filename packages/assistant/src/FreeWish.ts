/**
 * Does a question say more than its slots? "horror manga" does not, "manga about Vikings" does.
 *
 * Pure. Words that only carry politeness, commerce or a recognised slot are taken away; whatever
 * is left is a wish in free words, which only nearness in meaning can answer.
 */
import type { Question } from "./Question.ts"
import { withoutFacets } from "./SearchFacets.ts"
import { lexicon } from "./StoreLexicon.ts"

const fillerEnglish = new Set(
  `a an the some any all of for to in on with by from and or is are am be was do does did can could would will should
  i me my we us you your it this that these those there here what which who whom whose how when where please thanks thank
  show tell give find get list see want need like love looking look recommend recommendation recommendations suggest suggestion
  suggestions read reading buy about manga mangas comic comics book books series title titles volume volumes vol good great best
  nice cool new popular top favorite favourite something anything one ones more other genre genres category under below over above
  u ya pls plz carry sell stock stocked offer offers available trending hot right now currently today week weeks month months
  reader readers ranking bestselling selling seller sellers sold newest latest release releases released write wrote draw drew make
  made create created else others also too only top both still going bit little lot lots
  not no without except excluding nothing anything besides
  beginner beginners newbie newcomer newcomers start starter starting first time me
  less than cheaper between yen jpy price prices priced cost costs up at most least hi hello hey just maybe really very much many
  have has got let s m d re ve ll t im id whats author authors mangaka works work written drawn store stock catalogue catalog
  shonen shounen seinen shojo shoujo josei kodomo digital paperback paper print ebook box set sets edition editions`.split(
    /\s+/u,
  ),
)

const fillerJapanese =
  /おすすめ|お勧め|オススメ|おススメ|漫画|マンガ|まんが|コミックス?|作品|本|教えて|おしえて|見せて|探して|さがして|います|いる|ください|下さい|欲しい|ほしい|読みたい|よみたい|面白い|おもしろい|人気|何か|なにか|なに|何|どれ|どんな|ありますか|ある|あります|ですか|です|ますか|ます|して|した|する|くれ|ませんか|ない|円|以下|以上|以内|未満|より|安い|高い|紙|電子書籍|電子版|電子|ジャンル|系|もの|の|を|は|が|な|に|で|と|も|や|か|ね|よ|し|お|ご|少年|少女|青年|女性|子供|向け|けど|から|まで|一番|ちょっと|少し|最近|誰|シリーズ|巻|一覧|全部|以外|なし|苦手|嫌い|初心者|はじめて|初めて|入門|つ|たい|トレンド|話題|流行|売れ筋|売れて|ランキング|注目|今週|今月|最新|いま|今|だれ|他|ほか|別|書いた|描いた|作った|モノ/gu

const withoutSpans = (text: string): string => {
  const found = lexicon.find(text)
  const spans = [
    ...found.series,
    ...found.authors,
    ...found.genres,
    ...found.demographics,
  ].toSorted((a, b) => b.start - a.start)
  let rest = text
  for (const span of spans) rest = `${rest.slice(0, span.start)} ${rest.slice(span.end)}`
  return rest
}

/** What is asked of a book already spoken of. */
const askedEnglish = new Set(
  `version story plot genre finished complete completed ongoing ending copy copies left back again next previous first second third
  fourth fifth last come comes coming out when date ship shipped delivery physical hardcover kindle full whole entire each per total
  number long longer longest short shorter length pages page publisher published age rating suitable kids similar instead same but
  then ok okay yes no if so far yet already two three four five ten bundle paper soft hard cover start end order difference better
  worse popular rated expensive cheapest discount sale available illustrated artist drawn wrote old older newer chapters
  chapter anime adaptation english japanese translation translated thank`.split(/\s+/u),
)
const askedJapanese =
  /次|前|続き|いつ|出|発売日?|予定|在庫|値段|価格|税込|作者|著者|出版社|話|内容|あらすじ|[0-9一二三四五六七八九十百]+|番目|完結|連載|最新刊?|最終|新刊|送料|予約|買え|買い|購入|売|届|対象|年齢|歳|版|長い|短い|どっち|どちら|違い|比べ|詳しく|もう|まだ|全部で|合計|それ|これ|あれ|何番|残り|冊|点|セット|ボックス|全/gu

/** A word that may be the name of a book or a person the store does not know. */
export const mayNameUnknown = (text: string): boolean => {
  const rest = withoutFacets(withoutSpans(text).normalize("NFKC")).toLowerCase()
  const latin = rest.match(/[a-z]{2,}/gu) ?? []
  if (latin.some((word) => !fillerEnglish.has(word) && !askedEnglish.has(word))) return true
  const japanese = rest.replace(askedJapanese, " ").replace(fillerJapanese, " ")
  return /[\p{sc=Han}\p{sc=Katakana}ー]{2,}/u.test(japanese)
}

export const hasFreeWish = (question: Question): boolean => {
  const rest = withoutFacets(withoutSpans(question.text).normalize("NFKC")).toLowerCase()
  const latin = rest.match(/[a-z]+/gu) ?? []
  if (latin.some((word) => !fillerEnglish.has(word))) return true
  const japanese = rest.replace(/[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]/gu, " ")
  return /\S/u.test(japanese.replace(fillerJapanese, " ").replace(/ー/gu, " "))
}
