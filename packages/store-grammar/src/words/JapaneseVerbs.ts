/**
 * Japanese verbs, whose forms are regular: a verb is listed once, with the kinds that its forms mean.
 *
 * A form is only made where it is asked for, so that what has been, what is, what will be and what may be
 * done stay apart, and no form denies. Endings that ask (か, の, んですか, っけ, …) are words of their own.
 */

/** The vowel rows of a verb that ends in this kana: before ます, before ば and the potential, て and た. */
const rows: Readonly<
  Record<string, readonly [polite: string, open: string, te: string, past: string]>
> = {
  う: ["い", "え", "って", "った"],
  く: ["き", "け", "いて", "いた"],
  ぐ: ["ぎ", "げ", "いで", "いだ"],
  す: ["し", "せ", "して", "した"],
  つ: ["ち", "て", "って", "った"],
  む: ["み", "め", "んで", "んだ"],
  ぶ: ["び", "べ", "んで", "んだ"],
  る: ["り", "れ", "って", "った"],
}

interface Stems {
  readonly plain: string
  readonly polite: string
  readonly te: string
  readonly past: string
  /** If, by ば. */
  readonly open: string
  /** Before る and ます: what can be done. */
  readonly able: ReadonlyArray<string>
}

/** `出る/1` drops its る in all forms; する is する; all others go by their last kana. */
const stemsOf = (verb: string): Stems => {
  if (verb.endsWith("する")) {
    const noun = verb.slice(0, -2)
    return {
      plain: verb,
      polite: `${noun}し`,
      te: `${noun}して`,
      past: `${noun}した`,
      open: `${noun}すれば`,
      able: [`${noun}でき`, `${noun}出来`],
    }
  }
  if (verb.endsWith("る/1")) {
    const stem = verb.slice(0, -3)
    return {
      plain: `${stem}る`,
      polite: stem,
      te: `${stem}て`,
      past: `${stem}た`,
      open: `${stem}れば`,
      able: [`${stem}られ`, `${stem}れ`],
    }
  }
  const stem = verb.slice(0, -1)
  const row = rows[verb.slice(-1)]
  if (row === undefined) throw new Error(`"${verb}" is no verb`)
  const [polite, open, te, past] = row
  return {
    plain: verb,
    polite: stem + polite,
    te: stem + te,
    past: stem + past,
    open: `${stem}${open}ば`,
    able: [stem + open],
  }
}

const possible = "(できますか|できる|できます|できますでしょうか|可能ですか|可能でしょうか|可能)"
const allowed = "(ですか|でしょうか|ですよね|の|かな|)"
const givers = "(もらえ|貰え|いただけ|頂け|くれ)"
const receivers = "(もらう|いただく)"
const lead = "(です|んですが|のですが|んですけど|のですけど|んだけど|のだけど|けど|んです|のです|)"
const moment = "(場合|場合は|場合の|とき|ときは|ときの|時|時は|時の|際|際は|際の)"

/** What a form says, by the name that the table gives it; in the patterns of `WordList.ts`. */
const forms: Readonly<Record<string, (stems: Stems) => ReadonlyArray<string>>> = {
  now: ({ plain, polite }) => [plain, `${polite}ます`],
  past: ({ past, polite, te }) => [
    past,
    `${polite}ました`,
    `${te}しま(った|いました)`,
    `${te.slice(0, -1)}${te.endsWith("で") ? "じゃ" : "ちゃ"}(った|いました)`,
  ],
  going: ({ te }) => [
    `${te}(る|いる|ます|います|おります|おられます|らっしゃいます|いらっしゃいます)`,
    `${te.slice(0, -1)}${te.endsWith("で") ? "どる" : "とる"}`,
  ],
  wentOn: ({ te }) => [`${te}(た|いた|ました|いました)`],
  able: ({ able, plain }) => [
    ...able.map((stem) => `${stem}(る|ます)`),
    `${plain}こと(は|が|って|も|)${possible}`,
    `${plain}の(は|って)(可能ですか|可能でしょうか|可能|ありですか|アリですか|ありでしょうか|あり|アリ|okですか)`,
  ],
  may: ({ te }) => [
    `${te}も(いい|良い|よい|よろしい|大丈夫|構いません|かまいません|平気)${allowed}`,
  ],
  favour: ({ te }) => [
    `${te}${givers}(る|ます|ませんか|るの|るんですか|ますでしょうか|るかな)`,
    `${te}${receivers}こと(は|が|って|)${possible}`,
    `${te}${receivers}の(は|って)(可能ですか|可能でしょうか|可能|ありですか|アリですか)`,
  ],
  ought: ({ open, past }) => [`(${open}|${past}ら)(いい|良い|よい|よろしい)${allowed}`],
  already: (stems) =>
    ["past", "going", "wentOn"].flatMap((name) =>
      (forms[name]?.(stems) ?? []).map((form) => `(もう|既に|すでに|とっくに)${form}`),
    ),
  still: (stems) =>
    (forms["going"]?.(stems) ?? []).map(
      (form) => `(まだ|今も|今でも|現在も|今|現在|ずっと)${form}`,
    ),
  wish: ({ polite }) => [`${polite}たい${lead}`],
  way: ({ plain, polite, te }) => [
    `${polite}(方|かた)`,
    `${plain}(方法|やり方|手順|手続き|には)`,
    `${te}${receivers}(方法|には)`,
    `${polite}たい${moment}(の方法|の手順|の手続き|どうすれば|どうしたら)`,
  ],
}

/** `KIND form …: verb; verb`. What another list spells alike keeps its kind. */
const verbs = `
RELEASE now: 出る/1; 発売する; 刊行する; 発売される/1; 刊行される/1; リリースされる/1; 出版される/1; 発売になる
RELEASED past going wentOn already: 出る/1; 発売する; 刊行する; 発売される/1; 刊行される/1; リリースされる/1; 出版される/1; 発売になる
STOCK able: 買う; 購入する; 入手する; 手に入れる/1; 注文する
STOCK now: 手に入る
STOCK going: 残る; 入荷する; 手に入る
SOLDOUT past going wentOn already: 売り切れる/1; 完売する; 品切れする; 品切れになる; 売り切れになる
SELLS going: 置く; 売る; 扱う; 取り扱う; 取扱う; 取り揃える/1; 販売する; お取り扱いする; 販売される/1; 扱われる/1
BUY now: 買う
FINISHED past going wentOn already: 完結する; 終わる; 終了する; 最終回を迎える/1; 連載が終わる; 連載終了する
WILLEND now: 完結する; 完結される/1; 終了される/1; 終わる; 終了する; 連載が終わる
ONGOING going still: 連載する; 続く; 連載される/1; 継続する; 連載が続く
HIATUS going still: 連載が止まる; 連載止まる; 休載する; 中断する; 休止する
START past: 始まる; 開始する; スタートする; 開始される/1; 連載開始する; 連載が始まる
ANIME past going wentOn already: アニメ化する; アニメ化される/1; アニメになる
WILLANIME now: アニメ化する; アニメ化される/1; アニメになる
LIVEACTION past going wentOn already: 実写化する; 実写化される/1; 実写になる
LIVEACTION=film past going wentOn already: 映画化する; 映画化される/1; 映画になる
LIVEACTION=movie past going wentOn already: 実写映画になる; 実写で映画になる; 実写映画化される/1; 実写で映画化される/1
LIVEACTION=drama past going wentOn already: ドラマ化する; ドラマ化される/1; ドラマになる; 実写ドラマになる; 実写ドラマ化される/1
WILLFILM now: 実写化する; 実写化される/1; 実写になる; 映画化する; 映画化される/1; 映画になる; 実写映画化される/1; ドラマ化する; ドラマ化される/1; ドラマになる
WROTE past going: 描く; 手がける/1; 手掛ける/1; 生み出す
WROTEJA past going: 書く
SHIPQ able favour: 送る; 届ける/1; 発送する; 配送する; 配達する; 郵送する; お届けする
SHIPQ going: 発送する; 配送する; 配達する
ARRIVEJA now: 届く; 着く; 到着する
ARRIVED past: 届く; 着く; 到着する
TAKEJA now: かかる
RETURNQ able may favour: 返品する; 返す; 返却する
RETURN wish ought: 返品する; 返す; 返却する
RETURNHOW way: 返品する; 返す; 返却する
EXCHANGEQ able may favour: 交換する; 取り替える/1; 取り換える/1
EXCHANGE wish ought: 交換する; 取り替える/1
EXCHANGEHOW way: 交換する; 取り替える/1
REFUNDQ able favour: 返金する; 払い戻す
REFUNDHOW way: 返金する; 払い戻す
CANCELQ able may favour: キャンセルする; 取り消す
CANCEL wish ought: キャンセルする; 取り消す
CANCELHOW way: キャンセルする; 取り消す
CHANGEQ able may favour: 変更する; 変える/1; 修正する; 訂正する
CHANGE wish ought: 変更する; 変える/1; 修正する; 訂正する
CHANGEHOW way: 変更する; 変える/1; 修正する; 訂正する
PAY able may: 支払う; 払う; 決済する; お支払いする
TSUKAERU able may: 使う; 利用する; 使用する
USE ought: 使う; 利用する; 使用する; 適用する
PLACEORDER ought: 注文する; 購入する; 買う
REFUND ought wish: 返金する; 返金してもらう
CONTACT ought: 問い合わせる/1; 連絡する; 問い合わせする; 相談する
DOWNLOAD ought: ダウンロードする
PAY ought: 支払う; 払う
USEHOW way: 使う; 利用する; 使用する; 適用する
EXPIRE now: 消える/1; なくなる; 無くなる; 失効する; 切れる/1
EARN now: 貯まる; たまる; 溜まる
EARN able: 貯める/1; 獲得する; ためる/1
TSUKU now: つく; 付く
WRAPQ able favour: 包装する; 包む; ラッピングする
PREORDERQ able: 予約する; 予約注文する
PREORDER wish ought: 予約する
PREORDERHOW way: 予約する
YOMERU able: 読む; 閲覧する
DOWNLOADQ able: ダウンロードする
DOWNLOADHOW way: ダウンロードする
TRACKQ able: 荷物を追跡する; 荷物の追跡をする
TRACKHOW way: 追跡する; 荷物を追跡する; 荷物の追跡をする
CONTACTQ able: 問い合わせる/1; 連絡する; 相談する
CONTACTHOW way: 問い合わせる/1; 連絡する; 問い合わせする
ISSUEQ able favour: 発行する; つける/1; 付ける/1; 添える/1; 入れる/1; 同封する; 出す
ADDITEMQ able favour: 追加する; 商品を追加する; 本を追加する
COMBINEQ able favour: 同梱する; 一緒に発送する; まとめて送る; まとめて発送する; まとめて配送する; 一緒に送る
BUYBACK able favour going: 買い取る; 買取する; 買い取りする
YATTERU going: やる; 行う
YATTEITA wentOn: やる; 放送する
SEEN able: 見る/1; 確認する; チェックする; 調べる/1
CANJA going favour: 対応する; 対応される/1; 受け付ける/1
DAMAGED past going wentOn: 破れる/1; 汚れる/1; 折れる/1; 傷む; 濡れる/1; 壊れる/1; 破損する; 潰れる/1; 曲がる; ページが破れる/1; ページが折れる/1; ページが抜ける/1; 表紙が折れる/1; 表紙が破れる/1; 傷がつく; 傷が付く; 汚れがつく
MAYSEND may: 送る; 発送する; 配送する; 郵送する; 届ける/1
WILLREST now: 休載する; 休載される/1; 中断する; 休止する
WILLSELLOUT now: 売り切れる/1; 完売する; 完売される/1; 売り切れになる; 品切れになる; 品切れする
UNDERGOES now going past: 注文をキャンセルされる/1; 注文がキャンセルされる/1; キャンセルされる/1; 返品される/1; 交換される/1; 変更される/1; 取り消される/1
DISPATCH now: 発送される/1; 出荷される/1; 出荷する
PICKUPQ=convenience-store able: コンビニで受け取る
PICKUPQ able: 店頭で受け取る; 店舗で受け取る; 店で受け取る; お店で受け取る
SOROU now: 揃う; そろう
`

const linesOf = (line: string): ReadonlyArray<string> => {
  const at = line.indexOf(":")
  const [kind = "", ...names] = line.slice(0, at).split(" ")
  const spellings = line
    .slice(at + 1)
    .split(";")
    .map((verb) => stemsOf(verb.trim()))
    .flatMap((stems) => names.flatMap((name) => forms[name]?.(stems) ?? []))
  return [`${kind}: ${spellings.join("; ")}`]
}

export const japaneseVerbs: string = verbs.trim().split("\n").flatMap(linesOf).join("\n")
