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
  (?:feeling|feel|vibes?|mood|magic|atmosphere|spirit) of §|kindred|closest\\b|close to\\b|along the lines|fills? (?:the|that) (?:hole|void|gap)|
  (?:something|anything|manga|mangas|series|books?|titles?|ones?|stories|more|nothing|else) (?:quite )?like\\b|
  like (?:it|that|this)\\b|(?:(?<!\\b(?:see|expect|be|get|publish|announce|release) )another|a second|a different) (?:\\w+ )?§|\\bas (?!(?:soon|well|far|much|many|long|cheap|expensive|old) )\\w+ as §|(?:equally|just as|as) (?:gripping|good|great|exciting|funny|moving|dark|beautiful|addictive|thrilling)|
  (?:after|if) (?:i|you|we|he|she|they) (?:like|love|enjoy|finish|read)|(?:fans?|lovers?|readers?|admirers?) of\\b|remind|
  next after\\b|as good as\\b|companion to\\b|follow up to\\b|scratch(?:es|ed)? (?:the|that|my)|a la §|
  in the (?:manner|way|mould|mold|tradition|footsteps|league|class|same league|wake|direction|line) of|(?:counterpart|twin|clone|sequel in spirit|soulmate|double|neighbou?r)s?\\b|
  (?:next to|alongside|goes with|go with|went with|pairs? with|sits? (?:well )?with|together with|in company with|right after|straight after) §|
  (?:what|the way|how|the feeling|the feelings|the same thing) § (?:gives?|gave|did|does|has|had|makes?|made|offers?|offered|was|is)|(?:as|like) § (?:does|did|was|is|has)|
  (?:hurts?|hits?|grips?|moves?|is|are|was|feels?|reads?|be|made|makes?) (?:me |you |us |just )?as (?:much|hard|deep|deeply|well|good|dark|funny|sad|sweet|strong|beautiful|clever|exciting|intense|addictive|gripping)|
  replac\\w+ §|(?:is|are) there (?:an?|any) § (?:for|but|with|without|set|in|where|only)|(?:have|got) an? § (?:for|but|without|where|only)|
  (?:replacements?|substitutes?|stand ins?|successors?|cousins?|siblings?|heirs?|answer) (?:for|to|of)\\b|
  (?:near|nearest|comes near|not far from|on a par with|on par with|up there with|level of|calibre of|caliber of|reads? like|feels? like|kin to|matches|rivals) (?:to )?§|
  (?:goes|go|pairs?|works?) well (?:after|with|next to)|what (?:comes |to read |goes |is there |follows )?after §|(?:an?|the|some) (?:\\w+er|(?:more|less) \\w+|gentle|soft|dark|funny|modern|calm|scary|cute|mature|mild|serious|silly|cosy|cozy|sad|romantic|historical|medieval|adult|female|grown up) §|
  (?:that|this|those|these) (?:kind|sort|type|ilk|vein|style|mood)(?:s)? (?:of|again|please)|of (?:that|this|the same|a similar) (?:kind|sort|type|ilk|vein)|
  more of (?:it|that|this|the same|those|them|§)|another (?:dose|helping|round) of|people who (?:like|love|enjoy)|who (?:liked|loved|enjoyed|adores?) §|
  would a §|in place of §|instead of §|anything else with that|were a drug)|
  § +(?:like\\b|vibes?\\b|style\\b|esque\\b|ish\\b|(?:fans?|lovers?|readers?|addicts?|feel|energy|feeling|mood|clone|lookalike)\\b)|似(?:た|て|通)|みたいな|っぽ|の(?:よう|様)な|ような(?:作品|漫画|マンガ|本|話|の|雰囲気|やつ|もの)|系統|
  同じ(?:よう|感じ|雰囲気|テイスト|タイプ|系|ノリ|空気|世界観|くらい面白)|
  近い(?:感じ|雰囲気|作品|漫画|マンガ|もの|やつ|の)|(?<![ァ-ヺー])ロス(?![ァ-ヺー])|の次に(?:読|何|おすすめ)|の(?:後|あと|次)(?:に|は|って|には)*(?:読|何|なに|どれ|どの|これ)|代わりになる|
  が?好きな(?:人|ら|子|友|方|娘|息子|母|父|妻|夫|彼)|が好きなら|が好きだった|が好きで|
  § *(?:並み?(?:に|の)|(?:級|ばり|張り|クラス|レベル)(?:に|の|で|な)|的な|風の|寄りの|系|以来|ライクな|(?:[とにを](?!は|つい)[^、。?§]{1,8})?(?:く|ぐ)らい(?:に|の)?(?!いくら|値|何)|みたいに|を彷彿|を思わせ|を思い出|に通じる|に匹敵|に負けない|好き(?:に|向け|の))|
  と同じ(?:ジャンル|方向|匂い|におい|温度|くらい|ぐらい|種類|タイプ)|§ *と?同じ(?!作者|作家|人|先生|出版|雑誌|巻|値段|価格|著者|漫画家|方(?!向)|会社|日)[^、。?§]{1,8}(?:もの|系|漫画|マンガ|やつ|作品)|同(?:系統|レベル|格|等(?:の|に))|ああいう|あんな(?:感じ|風|の|漫画)|
  (?:こういう|そういう|こんな|そんな)(?:(?:の|系|感じ|風|闇|会話|雰囲気|話|漫画|作品).{0,8}(?:ない|ある|読み|知り|教え|おすすめ|ください|欲し|ほし)|.{1,24}(?:他|ほか|もっと))`)

/** Like it, and by somebody else. */
const byOthers = longPattern(`
  \\b(?:different|another|other|new) (?:author|writer|artist|mangaka|creator|hand)s?\\b|\\bby (?:somebody|someone|anybody|anyone) else\\b|
  \\bnot by (?:the same|him|her|them|that)\\b|\\bwho else (?:writes|draws|makes|does|wrote|drew|made)\\b|\\bby (?:other|different) (?:people|authors|artists)\\b|
  (?:違う|別の|他の|ほかの|異なる)(?:作者|作家|漫画家|先生|人(?=の|が描|による|で(?!す)))|(?:作者|作家)(?:が|は|さんが)?(?:違|別|異な)|(?:作者|作家|先生)以外`)
/** Who made the title that is named is asked beside. */
const asksWho = /\bwho (?!else)/u
/** Of another publisher than the one that is named. */
const otherHouse =
  /\b(?:from|by) (?:anyone|anybody|someone|somebody|everyone) else\b|\b(?:other|different|another|rival) (?:publishers?|publishing houses?|houses?|labels?|imprints?)\b|(?:違う|別の|他の|ほかの)(?:出版社|版元|会社)|(?:出版社|版元)(?:が|は)?(?:違|別)/u

/** Somebody has read it, or likes it. */
const liked = longPattern(`
  \\b(?:finished|read all|read (?:all )?the (?:whole|entire|complete)|have read|ve read|just read|loved?\\b|loves\\b|devour|
  last page|(?:been|got|gotten|went|worked|tore|raced|burned|burnt|blazed|powered|ploughed|plowed|sped|flew|rushed|way) (?:\\w+ )?through|wolfed|inhaled|
  swallowed|gobbled|read (?:them|those|these|it|both|all three|that)\\b|(?:destroyed|broke|wrecked|ruined|crushed|moved|touched|floored|captivated|gripped|haunted|charmed|amazed|thrilled|stunned|got to) (?:me|him|her|us|them)\\b|
  comfort read|go to (?:read|manga|series)|holy grail|desert island|can t (?:stop|put)|lived for|cried over|laughed at|couldn t stop|re watched|grew up (?:on|with)|raised on|brought up on|reread|re read|marathon|swears? by|can t get over|(?:knows?|know) § by heart|got (?:me|him|her|us|them) (?:into|hooked|playing|started)|
  made (?:me|him|her|us|them) (?:want|wanna|start|pick up|cry|laugh|smile)|
  (?:was|were|is|are) (?:so |absolutely |just |simply |really )?(?:fantastic|great|amazing|brilliant|wonderful|superb|perfect|my favou?rite|magnificent|excellent)|
  (?:has|have|own|owns|got) (?:all|every|the (?:full|whole|complete|entire))|all time|through with|done with|nearly done|at the end of §|out of §|
  bing(?:e|ing)|hooked on|obsessed|enjoy(?:ed|s)?\\b|is over\\b|caught up|crazy about|mad about|addicted|
  ador(?:e|ed|es)\\b|couldn t put|blew me away|favou?rite|big fan|huge fan)|
  読(?:み終|み切|破|了|みおわ|んで?しま|んだ(?:の|ん)?(?:で|だけど|けど|が))|ハマ|はまっ|大好き|好き(?:で|だ|な|です|\\s|$)|読んで(?:る|い)|
  面白かった|おもしろかった|楽しかった|気に入っ|完読|完走|一気読み|推し|終わってしま|終わっちゃ|
  青春でし|青春だった|(?<!全)世代|大ファン|ファン(?:です|で|の|な|に|だ)|はまり|夢中|刺さ(?:っ|り)|ツボ|最高(?:だった|でした)|神(?:だった|でした)|
  全巻(?:持っ|揃え|読)|読み返し|愛読|大好物|好物|泣いた|泣きました|感動し|熱くな|ロス|やられた|やられまし|余韻|浸っ|沼っ|沼に|どっぷり|忘れられ|引きず|立ち直|(?:最後|ラスト|最終巻|全部|全巻|最新刊)(?:まで)?読(?:ん|み)|(?:あの|その)[^、。§]{1,6}(?:感|空気|雰囲気|世界|ノリ|テンション|味)`)

/** Something else is asked for. */
const asksForMore = longPattern(`
  \\b(?:what (?:next|else|should|now|could|would|do|comes|can|other|is next|s next|to read)|next\\b|suggest|recommend|another|
  other\\b|else\\b|find (?:me|him|her|them|us)|anything|something|more\\b|give me|looking for|try\\b|which (?:manga|series|book|would|one)|
  what now|now what|where (?:to|do i|now)|who else|others?\\b|empty|feel lost|void|gap|hole\\b|withdrawal|any (?:more|good|ideas?|tips?)|got any|
  hand me|lined? up|follow|gimme|need (?:more|another)|similar|pick(?:s|ed)? up|replace|next (?:fix|read|series|manga))|
  おすすめ|オススメ|お勧め|お薦め|他に|ほかに|他の|ほかの|次(?:に|は|の|何)|何か|なにか|ない\\??$|ないか|ありませんか|ありますか|ある\\??$|
  探し|教え|紹介|選んで|何を読|なに読|何読|読めば|求む|くれ|助けて|埋めて|頼む|たのむ|希望|もっと|ほかは|他は|つぎ|次の(?:一|作|漫画|1)|
  知りたい|ございますか|違う(?:作者|漫画|作品|の)|以外(?:で|の|に)|別の(?:作品|漫画|の)|そうな(?!ん)|味わ|浸りたい|ふたたび|再び|もう(?:一度|いちど|一回)|似た|近い|ああいう|向け|見繕|みつくろ`)

/** Something that is not named, and is none of what belongs to a title. */
const somethingElse = longPattern(`
  \\b(?:something|anything|stuff|others?|another|one that|ones that|a (?:manga|series|book|story|comic|title)|(?:which|what|some|any|more) (?:manga|series|books|stories|comics|titles))\\b(?! (?:about|of|from|by|on|in|for) (?:the )?§)`)

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
  (?:私|わたし|僕|ぼく|俺|おれ|自分|うち|あたし)(?:の)?(?:好み|趣味|シュミ|好きな(?:感じ|系統|タイプ|ジャンル)|テイスト|タイプ|向け|むけ|っぽい(?!のは)|らしい(?:の|漫画|作品|本|やつ)|に合|にあい|にあう|にぴったり|が好き(?:そう|になり)|が?気に入り|にオススメ|におすすめ)|
  好み(?:に合|に近|の(?:もの|作品|漫画|マンガ|やつ))|いつも(?:買|読|注文|頼)|
  (?:今まで|これまで|前回?|最後|最近|先日|以前|過去|この間|こないだ)[にの]?(?:買|購入|注文|頼).{0,14}(?:似|近|から|もと|基|参考|踏まえ|合|同じ|好き)|
  (?:今まで|いままで|これまで|前|最近|この間|こないだ|いつも).{0,6}買った.{0,10}(?:似|近|同じ|好き|系統|傾向|感じ|からして|もと|参考|踏まえ)|好みは?.{0,6}(?:把握|知って|わか|分か)|
  いつもの(?:感じ|やつ|系|ノリ|雰囲気|路線|ジャンル|傾向)|次に好きにな|買い物の傾向|(?:購入|注文|買い物|閲覧)?履歴.{0,8}(?:おすすめ|オススメ|から|もと|基|見て|参考)|お(?:まか|任)せ`)

/** What the customer has bought or owns. */
const ownBooks = longPattern(`
  \\b(?:my|our) (?:\\w+ ){0,3}(?:orders?|purchases?|shelf|shelves|bookshel(?:f|ves)|library|collection|histor(?:y|ies)|account|buys)\\b|
  \\b(?:i|we|i ve|we ve|i have|we have) (?:\\w+ ){0,3}(?:bought|ordered|purchased|had from you|got from you|gotten from you|picked up here)\\b|
  \\bwhat (?:i|we) (?:\\w+ )?(?:order|buy|get|purchase|own|collect|read)\\b|\\b(?:i|we) (?:\\w+ ){0,2}(?:keep|end up) (?:buying|ordering|getting|picking)|\\bstuff (?:i|we) (?:\\w+ )?(?:buy|get|order)`)
/** Something that goes with it is asked for. */
const asksToGoOn = longPattern(`
  \\b(?:next|recommend\\w*|suggest\\w*|similar|match\\w*|pick|choose|select|more (?:of|like)|in line|like (?:them|those|these|that|it)|tips?|ideas?|
  should i|what to|to read|going by|go by|based on|bas(?:e|ing)|judg\\w+|in view of|in light of|goes? with|go well|another|something|anything|fits?|suits?|fitting)\\b`)
/** A fact of an order is asked for. */
const ofAnOrder = longPattern(`
  \\b(?:when|where|arriv\\w*|deliver\\w*|ship\\w*|status|track\\w*|cancel\\w*|return\\w*|refund\\w*|total|costs?|how much|how many|numbers?|contents?|
  what (?:did|was|were|is|s) (?:i|in|my|the)|did i|address|pa(?:y|id)|invoice|receipt|charged?|late|missing|damaged|wrong)\\b`)

/** What was bought is no answer: books are asked for. */
const asksForBooks = longPattern(`
  \\b(?:anything|recommend|suggest|find|choose|pick|select|like|enjoy|love|next|something|anything|more of|surprise|match|suits?|fits?|similar|
  should i|what to)|
  おすすめ|オススメ|お勧め|お薦め|選|出して|探|紹介|教え|似|近い|合い|合う|好き|頼む|見繕|みつくろ|同じ|系統|よろしく|ください|下さい|ある|ない|おまかせ|お任せ|次(?:は|に|の)|提案|(?:良|よ)さそう|読むと|読んだら|読むなら|どれ|どんな|思(?:う|い)`)

/** All volumes together. */
const whole = longPattern(`
  \\b(?:whole|entire|complete(?:ly)?|full|fully|in full)\\b|\\ball (?:the |its |of )?(?:volumes|books|it)|\\bevery (?:volume|book)|\\beverything\\b|
  \\b(?:start|beginning) to (?:finish|end)|\\bin total\\b|\\baltogether\\b|\\ball together\\b|\\b(?:volumes|books|parts) together|\\badded up|
  全巻|全部|ぜんぶ|全て|すべて|揃え|そろえ|まとめ買|まとめて|一式|一括|シリーズ(?:全体|通|丸)|最後まで|丸ごと|コンプリート|最終巻まで`)

/** All volumes of the title that is named: "complete Nana", "everything of Nana", but not "is Nana complete". */
export const wholeSeries = longPattern(`
  \\b(?:whole|entire)\\b|\\b(?:complete|full) (?:set|series|collection|run|edition|manga|story|bundle|§)|§ +(?:complete|full) (?:in|on|as|for|price)|
  \\ball (?:the |its |of )*(?:volumes|books|it\\b|§|\\d)|\\bevery (?:single )?(?:volume|book)|\\beverything\\b|
  \\b(?:start|beginning|first) to (?:finish|end|last)|\\bin total\\b|\\baltogether\\b|\\badded up|\\bfrom volume 1 to\\b`)

/** Of the whole text: 「のだめを最終巻まで」, 「ナルト一気買い」. */
export const wholeSeriesJapanese = longPattern(`
  全巻|全部|ぜんぶ|全て|すべて|(?<!品|取り|取)揃え(?!て(?:い|る|ま|お))|(?<!と)そろえ(?!て(?:い|る|ま|お))|集めたい|集めると|
  まとめ買|まとめて(?!発送|配送|送|届)|一式|一括|シリーズ(?:全体|通|丸)|最後まで|丸ごと|まるごと|まるまる|丸々|まるっと|ごっそり|
  コンプ|(?:最終巻|最終刊|最新巻|最新刊|(?:最後|おしまい)の巻|ラスト|完結)まで|全\\d+巻|\\d+巻(?:セット|分)|一気(?:に|買)|いっぺんに|フルセット|大人買|箱買|全冊|
  残らず|残さず|余さず|既刊(?:全|を|分)`)

/** Neither the first nor the last volume is meant, but all between. */
export const fromFirstToLast =
  /(?:最終巻|最終刊|最新巻|最新刊|(?:最後|おしまい)(?:の巻)?|ラスト|完結)まで|\bto the (?:last|latest|newest|final)\b/u

export interface WishPhrases {
  readonly likeness: boolean
  readonly byOthers: boolean
  readonly otherHouse: boolean
  readonly liked: boolean
  readonly asksForMore: boolean
  readonly somethingElse: boolean
  readonly taste: boolean
  readonly whole: boolean
}

/** More letters are no wish. */
const longest = 600

const nothing: WishPhrases = {
  likeness: false,
  byOthers: false,
  otherHouse: false,
  liked: false,
  asksForMore: false,
  somethingElse: false,
  taste: false,
  whole: false,
}

/** `written`: in small letters, with gaps, without titles. */
export const wishPhrases = (written: string): WishPhrases =>
  written.length > longest
    ? nothing
    : {
        likeness: likeness.test(written),
        byOthers: byOthers.test(written) && !asksWho.test(written),
        otherHouse: otherHouse.test(written),
        liked: liked.test(written),
        asksForMore: asksForMore.test(written),
        somethingElse: somethingElse.test(written),
        taste:
          (taste.test(written) && asksForBooks.test(written)) ||
          (ownBooks.test(written) && asksToGoOn.test(written) && !ofAnOrder.test(written)),
        whole: whole.test(written),
      }
