/**
 * The Japanese sentences of which answers are made, by purpose, with the same members as the English ones. Where
 * several wordings exist, the given function chooses one.
 */
import { type Sentences } from "./EnglishSentences.ts"
import * as say from "./JapanesePhrases.ts"
import { type PromptItem, type PromptProduct } from "../PromptFacts.ts"
import { type Choose } from "../SeededChoice.ts"
import { type Unknown } from "./Vocabulary.ts"

const costs = ({ price }: PromptProduct) => (price === undefined ? undefined : say.price(price))

const named = (product: PromptProduct) => `${say.name(product)}${say.inFormat(product)}`

const titlesOf = (works: ReadonlyArray<PromptProduct>) => say.list(works.map(say.title))

const genresOf = (genres: ReadonlyArray<string>) => genres.map(say.genre).join("・")

const abilities =
  "おすすめの漫画のご紹介、作品・価格・在庫・発売日の確認、ご注文状況の確認、配送や返品のご案内ができます。"

const extent = ({ status, volumes }: PromptProduct) => {
  if (volumes === undefined || status === undefined) return undefined
  const told = say.status(status)
  if (told === undefined) return undefined
  return say.sentence(
    status === "completed" ? `全${volumes}巻で${told}` : `${volumes}巻まで刊行され、${told}`,
  )
}

const priced = (choose: Choose, product: PromptProduct, today: string): string | undefined => {
  const stock = say.stock(product, today)
  if (product.price === undefined) return stock && say.sentence(`${named(product)}は${stock}`)
  if (stock === undefined) return say.sentence(`${named(product)}は${costs(product)}です`)
  return choose([
    `${named(product)}は${costs(product)}です。${stock}。`,
    `${named(product)}の価格は${costs(product)}で、${stock}。`,
  ])
}

const unknowns: Readonly<Record<Unknown, string>> = {
  adaptation:
    "申し訳ありませんが、アニメや映画、音楽のことは分かりません。当店の本についてのみご案内できます。",
  sales: "申し訳ありませんが、販売部数はカタログに記載がなく、分かりません。",
  ending: "結末はネタバレになりますので、お答えできません。",
  person: "申し訳ありませんが、作者の個人的な情報は分かりません。作品についてのみご案内できます。",
  goods: "申し訳ありませんが、本以外の商品は取り扱っていません。",
  restock: "申し訳ありませんが、次の入荷時期は分かりません。",
  shop: "申し訳ありませんが、店舗についての情報はありません。こちらでは本とご注文についてのみご案内できます。",
  story: "申し訳ありませんが、登場人物や作品の細かい設定まではカタログに記載がなく、分かりません。",
  detail: "申し訳ありませんが、それはカタログに記載がなく、分かりません。",
  illegal:
    "申し訳ありませんが、無料で読む方法や違法な複製のご案内はできません。当店では本の販売のみ行っています。",
  offTopic:
    "申し訳ありませんが、それについてはお答えできません。当店の本とご注文についてご案内しています。",
  reviews: "申し訳ありませんが、評価や受賞についてはカタログに記載がなく、分かりません。",
}

const labelOf = ({ japanese, title }: PromptItem): string => japanese ?? title

const item = (of: PromptItem): string =>
  of.quantity === 1 ? labelOf(of) : `${labelOf(of)} ${of.quantity}冊`

export const japaneseSentences = (choose: Choose): Sentences => ({
  joined: say.joined,
  stock: say.stock,
  extent,
  synopsis: ({ synopsisJapanese }) => synopsisJapanese && say.sentence(synopsisJapanese),
  author: say.author,

  notFound: () =>
    choose([
      "申し訳ありませんが、当店のカタログでは見つかりませんでした。作品名、作者名、ジャンルを教えていただければ、もう一度お探しします。",
      "恐れ入りますが、該当する作品はカタログで見つかりませんでした。別の作品名やジャンルでお試しください。",
    ]),
  nothingFits: (looser) =>
    say.joined([
      ...looser.flatMap(({ contradictory, without }) =>
        contradictory ? [`${say.wishPart(without)}のご希望が互いに矛盾しています。`] : [],
      ),
      "すべてのご希望に合う作品は見つかりませんでした。",
      ...looser.map(
        ({ fits, without }) =>
          `${say.wishPart(without)}の条件を外すと、${say.list(fits.map(say.title))}がございます。`,
      ),
    ]),
  unread: "ただいまお調べすることができません。少し経ってから、もう一度お尋ねください。",
  noInformation:
    "ここには商品情報がないため、カタログに基づいてお答えできません。漫画、ご注文、配送、返品についてはストアのチャットでお尋ねください。",
  noPolicy: "申し訳ありませんが、その件についての情報は当店の規定にありません。",

  first: (product, liked) => {
    const lead = liked === undefined ? "" : `${say.genre(liked)}がお好きなお客様には、`
    const best = `${lead}${say.title(product)}${say.by(product)}`
    const story = say.kindOfStory(product)
    const cost = costs(product)
    return say.joined([
      choose([`${best}がおすすめです。`, `${best}はいかがでしょうか。`]),
      say.sentence(product.synopsisJapanese ?? (story === "" ? "" : `${story}です`)),
      cost && say.sentence(`価格は${cost}${say.inFormat(product)}です`),
    ])
  },
  further: (product, index) => {
    const story = genresOf(product.genres.slice(0, 2))
    const cost = costs(product)
    const facts = [
      story === "" ? undefined : `${story}作品`,
      cost === undefined ? undefined : `価格は${cost}`,
    ].filter((fact) => fact !== undefined)
    const told = facts.length === 0 ? "もございます" : `は${facts.join("で、")}です`
    return `${index === 0 ? "また、" : ""}${say.title(product)}${say.by(product)}${told}。`
  },

  weHave: "取り扱い作品は、",
  popular: () => choose(["いま人気の作品は、", "現在よく読まれているのは、"]),
  comingSoon: "発売予定は、",
  newest: () => choose(["新刊は、", "最近の新刊は、"]),
  inGenres: (genres) => `${genresOf(genres)}の作品では、`,
  closestTo: (genres) => `${genresOf(genres)}のすべてに当てはまる作品はありません。近いものは、`,
  listed: (opening, entries) => `${opening}${say.list(entries)}です。`,
  entry: (product) => `${say.name(product)}${say.by(product)}${costs(product) ?? ""}`,
  datedEntry: (product) =>
    `${say.name(product)}${product.releaseDate === undefined ? "" : `（${say.date(product.releaseDate)}）`}`,
  aboutFirst: (product) =>
    product.synopsisJapanese &&
    `${say.title(product)}は、${say.sentence(product.synopsisJapanese)}`,

  rated: (product, rating) => `${say.title(product)}は${say.ageRating(rating)}です。`,
  extentOf: (product) => {
    const told = extent(product)
    return told && `${say.title(product)}は${told}`
  },
  began: (product, year) => `${say.title(product)}は${year}年に始まりました。`,
  hasPages: (product, pages) => `${say.name(product)}は${pages}ページです。`,
  holdsVolumes: (product, from, to) =>
    `${say.name(product)}には紙の単行本の${from}巻から${to}巻が入っています。`,
  published: (product, publisher) => `${say.title(product)}の出版社は${publisher}です。`,
  whatItIs: (product) => {
    const person = say.author(product)
    const story = say.kindOfStory(product)
    return person === undefined
      ? `${say.title(product)}は${story === "" ? "当店で取り扱いのある作品" : story}です。`
      : `${say.title(product)}は${person}による${story === "" ? "作品" : story}です。`
  },
  worksBy: (person, works) => {
    const at = works[0]?.author?.split(", ").indexOf(person) ?? 0
    const name = works[0]?.authorJapanese?.split("、")[at] ?? person
    return `${name}の作品では、${titlesOf(works)}を取り扱っています。`
  },
  writtenBy: (product) => `${say.title(product)}の作者は${say.author(product) ?? ""}です。`,
  kin: (product, others) =>
    `${say.title(product)}に関連する作品では、${titlesOf(others)}を取り扱っています。`,
  noKin: (product) => `${say.title(product)}の続編や関連作品はカタログで見つかりませんでした。`,
  noOthers: "同じ作者のほかの作品はカタログで見つかりませんでした。",
  othersBySame: (_, others) =>
    others.length === 0 ? undefined : `同じ作者の${titlesOf(others)}も取り扱っています。`,

  priced: (product, today) => priced(choose, product, today),
  copies: (_product, stock) => `在庫は${stock}冊です。`,
  verdict: (holds) => (holds ? "はい。" : "いいえ。"),
  together: (yen) => `合計で${say.price(yen)}です。`,
  sumOfVolumes: (sum) => {
    const books = sum.kind?.endsWith("digital") === true ? "電子版（1巻ずつ）" : "紙の単行本"
    const which =
      sum.volumesHeld === undefined ? `全${sum.count}巻` : `${sum.volumesHeld}巻（${sum.count}冊）`
    return `${say.title(sum)}の${books}は${which}で合計${say.price(sum.price)}です。${say.setStock(sum, "巻")}`
  },
  cheapestWay: (way, yen) => `一番安いのは${way}で、${say.price(yen)}です。`,
  wayOfBundle: (product) => `${say.title(product)}の電子版全巻セット`,
  wayOfSum: (sum) =>
    `${say.title(sum)}の${sum.kind === "all-box-sets" ? "ボックスセット" : sum.kind?.endsWith("digital") === true ? "電子版（1巻ずつ）" : "紙の単行本"}`,
  boxSets: (sum) =>
    `${say.title(sum)}のボックスセットは${sum.count}箱あり、紙の単行本が10巻ずつ、1巻から${sum.count * 10}巻まで入っています。`,
  allBoxSets: (sum) =>
    `${say.title(sum)}のボックスセットは全${sum.count}箱で合計${say.price(sum.price)}です。${say.setStock(sum, "箱")}`,
  inNoBox: (from, to) =>
    `${from === to ? `${to}巻` : `${from}巻から${to}巻`}はボックスセットに入っていません。`,
  unpriced: (product) =>
    `${say.name(product)}は取り扱いがありますが、価格と在庫の情報がここにはありません。`,
  missing: ({ missingVolume, ofBoxSet, series }) =>
    say.joined([
      `${say.title(series)}の${ofBoxSet ? "ボックスセット" : ""}${missingVolume ?? ""}${ofBoxSet ? "" : "巻"}はカタログで見つかりませんでした。`,
      series.volumes === undefined ? undefined : `現在${series.volumes}巻まで刊行されています。`,
      !ofBoxSet && series.status !== "completed" && (missingVolume ?? 0) > (series.volumes ?? 0)
        ? `${missingVolume ?? ""}巻の発売はまだ発表されていません。`
        : undefined,
    ]),
  missingFormat: (format) =>
    `${say.format(format)}はカタログで見つかりませんでした。当店での取り扱いはありません。`,
  otherEdition: ({ format, price }, stock) => {
    const cost = price === undefined ? "" : `${say.price(price)}で、`
    return `${say.format(format ?? "別の版")}は${cost}${stock}。`
  },
  samePrice: "同じ価格です。",
  cheaperOne: (product) => `${named(product)}のほうがお安いです。`,
  dearerOne: (product) => `${named(product)}のほうが高いです。`,
  difference: (yen) => `差額は${say.price(yen)}です。`,
  change: (yen) =>
    yen < 0
      ? `いいえ、${say.price(-yen)}足りません。`
      : `はい、足ります。お釣りは${say.price(yen)}です。`,
  earlierBook: (book) =>
    `先に出るのは${say.name(book)}で、${say.date(book.releaseDate ?? "")}です。`,
  laterBook: (book) => `後に出るのは${say.name(book)}で、${say.date(book.releaseDate ?? "")}です。`,
  shorterOne: (short, long) =>
    long.volumes === short.volumes
      ? `どちらも${long.volumes}巻です。`
      : `${say.title(short)}のほうが短く、${short.volumes}巻です。${say.title(long)}は${long.volumes}巻あります。`,
  longerOne: (long, short) =>
    long.volumes === short.volumes
      ? `どちらも${long.volumes}巻です。`
      : `${say.title(long)}のほうが長く、${long.volumes}巻あります。${say.title(short)}は${short.volumes}巻です。`,
  olderOne: (old, late) =>
    old.firstYear === late.firstYear
      ? `どちらも${old.firstYear}年に始まりました。`
      : `${say.title(old)}のほうが先で、${old.firstYear}年に始まりました。${say.title(late)}は${late.firstYear}年です。`,
  unknown: (what) => unknowns[what],
  unknownDetail: "申し訳ありませんが、それについてはカタログに記載がなく、分かりません。",
  notCarried:
    "申し訳ありませんが、その作品はカタログで見つかりませんでした。当店では取り扱っていません。",
  near: (products) =>
    products.length === 0 ? undefined : `近いものでは、${titlesOf(products)}がございます。`,
  askOther: "ほかの巻をお調べしましょうか。",

  noReleaseDate: (product) => `${say.name(product)}の発売日の情報がここにはありません。`,
  newestOut: (product, day) => `${say.title(product)}の最新巻は${say.date(day)}に発売されました。`,
  cameOut: (product, day) => `${say.name(product)}は${say.date(day)}に発売されました。`,
  complete: (product) => `${say.title(product)}は完結していますので、次の巻はありません。`,
  noNext: (product) => `${say.title(product)}の次の巻はまだ発表されていません。`,
  comesOut: (product, day) => {
    const cost = costs(product)
    return `${say.name(product)}は${say.date(day)}発売予定です。${cost === undefined ? "" : `${cost}${say.inFormat(product)}で`}ご予約いただけます。`
  },

  ordered: ({ expectedOn, id, items, placedOn, status, total }) => {
    const contents = items.length === 0 ? "" : `（${say.list(items.map(item))}）`
    const placed = placedOn && `${say.date(placedOn)}の`
    const sum = total === undefined ? "" : `合計は${say.price(total)}です。`
    const expected = expectedOn && `お届け予定日は${say.date(expectedOn)}です。`
    return `${placed ?? ""}ご注文${id}${contents}は${say.orderStatus(status)}。${expected ?? ""}${sum}`
  },
  orderedCopies: (items) =>
    items.length === 0
      ? undefined
      : `${say.list(items.map((each) => `${labelOf(each)}を${each.quantity}冊`))}ご注文いただいています。`,
  bookCount: (count) => `合わせて${count}冊です。`,
  orderCount: (count) => `ご注文は${count}件です。`,
  orderSum: (count, yen) => `${count}件のご注文の合計は${say.price(yen)}です。`,
  unitPrices: (items) =>
    items.length === 0
      ? undefined
      : `${say.list(items.map((each) => `${labelOf(each)}は1冊${say.price(each.price ?? 0)}`))}でした。`,
  noneThen: "その時期のご注文はありません。",
  noneOfStatus: (status) =>
    status === "cancelled"
      ? "キャンセルされたご注文はありません。"
      : "そのようなご注文はありません。",
  notOrdered: "その作品は、このアカウントのご注文では見つかりませんでした。",
  signIn: "ご注文の確認にはログインが必要です。ログイン後にもう一度お尋ねください。",
  otherOrderUnknown: "もう一つの注文番号はこのアカウントにはありません。",
  noOrder: "このアカウントのご注文は見つかりませんでした。",
  orderUnknown: "そのご注文はこのアカウントでは見つかりませんでした。注文番号をご確認ください。",

  thanks: /ありがと|どうも|感謝|助か/u,
  youAreWelcome: "どういたしまして。ほかにもお探しのものがございましたらお申し付けください。",
  leaves: /さような?ら|またね|バイバイ|おやすみ/u,
  goodbye: "ご利用ありがとうございました。どうぞ楽しい読書を。",
  hello: (customer, question) => {
    const opening = /こんばん/u.test(question)
      ? "こんばんは。"
      : /おはよ/u.test(question)
        ? "おはようございます。"
        : choose(["こんにちは。", "いらっしゃいませ。"])
    return `${customer === undefined ? "" : `${customer}様、`}${opening}漫画ストアへようこそ。${abilities}`
  },
  asksOwnName: (question) =>
    /(?:私|わたし|俺|僕|自分)(?:の|は|って)?[^。?]{0,6}名前|名前(?:は|って|を)?(?:覚え|わか|分か|知って)|私(?:は|って)誰/u.test(
      question,
    ) && !/作品|漫画|主人公|作者|描い|書い/u.test(question),
  notSignedIn: `ログインされていないため、お名前は分かりません。${abilities}`,
  signedInAs: (customer) => `${customer}様としてログインされています。`,
  onlyTheStore: `漫画ストアのアシスタントですので、本とご注文についてのみお手伝いできます。${abilities}`,
})
