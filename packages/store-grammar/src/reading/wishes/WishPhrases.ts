/**
 * Recognises phrases of a wish that no single word tells: likeness to something, the customer's own taste, all volumes
 * of a story. The regular expressions go by word stems, so that "similar", "similarly", 似た and 似ている are one.
 *
 * Takes normalised text of up to 600 letters with `§` for titles, in which "what's" is "what s". Pure.
 */
import { longPattern } from "../LongPattern.ts"

/** Something is the measure of what is asked for. */
const likeness = longPattern(`
  \\b(?:similar|comparabl|alike\\b|akin\\b|resembl|reminiscent|equivalent|alternatives?\\b|
  in the (?:same )?(?:vein|spirit|style|mould|mold)\\b|
  same (?:vibe|feel|mood|tone|kind|sort|type|spirit|energy|style|vein|atmosphere|flavou?r|itch|ilk)|
  kindred|closest\\b|close to\\b|along the lines|fills? (?:the|that) (?:hole|void|gap)|
  (?:something|anything|manga|mangas|series|books?|titles?|ones?|stories|more|nothing|else) (?:quite )?like\\b|
  like (?:it|that|this)\\b|(?:another|a second|a different) (?:\\w+ )?§|(?:equally|just as|as) (?:gripping|good|great|exciting|funny|moving|dark|beautiful|addictive|thrilling)|
  (?:after|if) (?:i|you|we|he|she|they) (?:like|love|enjoy|finish|read)|fans? of\\b|remind|
  next after\\b|as good as\\b|companion to\\b|follow up to\\b)|
  § +like\\b|似(?:た|て|通)|みたいな|っぽ|の(?:よう|様)な|ような(?:作品|漫画|マンガ|本|話|の|雰囲気|やつ|もの)|系統|
  同じ(?:よう|感じ|雰囲気|テイスト|タイプ|系|ノリ|空気|世界観|くらい面白)|
  近い(?:感じ|雰囲気|作品|漫画|マンガ|もの|やつ|の)|(?<![ァ-ヺー])ロス(?![ァ-ヺー])|の次に(?:読|何|おすすめ)|の後に(?:読|何)|代わりになる|
  が好きな(?:人|ら|子)|が好きなら|が好きだった|が好きで`)

/** Somebody has read it, or likes it. */
const liked = longPattern(`
  \\b(?:finished|read all|read (?:all )?the (?:whole|entire|complete)|have read|ve read|just read|loved?\\b|loves\\b|devour|
  bing(?:e|ing)|hooked on|obsessed|enjoy(?:ed|s)?\\b|is over\\b|caught up|crazy about|mad about|addicted|
  ador(?:e|ed|es)\\b|couldn t put|blew me away|favou?rite|big fan|huge fan)|
  読(?:み終|み切|破|了|みおわ|んで?しま|んだ(?:の|ん)?(?:で|だけど|けど|が))|ハマ|はまっ|大好き|好き(?:で|だ|な|です)|
  面白かった|おもしろかった|楽しかった|気に入っ|完読|一気読み|推し|終わってしま|終わっちゃ`)

/** Something else is asked for. */
const asksForMore = longPattern(`
  \\b(?:what (?:next|else|should|now|could|would|do|comes|can|other|is next|s next|to read)|next\\b|suggest|recommend|another|
  other\\b|else\\b|find (?:me|him|her|them|us)|anything|something|more\\b|give me|looking for|try\\b|which (?:manga|series|book))|
  おすすめ|オススメ|お勧め|お薦め|他に|ほかに|他の|ほかの|次(?:に|は|の|何)|何か|なにか|ない\\??$|ないか|ありませんか|ありますか|ある\\??$|
  探し|教え|紹介|選んで|何を読|なに読|何読|読めば`)

/** The customer's own taste is the measure. */
const taste = longPattern(`
  \\bmy (?:own |personal |usual )?(?:tastes?|preferences?|likes|profile|histor|favou?rite genre|kind of|sort of|type of|style|
  past (?:order|purchase)|previous (?:order|purchase)|earlier (?:order|purchase)|reading|usual|cup of tea)|
  (?:like|similar to|matching|in line with|based on|considering|given|looking at|going by|judging (?:by|from)|because of|in view of|from)\\s
  (?:what|the (?:things|books|manga|titles)|everything|all|my|our) .{0,24}(?:bought|order|purchas|read|own|got)|
  (?:i|we) (?:usually|normally|always|often|tend to|generally|mostly) (?:buy|get|read|order|pick|choose|go for)|
  you know (?:what|me|my)|someone like me|people like me|suits? me\\b|fits? me\\b|right for me\\b|
  (?:would|might|ll|d) (?:i|probably|suit|fit) (?:like|enjoy|love|me)\\b|
  (?:things?|books?|manga|something|what|that|one) i (?:d|would|might|will|ll) (?:really |probably |also )?(?:like|enjoy|love)\\b(?! to)|
  surprise (?:me|us)|your (?:pick|choice)\\b|you (?:choose|pick|decide)\\b|dealer s choice|
  (?:私|わたし|僕|ぼく|俺|おれ|自分|うち|あたし)(?:の)?(?:好み|趣味|向け|むけ|に合|にあい|にあう|にぴったり|が好き(?:そう|になり)|が?気に入り|にオススメ|におすすめ)|
  好み(?:に合|に近|の(?:もの|作品|漫画|マンガ|やつ))|いつも(?:買|読|注文|頼)|
  (?:今まで|これまで|前回?|最後|最近|先日|以前|過去|この間|こないだ)[にの]?(?:買|購入|注文|頼).{0,14}(?:似|近|から|もと|基|参考|踏まえ|合|同じ|好き)|
  (?:購入|注文|買い物|閲覧)?履歴.{0,8}(?:おすすめ|オススメ|から|もと|基|見て|参考)|お(?:まか|任)せ`)

/** What was bought is no answer: books are asked for. */
const asksForBooks = longPattern(`
  \\b(?:anything|recommend|suggest|find|choose|pick|select|like|enjoy|love|next|something|anything|surprise|match|suits?|fits?|similar|
  should i|what to)|
  おすすめ|オススメ|お勧め|お薦め|選|出して|探|紹介|教え|似|近い|合い|合う|好き|頼む|見繕|みつくろ|同じ|系統|よろしく|ください|下さい|ある|ない|おまかせ|お任せ`)

/** All volumes together. */
const whole = longPattern(`
  \\b(?:whole|entire|complete(?:ly)?|full|fully|in full)\\b|\\ball (?:the |its |of )?(?:volumes|books|it)|\\bevery (?:volume|book)|\\beverything\\b|
  \\b(?:start|beginning) to (?:finish|end)|\\bin total\\b|\\baltogether\\b|\\b(?:volumes|books|parts) together|\\badded up|
  全巻|全部|ぜんぶ|全て|すべて|揃え|そろえ|まとめ買|まとめて|一式|一括|シリーズ(?:全体|通|丸)|最後まで|丸ごと|コンプリート|最終巻まで`)

/** All volumes of the title that is named: "complete Nana", "everything of Nana", but not "is Nana complete". */
export const wholeSeries = longPattern(`
  \\b(?:whole|entire)\\b|\\b(?:complete|full) (?:set|series|collection|run|edition|manga|story|bundle|§)|§ +(?:complete|full) (?:in|on|as|for|price)|
  \\ball (?:the |its |of )*(?:volumes|books|it\\b|§|\\d)|\\bevery (?:single )?(?:volume|book)|\\beverything\\b|
  \\b(?:start|beginning|first) to (?:finish|end|last)|\\bin total\\b|\\baltogether\\b|\\badded up|\\bfrom volume 1 to\\b|
  全巻|全部|ぜんぶ|全て|すべて|揃え|そろえ|まとめ買|まとめて買|一式|一括|シリーズ(?:全体|通|丸)|最後まで|丸ごと|まるごと|コンプリート|最終巻まで|全\\d+巻`)

export interface WishPhrases {
  readonly likeness: boolean
  readonly liked: boolean
  readonly asksForMore: boolean
  readonly taste: boolean
  readonly whole: boolean
}

/** More letters are no wish. */
const longest = 600

const nothing: WishPhrases = {
  likeness: false,
  liked: false,
  asksForMore: false,
  taste: false,
  whole: false,
}

/** `written`: in small letters, with gaps, without titles. */
export const wishPhrases = (written: string): WishPhrases =>
  written.length > longest
    ? nothing
    : {
        likeness: likeness.test(written),
        liked: liked.test(written),
        asksForMore: asksForMore.test(written),
        taste: taste.test(written) && asksForBooks.test(written),
        whole: whole.test(written),
      }
