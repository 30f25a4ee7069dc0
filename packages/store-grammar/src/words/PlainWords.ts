/**
 * Words that may stand in a question whose wording is counted though no list of the grammar explains
 * them: how people ask, nothing that names a person, a street or a town, or could be a part of such a name.
 *
 * They give a word no meaning: what the question means with them is for a judge to say, off the path.
 */
const english = `
  able accept accepted actually added adding additional aim allow allowed almost already although amount
  announce announced anyone anything appear apply arrange arrived arrives around ask asking aware basic
  become begin beginner beginners beginning behave believe below beside besides between beyond bother
  brief briefly bring bringing broken browse budget bundle bundles buying call called came cancelled carried
  carries carrying case cause certain chance changed charge charged charges charging choose choosing
  clear clearly click close closing collect collecting come comes coming common commonly complete completed
  concerning consider considered contain contains content correct cost costs count couple courier couriers
  created creating curious current currently customer damaged deal dealing decent decide defective delay
  delayed deliver delivered delivers depend describe description details determine differ difference
  different digitally discounted discontinued discuss drop due during each earlier easiest easily easy either
  else end ended ending ends enjoy enjoyed enough entire entirely entry equal especially estimate estimated
  even eventually every everyone exactly examples exchanged excellent except exist exists expect expected
  expecting explain explained explore extra fairly fan fans far fast faster fastest feature featured
  features fee fees feel few fewer figure file fill final finally find fine finish finishes fit fits
  fixed focus focused folks follow forbidden form format forward frequently full fully further general
  generally get gets getting given gives giving goes going gone got great guide guidance handle handled
  handles handling happen happening happens hardly hear heard help helpful helps hint hold holding how human
  ideal ideally imagine immediately important include included includes including inform instead intend
  interested interesting into introduce introduced introduction involve involved item items join just keep
  keeping keeps kept kind kinds know known last lasting lately later launch launched least leave leaves left
  length let level like likely limit limited limits line list listed lists live lives located long longer
  look looking looks lose lots made main mainly make makes making manage many matter maximum maybe mean means
  meant mention mentioned method methods mind minimum missing mistake mostly much multiple must name named
  names nearly necessary need needed needs newcomer newcomers normal normally note noted notice number
  offer offered offering offers often opened opening option options ordered ordering ordinary otherwise
  outside overall own package packages packaging paid parcel parcels part parts past people per perhaps
  permit permitted person pick picked picking piece place placed plan planning plans plenty plot plots
  point policy popular possibility possible possibly post posted preferred present previous price priced
  prices probably problem problems proceed process processed produce product products provide provided
  provides publish published purchase purchased purchases purchasing purpose question questions quick
  quicker quickest quickly quite range rare rarely rather reach reached read readable readers reading reads
  real reason reasonable receive received receiving recent recently recommended refund refunded refunds
  regarding regular related release released relevant rely remain remaining remains replace replaced
  replacement request requested require required requirements requires reservation reserve reserved respond
  result results return returned returning returns rough roughly rule rules run running runs rush said sale
  same save say says scheduled search second see seem seems seen select selection sell selling sells send
  sending sends sense sent separate series serve service services set sets several shall shape ship shipped
  ships short shortest should show shown shows similar simple simply since single situation size slow sold
  solution some something sometimes soon sooner sort sorts sound sounds source speak special specific spend
  staff start started starting starts state status stay stays still stop stopped stops store stored stores
  stories story straight style subject such suggest suggested suggestion suggestions suit suitable suited
  support supported supports suppose supposed sure swap swapped swapping switch take taken takes taking talk
  tell tells tend term terms than thing things think thought through time times today together took top
  topic total totally toward track trackable tracked tracking transfer treat tried trouble try trying turn
  turned type types typical typically under understand undo unit until unusual unwanted upcoming updated
  upon usable use used user users uses using usual usually valid value various version versions via view
  wait waiting want wanted wants warranty way ways well went whatever when whenever where whether which
  while whole whom whose why wide willing wish within without wonder wondering word words work working works
  worth would write writes writing written wrong yet
`

const japanese = `
  短くて 長くて 面白くて 短め 長め 短い 長い 代 代金 料金 費用 金額 値段 何番 番号 番 可能 可能でしょうか 方法 手順 対応 利用
  利用可能 届け 届け先 届きます 届く 届いて 期間 期限 条件 規則 決まり 仕組み 種類 一覧 人気作 売れ筋 話題作 話題 最近 入荷した
  入荷 追加 登場 内容 概要 詳細 設定 変更点 変更 取り消し 取り消す 取消 取消し 送り返す 送り返したい 返したい 返す 交換したい
  取り替え 取り替える 追跡 追跡番号 確認 確認方法 問い合わせ先 問合せ 連絡先 窓口 担当者 初心者 初めて 入門 向いて 向けて
  始めやすい 読みやすい 読める 読みたい 泣ける 笑える 続き 続いて 終わって 終わった 完結済み 済み 書いた 描いた 手掛けた
  どのくらい どれほど どれくらい いくつ 何冊 全部 全巻 まとめて 一括 支払える 支払い 支払う 払える 使える 使えますか
`

const words: ReadonlySet<string> = new Set(
  `${english} ${japanese}`.split(/\s+/u).filter((word) => word !== ""),
)

/** `word` is lower case, as the reader names what it did not understand. */
export const isPlainWord = (word: string): boolean => words.has(word)

/** Plain words that say something only beside what was said before, or how to answer. */
const leaning: ReadonlySet<string> = new Set(
  `different instead wrong tell tells then next another briefly brief hello forget shorter longer cheaper easier quicker
  faster fewer larger simpler じゃなく ではなく`.split(/\s+/u),
)

export const leansOnOthers = (word: string): boolean => leaning.has(word)
