/**
 * Chooses the store policies of the prompt that a question asks for, by three degrees of certainty. `surePolicies`
 * recognises words that always ask for a topic. `perhapsPolicies` recognises words that may mean one, for questions for
 * which nothing else was found. `likelyPolicies` is for questions that ask for nothing but a policy: by the same words,
 * else by the topic's name, else by the words that a policy's text shares with the question.
 *
 * `topicsUnruled` recognises subjects on which the store has no policy.
 */
import { longPattern } from "./language/LongPattern.ts"
import { type Locale } from "./Language.ts"
import { type Prompt } from "./PromptReader.ts"
import { stemsOf } from "./embedding/Words.ts"

interface TopicWords {
  /** The topic's name in the prompt. */
  readonly topic: RegExp
  /** Asks for the topic, whatever else is said. */
  readonly surely: RegExp
  /** Asks for it where nothing else is asked. */
  readonly perhaps: RegExp
}

/** Most specific first. */
const topics: ReadonlyArray<TopicWords> = [
  {
    topic: /return|refund/u,
    surely: longPattern(String.raw`
        \breturn(?!ing (?:reader|customer))\w*|\brefund\w*|\bexchange[ds]?\b|(?<!\b(?:what's|what is|what|is|be) the )\bdamag\w+|\bbroken\b
        |\btorn\b|\bripp?ed\b|\bbent\b|\bcreased?\b|\bwet\b|\bsoaked\b|\bstain\w*|\bdirty\b|\bscratch\w*
        |\bdropped\b|\bpuddle\b|\b(?:in|by|from) the rain\b|\brained on\b|\bdrench\w*|\bsmash\w*|\bcrack\w*|\bbatter\w*|\bsquash\w*|\bmangl\w*
        |\bspill\w*|\bspilt\b|\bruin\w*|\bbeat(?:en)? up\b|\bin (?:bad|terrible|poor|rough) (?:shape|state|condition)\b
        |\bloose pages?\b|\bf[ae]ll(?:s|ing)? apart\b|\bdog.?eared\b|\bcomplain\w*|\bif (?:\w+ ){1,2}(?:don'?t|doesn'?t|do not|does not|didn'?t|hates?|dislikes?)(?: like| want| need)? (?:it|them)\b|\bchew\w*|\bdent\w*|\bcrushed\b|\bfaulty\b|\bdefect\w*|\bmisprint\w*|\bscribbl\w*|\bsmudg\w*|\bmou?ld\w*
        |\bholes?\b|\bpeel\w*|\bupside down\b|\bcoming apart\b|\bmissing pages?\b|\bpages? (?:\w+ )?missing\b
        |\bswap\b|\breplace\w*|\bmoney back\b|\b(?:send|take|give|bring|ship)\w* (?:\w+ ){0,3}back\b
        |\bwrong (?:volume|book|item|one|title|product|edition|language)\b|\bunopened\b|\bnever opened\b
        |\bunsealed\b|\bseal(?:ed)?\b|\bchanged my mind\b|落とし|水たまり|雨で|ボロボロ|ぼろぼろ|ちぎれ|割れ|裂け|返品|返本|へんぴん|返金|へんきん|払い?戻|(?:間違|まちが)(?:って|えて)[^。?]{0,12}(?:購入|買[っい]|ポチ)|誤(?:って)?(?:購入|買)|(?:お金|代金|料金)(?:は|が|って|を|も)?(?:戻|返|もど|かえ)|返せ|(?<!読み|見|繰り|思い|折り|聞き|言い)返し|返送|交換|取り替|取替|替えて|破れ|破損
        |汚れ|濡れ|びしょ|落書|しわ|シワ|カビ|剥が|ぐしゃ|折れ|曲が|傷|凹|へこ|潰れ|つぶれ|落丁|乱丁|抜け|欠け|不良|(?:違う|別の|間違った|ちがう)(?:巻
        |本|商品|もの)|間違えて買|未開封|開封|開けてない
      `),
    perhaps: /\bwrong\b|\bmistake\b|\bopened\b|間違|開い/u,
  },
  {
    topic: /pre-?order/u,
    surely: longPattern(String.raw`
        \b(?:charg\w*|pa(?:y|id)|bill\w*|debit\w*|money)\b.*\b(?:n'?t out|not (?:yet )?(?:out|released)|out yet|unreleased|upcoming|comes? out|before (?:it|its|the) (?:is|release|comes))
        |\bwhen (?:will|do|would|am|are) (?:you|i|we) (?:\w+ )?(?:charged?|pay|billed)\b
        |\breserv(?:e|ing|ation)\b.*\b(?:pay|paid|charg\w+|cancel\w*|works?)\b
        |\b(?:call off|back out of|get out of) (?:a|my|the) (?:reservation|pre-?order)
        |\bpre-?order\w*\b.*\b(?:fees?|penalt\w*|mind|refund\w*|back out|free)|\b(?:mind|fees?|back out)\b.*\bpre-?order
        |\bpre-?order\w*\b.*\b(?:cancel\w*|charg\w+|money|billed|debit\w*|account|pay\w*|arriv\w*|get|deliver\w*|ship\w*|work\w*)
        |\b(?:cancel\w*|charg\w+|pay\w*|out of|get|arriv\w*|deliver\w*|ship\w*|how do)\b.*\bpre-?order
        |予約.*(?:キャンセル|取り消|取消|やめ|気が変わ|届|支払|払|引き落|請求|決済|代金|発送|仕組)
        |(?:キャンセル|取り消|やめ|気が変わ|支払|払|請求|いつ).*予約
      `),
    perhaps: /pre-?order|reserv|予約/u,
  },
  {
    topic: /gift/u,
    surely: longPattern(String.raw`
        \bgift.?wrap\w*
        |(?<!\b(?:still|plastic|shrink|un)[- ]?)\bwrapp?\w*\b(?! up)
        |\b(?:nice|pretty|festive|fancy|wrapping) paper\b|\bwrapp?\w* up (?:nice|pretty|for|as|with|in)\w*
        |\bribbon\b
        |^(?=.*\b(?:friend|gift|present|birthday|recipient|surprise|her|him|them|someone else)\b)(?=.*\b(?:see|know|find out|show\w*|notice|hid(?:e|den|ing)|conceal\w*|secret)\b)(?=.*\b(?:pa(?:y|id)|prices?|costs?|amount)\b)
        |\bprices?\b.*\b(?:inside|note|slip|in the (?:box|parcel))\b
        |包ん
        |包み
        |リボン
        |\bgift (?:box|message|receipt|note)\b
        |\b(?:hide|hiding|conceal)\w*\b.*\b(?:spen[dt]|paid|prices?|costs?|amount)\b
        |\b(?:delivery note|packing slip)\b
        |\brecipient\b.*\b(?:see|know|pric)
        |ギフト(?:包装|ラッピング)
        |包装
        |ラッピング
        |納品書
        |のし(?=紙|つけ|付|対応|[をはもがの、。?]|$)(?<!ほのぼのし)
        |(?:プレゼント|贈り物|ギフト).*(?:値段|金額|価格)
        |(?:相手|友[達人だ]|先方|贈|祝い|誕生日|内緒|サプライズ|送り先|届け先|直接|同封).*(?:値段|金額|価格).*(?:書|記載|印字|載|のっ|のら|わか|分か|知ら|バレ|ばれ|見[らえせ]|隠|伏せ|入っ|入ら)
        |(?:値段|金額|価格).*(?:明細|伝票|レシート|の紙|た紙|同封|送り状|バレ|ばれ)|(?:明細|伝票|レシート|同封|送り状).*(?:値段|金額|価格)
        |ギフ[トド]ほうそう|ほうそう(?:代|料|紙)|らっぴんぐ
      `),
    perhaps: /\bgift|\bpresent\b|ギフト|プレゼント|贈/u,
  },
  {
    topic: /language/u,
    surely: longPattern(String.raw`
        \b(?:in|only) japanese\b|\bjapanese (?:only|editions?|language|text|versions?)\b|\b(?:in |an? |the |any |you )?(?:english|french|german|spanish|italian|chinese|korean|portuguese|russian)\b(?! (?:name|title)|\W+(?:how many|who|when|what))
        |\btranslat\w*
        |\bwhat language\b
        |英語(?!タイトル|名|の(?:タイトル|題))
        |フランス語
        |ドイツ語
        |スペイン語
        |イタリア語
        |中国語
        |韓国語
        |[一-龠ァ-ヶ]語版
        |翻訳
        |外国語
        |何語
      `),
    perhaps: /\blanguages?\b|言語/u,
  },
  {
    topic: /digital/u,
    surely: longPattern(String.raw`
        \bdevices?\b|\b(?:how many|which|what) (?:phones|tablets|computers|screens|gadgets)\b|\bip(?:ad|hone)s?\b|\bios\b|\bandroid\b|\btablets?\b|\bsmartphones?\b|\b(?:my
        |a|the) phone\b(?! number)|\b(?:second|third|fourth|other|another|several|many|more|how many|two|three|four|five|six) (?:phones?|tablets?|computers?|laptops?|gadgets?)\b|\bon (?:my|a|the) (?:\w+ )?(?:laptop|computer|pc|mac|reader|e-?reader|kobo)\b|\bapp\b|\bkindle\b|\boffline\b|\bdownload\w*|\b(?:read|open)\b.*\b(?:digital
        |e-?book)|\bafter pay\w*\b.*\bread|\bhow (?:do|can) i read\b|端末|何台|アプリ|iphone|ipad|android
        |スマホ|アンドロイド|アイフォン|アイフォーン|アイパッド|タブレット|パソコン|オフライン|ダウンロード|(?:電子|デジタル).*(?:読め|読む|開け)|(?:払|購入|買).*(?:すぐ|後).*読
      `),
    perhaps: /\bdigital|\be-?books?\b|\breader\b|電子|デジタル/u,
  },
  {
    topic: /pay/u,
    surely: longPattern(String.raw`
        \bsettle\b|\bcheckout\b|(?<!\bi (?:(?:have|need) to |must |should )?)\bpay(?:ment|pal|pay|able)?s?\b(?! for)|(?<!(?:§|trading|pok[eé]mon|gift|collect\w+) )\bcards?\b(?! captor)|\bcredit\b|\bamex\b
        |\bvisa\b|\bamerican express\b|\bdebit\b|\b(?:apple|google|amazon) pay\b|\bhow (?:do|can|could|should|may|must|to) (?:i |we |you )?pay\b|\bpay(?:ing)? (?:with|by|via|using|at|in(?! (?:total|all\b|full))|on|through|later|monthly|cash)\b|\bche(?:que|ck)s?\b(?= (?:accepted|ok|payment))|\bmastercard\b|\binvoice\b|\bbank\b|\btransfer\b|\bcash\b|\bcod\b|\binstal\w+
        |\bbitcoin\b|\b(?:convenience store|konbini|7-eleven)\b|支払|(?<!(?:いくら|何円|幾ら|なんぼ)(?:を|ほど|くらい|ぐらい)?)払[えいう](?!戻)|決済|クレジット|クレカ|振込|振り込|コンビニ
        |カード(?!キャプ)|代引|現金|分割|paypay|ペイペイ|引き落
      `),
    perhaps: /\baccept\b|\bcharged?\b|払/u,
  },
  {
    topic: /ship|deliver/u,
    surely: longPattern(String.raw`
        \bship(?!ped\b)\w*|\bdeliver(?!ed\b)\w*|\bdelivered to\b|\bhow (?:long|many days)\b.*\b(?:take
        |to (?!read|finish|wait))|\bhow (?:long|many days|soon|fast|quick\w*)\b.*\b(?:until|till|before|gets?|reach\w*|arriv\w*|receiv\w*|in my hands)\b|\bminimum (?:spend|order)\b|\bhow late\b|\bpostage\b|\bcustoms\b|\bdut(?:y|ies)\b|\bimport (?:tax|vat|fee|charge)\w*|\b(?:pay|charged?|owe)\b[^?]*\b(?:tax(?:es)?|vat)\b|\babroad\b
        |\boverseas\b|\binternational\w*|\bsame.day\b|\bnext.day\b|\bby (?:tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|the (?:weekend|end of)|next week|christmas|new year)\b|\bin time for\b|\bhow (?:soon|fast|quick\w*)\b.*\b(?:leaves?|go out|sent|ship)\b|\b(?:leaves?|leaving|goes? out|going out) (?:the warehouse )?(?:today|tomorrow|tonight|same)\b
        |\b(?:order\w*|buy|bought|pay|place[ds]?)\b.*\b\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|a\.m|p\.m|o'clock)|\bcouriers?\b|\bcut.?off\b|\b(?:leave|go out|send it|sent out) (?:today
        |tomorrow)|\bleaves? (?:the|your) (?:warehouse|depot|store|shop)\b|\b(?:need|want|have|get|here|receive|arrive)\b.*\b(?:tomorrow|tonight|today)\b(?!'s)|\bhow (?:long|soon|fast|quick\w*)\b.*\b(?:arrive|reach|get (?:here|to))|\b(?:send(?:ing)?
        |sent|mail(?:ing|ed)?|post(?:ing|ed)?) (?:\w+ ){0,3}to\b|\bdispatch\w*|\bsen[dt] (?:it |them )?(?:off|out)\b|\b(?:what|which) (?:hour|time)\b.*\border\b|\border (?:by|before) (?:what|which|when|noon|\d)|送料|そうりょう|配送|配達|発送|お届け|届く|届け|届き|送って|送れ|送り先
        |海外|関税|輸入税|(?:頼|注文|購入|買|ポチ)[^。?]{0,20}(?:いつ|何日|どれ(?:くらい|ぐらい))[^。?]{0,10}(?:来|着|届|手元)|(?:に|は|まで|日で|いつ)着(?:く|き|い)|間に合|当日|その日(?:のうち|中|に(?:出|発|送))|出荷|国内|まで(?:は|だと|なら|って)?(?:いくら|何円|おいくら|幾ら|何日|どれ(?:くらい|ぐらい)|どの(?:くらい|ぐらい))|(?<!(?:出る|出ます|発売|新刊|次)[^。?]*)何日(?:か|くらい|ぐらい|で|後|[?]|$)|何時まで|今日(?:中に)?(?:出|発|届)|日数|到着
      `),
    perhaps: longPattern(String.raw`
        \barriv\w*|\bdelivered\b|\bshipped\b|\btrack\w*|\bby (?:tomorrow|monday)|\b(?:to|into|within|inside|in|outside) (?:tokyo|osaka|kyoto|nagoya|sapporo|hokkaido|fukuoka|okinawa|naha|sendai|hiroshima|kobe|yokohama
        |nara|kyushu|shikoku|honshu|japan|europe|asia|america|usa|uk|england|britain|ireland|scotland|germany|france|spain|portugal|italy|austria|switzerland|belgium|netherlands|poland|sweden|norway|denmark|finland
        |canada|australia|new zealand|brazil|mexico|argentina|india|china|hong kong|korea|taiwan|singapore|malaysia|thailand|vietnam|indonesia|philippines|hawaii|guam)\b|送|届(?!いた|きまし)
      `),
  },
  {
    topic: /contact|support/u,
    surely: longPattern(String.raw`
        \bcontact\b|\bwho (?:answers|helps|can help|do i (?:ask|write|call|talk|speak|turn)|deals with|should i (?:ask|write|call|talk|speak|turn))|\bcustomer (?:service|support)\b|\bphone number\b|\bcall you\b
        |\bgive you (?:guys )?a (?:ring|call|bell|buzz)\b|\bring you\b|\banswer (?:messages|questions|e?-?mails?|calls)\b|\b(?:a|real|actual|live) human\b|\bstaff\b(?! (?:picks?|fav\w+|recommend\w+|choices?))
        |\b(?:speak|talk|chat|ask|reach|write|call|ring|get (?:hold of|through)|get in touch|contact|is there|have|need|want)\b[^?.]*\bsomeone\b(?! who (?:likes?|loves?|has|reads?))|\bsomeone (?:in charge|responsible|there|at your|from your|human|real)\b|\b(?:real|actual) person\b|\bopening hours\b|\bare you open\b|\b(?:open|closed) (?:on
        |for)\b|\bspeak (?:to|with)\b|\btalk to\b|\breach (?:you|a|someone|somebody)\b|\bemail you\b
        |問い?合わ?せ|問合せ|電話|連絡(?!先を知)|営業時間|定休|受付時間|スタッフ|人間(?!ドラマ|関係|模様|味|と)|担当者|オペレーター|話したい|窓口|サポート
      `),
    perhaps:
      /\bhours\b|\bopen\b|\bweekends?\b|\bsaturdays?\b|\bsundays?\b|\bphone\b|連絡|土曜|日曜|休日|週末|祝日/u,
  },
]

/** What shops have rules on, and this one's policies do not mention. */
const unruled = longPattern(String.raw`
    \bdiscounts?\b|\bcoupons?\b|\bpromo\w*|\bpoints?\b(?! out)|\bloyalty\b|\bmember(?:s|ship)?\b|\brewards?\b
    |\bperks?\b|\bcash ?back\b|\bprice.?match\w*|\bmatch (?:\w+ ){0,2}prices?\b|\bblack friday\b|\bsubscri\w+
    |\bnewsletters?\b|\bgift (?:cards?|certificates?|vouchers?)\b|\bvouchers?\b|\breceipts?\b|\bsecond.?hand\b
    |\bused (?:books?|manga|copies|volumes)\b|\btrade.?in\b|\bbuy ?back\b|\b(?:regular|frequent|loyal|repeat) (?:customers?|buyers?|readers?|shoppers?)\b
    |\b(?:next|big|summer|winter|spring|autumn|holiday|new year|christmas|clearance) sales?\b|\bsales? (?:coming|soon|season|events?|period)\b|\b(?:having|have|running) (?:a|any) sales?\b
    |\b(?:pick(?:ing)?|collect(?:ing)?|fetch(?:ing)?) (?:\w+ ){0,3}(?:up|myself|in person|in.store)\b|\bpick.?up\b|\bin person\b|\bclick and collect\b|\bcollect (?:it|them|the|my) (?:\w+ )?(?:books?|parcel|order|myself)\b
    |\b(?:not|isn't|nobody(?: is|'s)?|no one(?: is|'s)?|am not|i'm not|never) (?:at )?(?:home|in when)\b|\bneighbou?rs?\b|\bleave it (?:with|at|in)\b|\breschedul\w*\b|\bre-?direct\w*\b|\bforward(?:ed|ing)\b|\b(?:new|other) (?:flat|house|apartment|home)\b|\btime.?slots?\b|\binsur\w+\b|\bsignature\b|\b(?:another|different|other|second) address\b|\bdiscord\b|\bapps? for (?:orders|shopping)\b
    |\bbulk\b|\bwholesale\b|\bhiring\b|\bjob\b|\bpassword\b|\b(?:chang|updat|correct|edit|new)\w* (?:\w+ ){0,4}address\b|\baddress\b.*\b(?:chang|updat|correct)\w*
    |\b(?:update|change) where\b|\b(?:close|delete) (?:my|the|an) account\b|\bseasonal sale\b|\bon sale (?:this|right)\b
    |割引|割り引き|クーポン|ポイント|会員|特典|キャッシュバック|最安値|価格保証|値引|セール|定期購読|メルマガ|ギフト(?:券|カード)|商品券
    |領収書|中古|買取|買い取り|店頭受|店舗受|学割|求人|アルバイト|バイト募集|パスワード|退会|(?:住所|届け先|配送先|送り先|宛先|宛名)[^?]*(?:変更|変え|変わ|直[しせす]|修正|訂正|間違|まちがえ|誤|古い|引っ?越)|引っ?越[^?]*(?:住所|届け先|送り先)|置き配|宅配ボックス|(?:時間|日時|日付|曜日|時間帯)[のをは]?指定|再配達|不在|営業所(?:止め|留め|受)|コンビニ(?:受|で受)|ポスト(?:投函|に入)|転送
  `)

export const topicsUnruled = (text: string): boolean => unruled.test(folded(text))

const namesOf = (prompt: Prompt, topic: RegExp): ReadonlyArray<string> =>
  [...prompt.policies.keys()].filter((name) => topic.test(name.toLowerCase()))

const folded = (text: string): string => text.normalize("NFKC").toLowerCase()

/** What is left out of a sum is not asked about. */
const leftOut =
  /\b(?:without|excluding|before|not counting|not including|apart from|minus|leaving out) (?:the |any )?(?:shipping|delivery|postage)\b|送料(?:は|を)?(?:別|抜き|除|考えず|なし|込み?(?:で|だと|の)?)/gu

const topicsBy = (prompt: Prompt, text: string, kind: "surely" | "perhaps") => {
  const question = folded(text).replaceAll(leftOut, " ")
  return [
    ...new Set(
      topics.flatMap((each) => (each[kind].test(question) ? namesOf(prompt, each.topic) : [])),
    ),
  ]
}

/** Topics that a question, or a part of it, asks for, whatever else it asks. */
export const surePolicies = (prompt: Prompt, text: string): ReadonlyArray<string> =>
  topicsBy(prompt, text, "surely")

/** One letter missing, added or changed, or two neighbours swapped. */
const isSlip = (word: string, meant: string): boolean => {
  if (word === meant) return true
  if (Math.min(word.length, meant.length) < shortestSlip) return false
  if (Math.abs(word.length - meant.length) > 1) return false
  let at = 0
  while (at < word.length && word[at] === meant[at]) at++
  const [left, right] = [word.slice(at), meant.slice(at)]
  return (
    left.slice(1) === right.slice(1) ||
    left.slice(1) === right ||
    left === right.slice(1) ||
    (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2))
  )
}
const shortestSlip = 5

const japaneseWords = /[\p{sc=Han}\p{sc=Katakana}ー]{2,}/gu

const contentWords = (text: string): ReadonlySet<string> =>
  new Set([...stemsOf(folded(text)), ...(text.match(japaneseWords) ?? [])])

/** The topic whose text has most words of the question, at least two or one long one. */
const nearestPolicy = (prompt: Prompt): ReadonlyArray<string> => {
  const words = [...contentWords(prompt.question)]
  const scored = [...prompt.policies].map(([name, texts]) => {
    const said = contentWords(`${name} ${texts.en ?? ""} ${texts.ja ?? ""}`)
    const found = words.filter((word) => [...said].some((each) => isSlip(word, each)))
    return { name, score: found.length }
  })
  const [best] = scored.toSorted((a, b) => b.score - a.score)
  return best === undefined || best.score === 0 ? [] : [best.name]
}

/** Topics that a question may ask for, where nothing else was found for it. */
export const perhapsPolicies = (prompt: Prompt): ReadonlyArray<string> =>
  topicsBy(prompt, prompt.question, "perhaps")

/** Topics of a question that asks for nothing but a policy. */
export const likelyPolicies = (prompt: Prompt): ReadonlyArray<string> => {
  const perhaps = perhapsPolicies(prompt)
  if (perhaps.length > 0) return perhaps
  const question = folded(prompt.question)
  const named = [...prompt.policies.keys()].filter(
    (name) => name.length > 3 && question.includes(name.toLowerCase()),
  )
  return named.length > 0 ? named : nearestPolicy(prompt)
}

/** How people of the store can be reached. */
export const contactTopics = (prompt: Prompt): ReadonlyArray<string> =>
  namesOf(prompt, /contact|support/u)

/** Told in one answer. */
const mostPolicies = 3

export const policyTexts = (
  prompt: Prompt,
  names: ReadonlyArray<string>,
  locale: Locale,
): ReadonlyArray<string> =>
  [...new Set(names)].slice(0, mostPolicies).flatMap((name) => {
    const texts = prompt.policies.get(name)
    return texts?.[locale] ?? texts?.[locale === "en" ? "ja" : "en"] ?? []
  })
