/**
 * Tells by its form whether a Japanese text wishes for something (「…したい」, 「…やつ教えて」, 「…ない？」), and drops what it says
 * that it does not mind (「完結してなくてもいい」, 「紙でも電子でも」). Pure.
 */
import { latin, type Letters, type Token } from "@manga-assist/language"
import { longPattern } from "../LongPattern.ts"

const asked = longPattern(`
  (?:やつ|ヤツ|もの|モノ|漫画|マンガ|まんが|系|の)?(?:たい|たくなる|希望|下さい|ください|頼(?:む|みます)|欲しい|ほしい|教えて|おしえて|ない|ある|あります|ありません|ございます|
  お願い|おねがい|いい|理想|ベスト|好き|求む|くれ|ちょうだい|頂戴|読める|気分|おすすめ|オススメ|
  やつ|ヤツ|系|もの|モノ|漫画|マンガ|で|を|の|たい(?:夜|日|時|とき|週末|休日|気持ち|お年頃))(?:です|ます|でしょう|します|致します|いたします)?(?:か|かな|かね|かしら|な|なあ|なぁ|なー|ね|よ|よね|っす|すか|の|のですが|んですが|んですけど|んだけど|けど|ので)*$`)
/** Looks as a wish does and asks for something else. */
const otherwise =
  /(?:誰(?!でも|が読んでも)|だれ(?!でも)|いつ(?!も|か)|なぜ|どこ(?!か|で読)|どうして|何時|何曜|天気|勝った|負けた|ルール|やり方|方法|作り方)/u

const last = 24

export const wishesInJapanese = (
  tokens: ReadonlyArray<Token>,
  { scripts, text }: Letters,
): boolean =>
  tokens.some(({ start }) => start < text.length && scripts[start] !== latin) &&
  asked.test(text.slice(-last)) &&
  !otherwise.test(text)

const indifferent = longPattern(`
  ^(?:し|して|で|い|く|じゃ|中|済み?|もの|作品|であ|版)*(?:(?:なく|てな|くな|ってな|でな|じゃな)くて?も|ても|でも)(?:全然|ぜんぜん|別に|特に|まあ|とりあえず)*(?:いい|良い|よい|ok|おk|構わ|かまわ|大丈夫|可|平気|あり(?!ま)|アリ|問題な)|
  ^(?:し|して|で|い|く|てる|ている|中|済み?|もの|作品)*(?:か(?:どう|否)か|の有無)?(?:は|も|を|に|が)?(?:特に|別に|とくに|べつに)?(?:問わ|問い(?:ま|ませ)|気にし(?:ない|な|ま)|関係な|こだわ(?:ら|り)|どちらでも|どっちでも|なんでも|何でも)|
  ^(?:でも|、|か|も|・|と)(?:連載中|完結|未完|電子|紙|長く|短く|短い|長い)[^。]{0,6}(?:でも|ても|も)(?:いい|良い|よい|ok|構わ|大丈夫|可|問わ)|^(?:でも|ても|も)(?:いい|良い|よい|ok|構わ|かまわ|大丈夫|可|平気)`)

const droppable = new Set(
  "FINISHED ONGOING UNFINISHED HIATUS LENGTH NOTLENGTH FORMAT ENDS".split(" "),
)
const looksAhead = 20

export const withoutIndifferent = (
  tokens: ReadonlyArray<Token>,
  { scripts, text }: Letters,
): ReadonlyArray<Token> =>
  tokens.some(({ kind }) => droppable.has(kind))
    ? tokens.filter(
        ({ end, kind, start }) =>
          !droppable.has(kind) ||
          scripts[start] === latin ||
          !indifferent.test(text.slice(end, end + looksAhead)),
      )
    : tokens
