/** Answers in Japanese, one for each intent, from the facts of the prompt. */
import { type Sayings } from "./Composer.ts"
import * as say from "./JapanesePhrases.ts"
import { askedPolicies } from "./PolicyChoice.ts"
import { askedItem, askedTitles, commonGenre, oneOfEachTitle } from "./ProductChoice.ts"
import { type PromptOrder, type PromptProduct } from "./PromptFacts.ts"
import { askedOrders, mostTitles, type Scene } from "./Scene.ts"

const abilities =
  "おすすめの漫画のご紹介、作品・価格・在庫・発売日の確認、ご注文状況の確認、配送や返品のご案内ができます。"

export const composeJapanese = (scene: Scene): Sayings => {
  const { brief, choose, prompt, today } = scene
  const titles = oneOfEachTitle(prompt.products)

  const notFound = () =>
    choose([
      "申し訳ありませんが、当店のカタログでは見つかりませんでした。作品名、作者名、ジャンルを教えていただければ、もう一度お探しします。",
      "恐れ入りますが、該当する作品はカタログで見つかりませんでした。別の作品名やジャンルでお試しください。",
    ])

  /** Says it only when there are products. */
  const fromProducts = (saying: () => string) => () =>
    prompt.products.length === 0 ? notFound() : saying()

  const costs = (product: PromptProduct) =>
    product.price === undefined ? undefined : say.price(product.price)

  const first = (product: PromptProduct, opening: string) => {
    const story = say.kindOfStory(product)
    const cost = costs(product)
    return say.joined([
      opening,
      say.sentence(product.synopsisJapanese ?? (story === "" ? "" : `${story}です`)),
      cost && say.sentence(`価格は${cost}${say.inFormat(product)}です`),
    ])
  }

  const further = (product: PromptProduct, opening: string) => {
    const story = product.genres.slice(0, 2).map(say.genre).join("・")
    const cost = costs(product)
    const facts = [
      story === "" ? undefined : `${story}作品`,
      cost === undefined ? undefined : `価格は${cost}`,
    ].filter((fact) => fact !== undefined)
    const told = facts.length === 0 ? "もございます" : `は${facts.join("で、")}です`
    return `${opening}${say.title(product)}${say.by(product)}${told}。`
  }

  const recommend = () => {
    const [best, ...rest] = titles.slice(0, mostTitles(scene))
    if (best === undefined) return notFound()
    const liked = prompt.customer?.preferredGenres.find((id) => best.genres.includes(id))
    const lead = liked === undefined ? "" : `${say.genre(liked)}がお好きなお客様には、`
    const named = `${lead}${say.title(best)}${say.by(best)}`
    return say.joined([
      first(best, choose([`${named}がおすすめです。`, `${named}はいかがでしょうか。`])),
      ...rest.map((product, index) => further(product, index === 0 ? "また、" : "")),
    ])
  }

  const entry = (product: PromptProduct) => {
    const cost = costs(product)
    return `${say.name(product)}${say.by(product)}${cost ?? ""}`
  }

  const browse = (opening: string) =>
    say.joined([
      `${opening}${say.list(titles.slice(0, brief ? 3 : 5).map(entry))}です。`,
      brief || titles[0]?.synopsisJapanese === undefined
        ? undefined
        : `${say.title(titles[0])}は、${say.sentence(titles[0].synopsisJapanese)}`,
    ])

  const about = (product: PromptProduct) => {
    const { volumes } = product
    const status = product.status && say.status(product.status)
    const extent =
      product.status === "completed"
        ? `全${volumes ?? ""}巻で${status ?? ""}`
        : `${volumes ?? ""}巻まで刊行され、${status ?? ""}`
    const person = say.author(product)
    const story = say.kindOfStory(product)
    const cost = costs(product)
    return say.joined([
      person === undefined
        ? `${say.title(product)}は${story === "" ? "当店で取り扱いのある作品" : story}です。`
        : `${say.title(product)}は${person}による${story === "" ? "作品" : story}です。`,
      volumes === undefined || status === undefined ? undefined : say.sentence(extent),
      product.synopsisJapanese && say.sentence(product.synopsisJapanese),
      cost && say.sentence(`${say.name(product)}の価格は${cost}${say.inFormat(product)}です`),
    ])
  }

  const priced = (product: PromptProduct) => {
    const cost = costs(product)
    const stock = say.stock(product, today)
    const named = `${say.name(product)}${say.inFormat(product)}`
    if (cost === undefined) return stock && say.sentence(`${named}は${stock}`)
    if (stock === undefined) return say.sentence(`${named}は${cost}です`)
    return choose([`${named}は${cost}です。${stock}。`, `${named}の価格は${cost}で、${stock}。`])
  }

  const priceOrStock = () => {
    const choice = askedItem(prompt)
    if (choice === undefined) return notFound()
    const { item, missingFormat, missingVolume, others, series } = choice
    if (item === undefined) {
      return say.joined([
        `${say.title(series)}の${missingVolume ?? ""}巻はカタログで見つかりませんでした。`,
        series.volumes === undefined ? undefined : `現在${series.volumes}巻まで刊行されています。`,
        "ほかの巻をお調べしましょうか。",
      ])
    }
    return say.joined([
      missingFormat && `${say.format(missingFormat)}はカタログで見つかりませんでした。`,
      priced(item) ??
        `${say.name(item)}は取り扱いがありますが、価格と在庫の情報がここにはありません。`,
      ...others.map((other) => {
        const cost = other.price === undefined ? "" : `${say.price(other.price)}で、`
        const stock = say.stock(other, today)
        return stock && `${say.format(other.format ?? "別の版")}は${cost}${stock}。`
      }),
    ])
  }

  const authors = () => {
    const asked = askedTitles(prompt)[0]
    const person = asked && say.author(asked)
    if (asked === undefined || person === undefined) return notFound()
    const works = titles.filter((product) => say.author(product) === person)
    return say.joined([
      `${say.title(asked)}の作者は${person}です。`,
      works.length === 1
        ? undefined
        : `同じ作者の${say.list(works.slice(0, 5).map(say.title))}を取り扱っています。`,
      brief ? undefined : asked.synopsisJapanese && say.sentence(asked.synopsisJapanese),
    ])
  }

  const releaseDate = () => {
    const choice = askedItem(prompt)
    const item = choice?.item
    if (choice === undefined || item === undefined) return choice ? priceOrStock() : notFound()
    const { releaseDate: day } = item
    if (day === undefined) return `${say.name(item)}の発売日の情報がここにはありません。`
    if (day <= today) return `${say.name(item)}は${say.date(day)}に発売されました。`
    const cost = costs(item)
    return `${say.name(item)}は${say.date(day)}発売予定です。${cost === undefined ? "" : `${cost}${say.inFormat(item)}で`}ご予約いただけます。`
  }

  const ordered = (order: PromptOrder) => {
    const items = order.items.length === 0 ? "" : `（${say.list(order.items)}）`
    const placed = order.placedOn && `${say.date(order.placedOn)}の`
    const expected = order.expectedOn && `お届け予定日は${say.date(order.expectedOn)}です。`
    return `${placed ?? ""}ご注文${order.id}${items}は${say.orderStatus(order.status)}。${expected ?? ""}`
  }

  const orderStatus = () => {
    if (prompt.customer === undefined && prompt.orders.length === 0) {
      return "ご注文の確認にはログインが必要です。ログイン後にもう一度お尋ねください。"
    }
    const { orders, unknownId } = askedOrders(prompt)
    if (orders.length > 0) return say.joined(orders.slice(0, 5).map(ordered))
    return unknownId === undefined
      ? "このアカウントのご注文は見つかりませんでした。"
      : "そのご注文はこのアカウントでは見つかりませんでした。注文番号をご確認ください。"
  }

  const policy = () => {
    const found = askedPolicies(prompt, "ja")
    return found.length > 0
      ? say.joined(found)
      : "その件についての規定はここにはありません。配送、返品、お支払いについてご案内できます。"
  }

  const customer = prompt.customer?.name === undefined ? "" : `${prompt.customer.name}様、`

  return {
    recommend: fromProducts(recommend),
    trending: fromProducts(() =>
      browse(choose(["いま人気の作品は、", "現在よく読まれているのは、"])),
    ),
    "new-releases": fromProducts(() =>
      say.joined([
        `${choose(["新刊は、", "最近の新刊は、"])}${say.list(
          titles
            .slice(0, brief ? 3 : 5)
            .map(
              (product) =>
                `${say.name(product)}${product.releaseDate === undefined ? "" : `（${say.date(product.releaseDate)}）`}`,
            ),
        )}です。`,
        titles[0] && priced(titles[0]),
      ]),
    ),
    "genre-browse": fromProducts(() => {
      const genre = commonGenre(titles)
      return browse(genre === undefined ? "取り扱い作品は、" : `${say.genre(genre)}の作品では、`)
    }),
    "title-lookup": fromProducts(() =>
      say.joined(askedTitles(prompt).slice(0, mostTitles(scene)).map(about)),
    ),
    "price-or-stock": fromProducts(priceOrStock),
    author: fromProducts(authors),
    "release-date": fromProducts(releaseDate),
    policy,
    "order-status": orderStatus,
    greeting: () =>
      `${customer}${choose(["こんにちは。漫画ストアへようこそ。", "いらっしゃいませ。"])}${abilities}`,
    other: () =>
      `${choose(["漫画ストアのアシスタントです。", "その件はお答えできませんが、"])}${abilities}`,
    "no-information": () =>
      "ここには商品情報がないため、カタログに基づいてお答えできません。漫画、ご注文、配送、返品についてはストアのチャットでお尋ねください。",
  }
}
