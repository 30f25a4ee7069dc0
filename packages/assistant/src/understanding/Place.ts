/**
 * Where a parcel should go, as the customer wrote it. Only asked for in shipping questions.
 *
 * English: what follows "to" or "in". Japanese: prefectures, regions and countries by name, else what
 * stands before へ, に, まで. Reads masked text with its capitals.
 */

const prefectures =
  "北海道 青森 岩手 宮城 秋田 山形 福島 茨城 栃木 群馬 埼玉 千葉 東京 神奈川 新潟 富山 石川 福井 山梨 長野 岐阜 静岡 愛知 三重 滋賀 京都 大阪 兵庫 奈良 和歌山 鳥取 島根 岡山 広島 山口 徳島 香川 愛媛 高知 福岡 佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄"
const furtherPlaces =
  "札幌 仙台 横浜 名古屋 神戸 那覇 東北 関東 関西 近畿 中国地方 四国 九州 離島 国外 海外 日本国内 全国 韓国 台湾 中国 香港 米国 英国"

const knownJapanese = new RegExp(
  `(?:${`${prefectures} ${furtherPlaces}`.replaceAll(" ", "|")})(?:都|府|県|市)?`,
  "u",
)
const beforeParticle =
  /([\p{Script=Katakana}ー・]{2,20}|[\p{Script=Han}]{1,6}[都道府県市区町村島])(?:への?|にも?|まで(?:の)?|宛て?|あて)(?!して)/u

const shippingWord =
  /\b(?:ship\w{0,6}|deliver\w{0,4}|send\w{0,3}|postage|post|mail\w{0,3}|parcel|arriv\w{0,3}|customs)\b|送料|配送|発送|配達|届|送って|送れ|郵送|到着|輸送/iu
const abroad =
  /\b(?:overseas|abroad|internationally|international|worldwide|outside (?:of )?Japan)\b/iu
const destination =
  /\b(?:to|in|into|for|within)\s((?:the\s|The\s)?\p{L}[\p{L}'’.-]{1,30}(?:\s(?:of\s|and\s)?\p{Lu}[\p{L}'’.-]{1,30}){0,3})/gu
const twoWords =
  /\b(?:to|in|into|for|within)\s((?:new|united|south|north|hong|los|san|saint|costa|sri|saudi|puerto|las|czech|great|el)\s\p{L}{2,20})/iu

/** "delivery time Tokyo" */
const named =
  /\b(?:[Ss]hipping|[Dd]elivery|[Pp]ostage)\s(?:times?\s|costs?\s|fees?\s|rates?\s|prices?\s)?(\p{Lu}\p{Ll}[\p{L}'’-]{1,30})/u

const charges =
  /^(?:times?|costs?|fees?|rates?|prices?|polic(?:y|ies)|options?|methods?|info\w*|address)$/iu

const notPlaces = new Set(
  `me my mine you your us our them their his her him it this that these those a an any some all another
  other others different multiple more stock order orders time total general advance full one two three
  home work school address friend friends someone somebody people gift gifts free sure be get arrive buy
  cancel return pay ship deliver send use see know have take go store stores japanese english digital
  paper paperback manga books book volume volumes shipping delivery preorder pre-order check ask make
  case large small days day week weeks hours business each every both long express standard next the
  cash credit card customs same what which how when where`.split(/\s+/u),
)

const isPlace = (words: string): boolean => {
  const first = words.replace(/^the\s/iu, "").split(/\s/u)[0] ?? ""
  return !notPlaces.has(first.toLowerCase().replace(/['’]s$/u, ""))
}

const tidy = (words: string): string => words.replace(/[.'’-]+$/u, "")

const english = (text: string): string | undefined => {
  const pair = twoWords.exec(text)?.[1]
  if (pair !== undefined) return pair
  for (const match of text.matchAll(destination)) {
    const words = match[1] ?? ""
    if (isPlace(words)) return tidy(words)
  }
  const beside = named.exec(text)?.[1]
  if (beside !== undefined && isPlace(beside) && !charges.test(beside)) return beside
  return abroad.exec(text)?.[0]
}

export const placeOf = (text: string): string | undefined => {
  if (!shippingWord.test(text)) return undefined
  return knownJapanese.exec(text)?.[0] ?? beforeParticle.exec(text)?.[1] ?? english(text)
}
