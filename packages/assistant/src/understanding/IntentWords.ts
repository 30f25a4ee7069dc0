/**
 * The words that tell each intent, for masked, lower-case, readable text in English and Japanese.
 *
 * Every pattern is bounded, so testing one costs time linear in the text.
 */

const order = "(?:orders?|packages?|parcels?|shipments?|deliver(?:y|ies))"

export const aboutMyOrder = new RegExp(
  [
    `\\b(?:where|track|tracking|status|when|check|change|find|cancel|update)\\b.{0,40}\\b(?:my|the|our) ${order}\\b`,
    `\\b(?:my|our) (?:last |latest |recent |previous |past )?(?:orders?|packages?|parcels?)\\b`,
    "\\border (?:status|history|tracking|number)\\b",
    `\\b${order} (?:arrived?|shipped|late|delayed|missing|lost|on (?:its|the) way)\\b`,
    "\\b(?:have|has|did)(?:n't| not)? (?:i |it |they )?(?:been )?(?:ship|arrive|deliver)\\w{0,4}\\b.{0,20}\\byet\\b",
    "\\bwhat (?:did|have) i (?:order|buy|bought|purchase)",
    "注文(?:番号|履歴|状況|の状況|内容|した(?:本|商品|もの|漫画|マンガ)?(?:は|が|の|って)|(?:は|って)(?:どう|今|いま|どこ|いつ|もう|まだ))",
    "(?:私|僕|俺|わたし|ぼく|自分)の(?:注文|荷物|オーダー)|配送状況|配達状況|発送状況|購入履歴|荷物(?:は|が|って|の)",
    "(?:まだ)?届(?:かない|いてない|いていない|いていません|きません)|(?:もう|まだ)発送|(?:注文|予約)した.{0,12}(?:いつ|まだ|もう)",
  ].join("|"),
  "u",
)

export const policyTopic = new RegExp(
  [
    "\\bship(?:s|ping|ped)?\\b|\\bdeliver(?:y|s|ed|ies)?\\b|\\bpostage\\b|\\bcustoms\\b|\\bimport (?:tax|dut)",
    "\\breturn(?:s|ed|ing|able)?\\b|\\b(?:send|give|take|sent)\\b.{0,20}\\bback\\b|\\brefund\\w{0,4}\\b|\\bexchange[sd]?\\b|\\bmoney back\\b|\\bdamaged\\b|\\bdefective\\b|\\bwrong (?:item|book|volume)\\b",
    "\\bdo you (?:accept|take) (?:bitcoin|crypto|cash|cheques?|checks?|american express|amex|jcb|line pay|paypay)|\\bbitcoin\\b|ビットコイン|\\bpay(?:ment|ments|ing|pal)?\\b|\\bcredit cards?\\b|\\bdebit\\b|\\bvisa\\b|\\bmastercard\\b|\\bapple pay\\b|\\bgoogle pay\\b|\\bcash on delivery\\b|\\bbank transfer\\b|\\binstal?lments?\\b",
    "\\bwrap(?:ped)?\\b.{0,40}\\b(?:gift|present)s?\\b|\\bgift[\\s-]?wrap\\w{0,5}\\b|\\bgift[\\s-]?cards?\\b|\\bgift (?:message|receipt|box|option)s?\\b|\\bwrapping\\b",
    "\\bcoupons?\\b|\\bdiscounts?\\b|\\bpromo(?:tion)?s?(?: codes?)?\\b|\\bvouchers?\\b|\\b(?:loyalty|reward|store) (?:points?|program|credit)\\b|\\bpoints\\b",
    "\\bpre-?orders?\\b|\\bpre-?ordering\\b|\\breserv(?:e|ation)s?\\b",
    "\\bcontact\\b|\\bcustomer (?:service|support|care)\\b|\\bsupport (?:team|email|hours)\\b|\\bphone number\\b|\\bemail address\\b|\\bare you open\\b|\\bopen on\\b|\\bopening hours\\b|\\bstore hours\\b|\\b(?:physical|brick)\\b.{0,12}\\b(?:store|shop)s?\\b|\\bprivacy\\b|\\bterms of\\b|\\binvoices?\\b|\\breceipts?\\b|\\bpolic(?:y|ies)\\b|\\bwarranty\\b|\\bhow (?:do|can|to) (?:i |we )?(?:order|place an order|buy from|cancel)\\b|\\bcancel\\w{0,8}\\b|\\bmembership\\b|\\b(?:delete|close|create) (?:my |an )?account\\b",
    "送料|配送|発送|配達|郵送|お届け|届け(?:て|先|ます)|届(?:く|き)|送って|海外(?:に|へ|から)|離島|関税",
    "返品|返金|交換|キャンセル|破損|破れ|返したい|汚れ|不良品|落丁|乱丁|間違っ",
    "支払|払え(?:ます|る)|決済|クレジット|カード(?:払|決済|は|が|で|使)|コンビニ払|コンビニ決済|代引|代金引換|銀行振込|後払|分割|paypay|ペイペイ|paypal",
    "\\bread\\b.{0,40}\\b(?:ipads?|iphones?|android|tablets?|phones?|kindle|devices?|browser|app)\\b|\\bhow many devices\\b|\\b(?:in|into) english\\b.{0,12}\\b(?:edition|version|translation)s?\\b|\\b(?:english|translated|foreign[\\s-]language) (?:translations?|editions?|versions?|books?|manga)\\b|\\btranslat(?:ions?|ed)\\b",
    "何台|端末|アプリ(?:で|は|が)|スマホで|タブレットで|iPadで|(?:英語|英訳|翻訳)(?:版|された)",
    "ギフト|ラッピング|包装|プレゼント用|のし|クーポン|割引|ポイント|セール",
    "予約(?:は|が|の|を|って|方法|でき|し|キャンセル|$)|取り置き|問い?合わせ|問合せ|連絡先|電話番号|メールアドレス|カスタマー|サポート|営業時間|定休日|実店舗|領収書|インボイス|請求書|個人情報|利用規約|会員登録|退会|注文(?:方法|の?仕方|のやり方)|入荷通知",
  ].join("|"),
  "u",
)

/** Words of `policyTopic` that a book question may use as well. */
export const preOrder = /\bpre-?order\w{0,3}\b|\breserv(?:e|ation)s?\b|予約/u

export const releaseDate = new RegExp(
  [
    "\\brelease[sd]? ?(?:date|day|schedule|time)s?\\b|\\bnext\\b.{0,30}\\brelease\\b|\\bwhen\\b.{0,60}\\bcoming\\b|\\bpublication date\\b|\\bdate of release\\b|\\bwhen\\b.{0,60}\\b(?:come|comes|coming|came) out\\b|\\bwhen\\b.{0,60}\\b(?:releas\\w{1,3}|publish\\w{0,3}|out|available|drop(?:s|ped|ping)?|hit|launch\\w{0,3}|on sale|start selling)\\b",
    "\\bout yet\\b|(?<!sold )\\bout(?=[\\s?!.]*$)|\\b(?:has|have|is|was)\\b.{0,40}\\b(?:released|come out|published)\\b|\\bwill there be\\b.{0,20}\\b(?:next|new|another|more)\\b|\\bhow (?:long|soon) (?:until|till|before)\\b|\\bwhen(?:'s| is| was| will| are) .{0,20}(?:next|new|latest|last|first) (?:volume|vol|book|one|release)",
    "発売日|リリース日|刊行日|配信日|いつ(?:頃|ごろ)?(?:に)?(?:発売|出|でる|でた|リリース|刊行|配信|販売)|(?:発売|刊行|配信|リリース)(?:は|が|って|予定)?(?:は|が)?(?:いつ|何日|何月)|(?:新刊|最新刊|最新巻|次の?巻|続刊|続き|巻)(?:は|が|って)?いつ|出るのは?いつ|続刊(?:は|が)?(?:ある|あり|出る|出ま)|発売予定|もう(?:出|発売)",
  ].join("|"),
  "u",
)

export const authorAsked =
  /\bwho(?:'s| is| was| are| were)?\b.{0,20}\b(?:wrote|writes?|written|drew|draws?|drawn|made|makes|created?|creates|creator|authors?|artist|mangaka|writer|illustrat\w{1,4})\b|\b(?:author|mangaka|creator|artist|writer|illustrator)s?\b|\bwhat else\b.{0,20}\b(?:writ\w{1,4}|wrote|draw\w{0,2}|drew|ma[dk]e|creat\w{1,3}|publish\w{0,3})\b|作者|著者|原作者|作家|漫画家|誰(?:が|の)(?:描|書|作|漫画|作品)|だれが(?:描|書|かい)|描いた(?:の|人)|書いた(?:の|人)|誰の(?:漫画|マンガ|作品)/u

export const priceOrStock = new RegExp(
  [
    "\\bhow much\\b|\\bcu[aá]nto cuesta\\b|\\bprecio\\b|\\bcombien\\b|\\bprix\\b|\\bwie ?viel\\b|\\bpric(?:e|es|ed|ing)\\b|\\bcosts?\\b|\\bin[\\s-]?stock\\b|\\bstock(?:ed|s)?\\b|\\bavailab(?:le|ility)\\b|\\bsold[\\s-]?out\\b|\\bout of (?:stock|print)\\b|\\bcop(?:y|ies)\\b.{0,12}\\b(?:left|remaining|available)\\b|\\bhow many\\b.{0,20}\\b(?:left|copies|stock|available)\\b|\\brestock\\w{0,3}\\b|\\bcheap(?:er|est)?\\b.{0,12}\\bway\\b",
    "いくら|幾ら|値段|価格|お値段|何円|税込|在庫|売り切れ|売切れ|品切れ|品切|欠品|完売|入荷|取り扱|取扱|残って|残り何|まだある",
  ].join("|"),
  "u",
)

/** About the price of a named book, else about the whole shop. */
export const cheapness = /\b(?:cheap(?:er|est)?|expensive|pricey|affordable)\b|安い|安く|高い/u

/** Asks for the thing itself; about price or stock only when a book is named. */
export const wantsToBuy =
  /\b(?:do|does|did|have|has) (?:you|u|ya|the store|your store|they) (?:guys )?(?:have|got|sell|carry|stock|still have)\b|\b(?:you|u) (?:have|got|sell)\b|\bhave you got\b|\bgot any\b|\b(?:can|could|may) (?:i|we) (?:buy|get|order|purchase|have|find)\b|\b(?:i|we)(?:'d| would)? (?:want|like|need|wanna) (?:to (?:buy|order|get|purchase))?\b|\b(?:is|are) there (?:an? )?(?:volumes?|vol|cop(?:y|ies)|box|ebook|digital|paperback)\b|\bbuy\b|\bpurchase\b|買え|買い(?:たい|たく|ます)|購入|売って|売り場|売ってる|販売し|販売中|ありますか|あります|ある\?|あるか|ほしい|欲しい|手に入/u

export const trending = new RegExp(
  [
    "\\btrend(?:ing|s|y)?\\b|\\bpopular(?:ity)?\\b|\\bbest[\\s-]?sell(?:ing|ers?)\\b|\\btop[\\s-](?:\\d{1,3}|sell\\w{1,4}|manga|comics?|series|rated|titles?|ranking|books?)\\b|\\bhot(?:test)?\\b|\\bmost[\\s-](?:read|bought|popular|sold|ordered|loved|talked)\\b|\\branking\\w?\\b|\\bwhat(?:'s| is|s) (?:everyone|everybody|people) (?:reading|buying)\\b|\\bwhat (?:is|are) (?:everyone|people|everybody) (?:reading|buying)\\b|\\bselling (?:well|best|the most)\\b|\\bbuzz\\b|\\bhyped?\\b",
    "人気|ランキング|話題|流行|はやって|流行り|売れ(?:て|筋|行き)|トレンド|バズ|ベストセラー|注目|今週の(?:漫画|マンガ|一番|1位|イチオシ)|イチオシ|トップ\\d{0,3}",
  ].join("|"),
  "u",
)

export const newReleases = new RegExp(
  [
    "\\bnew(?:est|ly)?[\\s-](?:releas\\w{1,3}|arrivals?|titles?|volumes?|books?|manga|comics?|series|stuff|ones|in stock|publi\\w{1,6}|this (?:week|month))\\b|\\b(?:latest|recent|recently|just|newly|upcoming|today's|this (?:week|month)'s|next (?:week|month)'s) (?:releas\\w{1,3}|arrivals?|titles?|volumes|books?|manga|comics?|publi\\w{1,6}|came out)\\b|\\bwhat(?:'s|s| is) new\\b|\\banything new\\b|\\bcoming (?:out|soon)\\b|\\bupcoming\\b|\\breleas(?:es|ed|ing) (?:this|next|today|in|for)\\b|\\bcame out (?:this|last|recently|today)\\b|\\bnew(?:est)?\\b.{0,24}\\b(?:manga|releases?|comics?)\\b",
    "新刊|新作|新着|新発売|新しい(?:漫画|マンガ|本|作品)|(?:今週|今月|来週|来月|今日|本日|最近)(?:に)?(?:の)?(?:発売|出た|出る|リリース)|近日発売|発売された|発売(?:予定|される)(?:の)?(?:漫画|マンガ|本|作品)|出たばかり|最新(?:の)?(?:漫画|マンガ|作品|コミック)",
  ].join("|"),
  "u",
)

export const recommends = new RegExp(
  [
    "\\brecommend\\w{0,7}\\b|\\breccomend\\w{0,7}\\b|\\brecomend\\w{0,7}\\b|\\brecs?\\b|\\bsuggest\\w{0,4}\\b|\\bsuggestions?\\b|\\bwhat (?:should|can|could|do) i (?:read|buy|get|start|pick|try)\\b|\\bwhat to read\\b|\\blooking for\\b|\\bin the mood\\b|\\bsimilar\\b|\\bsomething\\b|\\b(?:manga|series|comics?|books?|titles?|stories|anything|stuff|more) like\\b|\\bif i (?:like|liked|love|loved|enjoyed)\\b|\\b(?:i|we) (?:like|liked|love|loved|enjoy|enjoyed|just finished|finished)\\b|\\bgood (?:manga|comic|series|book|read|story)|\\bbest\\b(?![\\s-]sell)|\\bfavou?rites?\\b|\\bfind me\\b|\\bpick (?:me|for me|one)\\b|\\bsurprise me\\b|\\b(?:gift|present) (?:for|idea)|\\bwhich manga\\b",
    "おすすめ|オススメ|お勧め|お薦め|お奨め|推薦|すすめて|勧めて|みたいな|のような|に似た|似てる|似ている|っぽい|系の作品|探して|読みたい|何を読|なに読|何読|どれを読|読むべき|読むなら|次に読|何かいい|なにかいい|何か面白|面白い(?:漫画|マンガ|本|作品)|好きな人|好きなん|好きだ|ハマれ|泣ける|向けのプレゼント",
  ].join("|"),
  "u",
)

/** A series is the measure, not the thing asked for. */
export const likeAnother =
  /\b(?:like|similar|loves?|reminds? me of|in the (?:style|vein) of|fans?|if i (?:like|liked|love|loved|enjoyed)|after (?:reading|finishing)?|just finished|loved|enjoyed|other than|besides|instead of)\b|みたいな|のような|に似|似て|っぽい|好きな|好きだ|好きなん|の次に|読み終|以外/u

export const comparison =
  /\bcompar(?:e|ed|es|ing|ison)\b|\bdifferen(?:ce|ces|t from)\b|\bvs\b|\bversus\b|\bbetter\b|\bwhich (?:one|is|of|should|would|do you)\b|\bpros and cons\b|比較|比べ|違い|違う|どちら|どっち|対/u

export const aboutBooks =
  /\bmangas?\b|\bcomics?\b|\bbooks?\b|\bseries\b|\bstor(?:y|ies)\b|\btitles?\b|\bread(?:s|ing)?\b|\bgraphic novels?\b|漫画|マンガ|まんが|コミック|作品|シリーズ|本(?:は|を|が|って|ない|ある)|読み|物語|もの(?:は|が|を|ない|ある|教え|見せ|おすすめ|[?？]|$)/u

/** Introduces a title, known or not. */
export const introducesTitle =
  /\b(?:called|named|titled|entitled)\s["“'‘]?\p{L}|[」』]という|という(?:漫画|マンガ|タイトル|作品|本)/u

export const greets =
  /^(?:(?:hi|hii+|hey|hello|hallo|hiya|howdy|yo|sup|greetings|good (?:morning|afternoon|evening|day|night)|thank you|thanks|thx|ty|cheers|bye|goodbye|see you|there|all|everyone|again|so much|very much|a lot|nice to meet you|that's all|that is all|that's it|how are you(?: doing)?|how's it going|what's up|today|マンガ(?:アシスト)?|mangaassist|manga assist|bot|assistant|friend|konnichiwa|ohayou?|arigatou?|こんにち[はわ]|こんばん[はわ]|おはよう?(?:ございます)?|はじめまして|初めまして|やあ|どうも|もしもし|ありがとう?(?:ございま(?:す|した))?|さようなら|さよなら|またね|バイバイ|ハロー|やっほ|ヤッホ|よろしく(?:お願いします|お願いいたします|ね)?|お疲れ様(?:です)?|元気(?:ですか)?|ヘイ)(?:[\s\p{P}\p{S}\p{M}ーw笑]{1,20}|$)){1,8}$/u
