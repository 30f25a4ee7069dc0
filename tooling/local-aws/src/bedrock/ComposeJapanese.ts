/** Answers in Japanese, one for each intent, from the facts of the prompt. */
import { type Sayings } from "./Composer.ts"
import * as say from "./JapanesePhrases.ts"
import { smallTalk } from "./SmallTalkJapanese.ts"
import { askedPolicies, translationPolicy } from "./PolicyChoice.ts"
import { namesIn } from "./CatalogueNames.ts"
import {
  askedGenres,
  askedItem,
  askedItems,
  askedTitles,
  availability,
  type ItemChoice,
  oneOfEachTitle,
} from "./ProductChoice.ts"
import { type PromptOrder, type PromptProduct } from "./PromptFacts.ts"
import { askedOrders, mostListed, mostTitles, type Scene } from "./Scene.ts"

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
      `${opening}${say.list(titles.slice(0, mostListed(scene)).map(entry))}です。`,
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
      cost &&
        (priced(product) ??
          say.sentence(`${say.name(product)}の価格は${cost}${say.inFormat(product)}です`)),
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

  const missing = ({ missingVolume, ofBoxSet, series }: ItemChoice) =>
    say.joined([
      `${say.title(series)}の${ofBoxSet ? "ボックスセット" : ""}${missingVolume ?? ""}${ofBoxSet ? "" : "巻"}はカタログで見つかりませんでした。`,
      series.volumes === undefined ? undefined : `現在${series.volumes}巻まで刊行されています。`,
    ])

  const pricedItem = (choice: ItemChoice) => {
    const { item, missingFormat, others } = choice
    if (item === undefined) return missing(choice)
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

  const cheaper = (choices: ReadonlyArray<ItemChoice>) => {
    const items = choices.flatMap(({ item }) => item ?? [])
    const [least, next] = items.toSorted((a, b) => (a.price ?? 0) - (b.price ?? 0))
    if (!/安|高い/u.test(prompt.question) || next === undefined) return
    if (least?.price === undefined || next.price === undefined) return
    return least.price === next.price ? "同じ価格です。" : `${say.name(least)}のほうがお安いです。`
  }

  const priceOrStock = () => {
    const choices = askedItems(prompt)
    if (choices.length === 0) return notFound()
    const alone = choices.length === 1 && choices[0]?.item === undefined
    return say.joined([
      translationPolicy(prompt, "ja"),
      ...choices.map(pricedItem),
      cheaper(choices),
      alone ? "ほかの巻をお調べしましょうか。" : undefined,
    ])
  }

  /** What was asked about a title, before the rest: for whom it is, who publishes it. */
  const asked = (product: PromptProduct) => {
    const { ageRating, publisher } = product
    if (/年齢|対象|子ども|子供|何歳|歳|向け|R-?18/u.test(prompt.question)) {
      return ageRating && `${say.title(product)}は${say.ageRating(ageRating)}です。`
    }
    if (/出版社|版元/u.test(prompt.question)) {
      return publisher && `${say.title(product)}の出版社は${publisher}です。`
    }
    return undefined
  }

  const lookUp = () => {
    const named = askedTitles(prompt)
    const choice = askedItem(prompt)
    if (choice?.missingVolume !== undefined)
      return say.joined([missing(choice), about(choice.series)])
    return say.joined(
      named
        .slice(0, mostTitles(scene))
        .map((product) => say.joined([asked(product), about(product)])),
    )
  }

  /** 手塚治虫の作品: what has the name among its authors, together with others or alone. */
  const worksBy = (person: string) => {
    const works = titles.filter((product) => product.author?.includes(person) === true)
    const [first] = works
    if (first === undefined) return undefined
    const at = first.author?.split(", ").indexOf(person) ?? 0
    const name = first.authorJapanese?.split("、")[at] ?? person
    return `${name}の作品では、${say.list(works.slice(0, 5).map(say.title))}を取り扱っています。`
  }

  const authors = () => {
    const named = namesIn(prompt.question)
    if (named.titles.length === 0 && named.authors.length > 0) {
      const works = say.joined(named.authors.map(worksBy))
      if (works !== "") return say.joined([works, titles[0] && about(titles[0])])
    }
    const chosen = askedTitles(prompt)
    const [product] = chosen
    if (product === undefined || say.author(product) === undefined) return notFound()
    const people = product.author?.split(", ") ?? []
    const others = titles.filter(
      (work) => !chosen.includes(work) && people.some((person) => work.author?.includes(person)),
    )
    return say.joined([
      ...chosen
        .slice(0, mostTitles(scene))
        .map((each) => `${say.title(each)}の作者は${say.author(each) ?? ""}です。`),
      others.length === 0
        ? undefined
        : `同じ作者の${say.list(others.slice(0, 5).map(say.title))}も取り扱っています。`,
      brief ? undefined : product.synopsisJapanese && say.sentence(product.synopsisJapanese),
    ])
  }

  const releaseDate = () => {
    const choice = askedItem(prompt)
    const item = choice?.item
    if (choice === undefined || item === undefined) return choice ? priceOrStock() : notFound()
    const { releaseDate: day } = item
    if (day === undefined) return `${say.name(item)}の発売日の情報がここにはありません。`
    if (day <= today) {
      const cameOut = `${say.name(item)}は${say.date(day)}に発売されました。`
      if (!/次|続|新/u.test(prompt.question)) return cameOut
      return item.status === "completed"
        ? `${say.title(item)}は完結しています。最終巻の${cameOut}`
        : `次の巻はまだ発表されていません。${cameOut}`
    }
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
    const { alsoUnknown, orders, unknownId } = askedOrders(prompt)
    if (orders.length > 0) {
      return say.joined([
        ...orders.slice(0, 5).map(ordered),
        alsoUnknown ? "もう一つの注文番号はこのアカウントにはありません。" : undefined,
      ])
    }
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

  const browseGenres = () => {
    const { genres, mixed } = askedGenres(prompt, titles)
    const named = genres.map(say.genre).join("・")
    if (genres.length === 0) return browse("取り扱い作品は、")
    if (!mixed) return browse(`${named}の作品では、`)
    return browse(`${named}のすべてに当てはまる作品はありません。近いものは、`)
  }

  return {
    recommend: fromProducts(() =>
      askedGenres(prompt, titles).mixed ? browseGenres() : recommend(),
    ),
    trending: fromProducts(() =>
      browse(choose(["いま人気の作品は、", "現在よく読まれているのは、"])),
    ),
    "new-releases": fromProducts(() =>
      say.joined([
        `${titles.every((product) => availability(product, today) === "pre-order") ? "発売予定は、" : choose(["新刊は、", "最近の新刊は、"])}${say.list(
          titles
            .slice(0, mostListed(scene))
            .map(
              (product) =>
                `${say.name(product)}${product.releaseDate === undefined ? "" : `（${say.date(product.releaseDate)}）`}`,
            ),
        )}です。`,
        titles[0] && priced(titles[0]),
      ]),
    ),
    "genre-browse": fromProducts(browseGenres),
    "title-lookup": fromProducts(lookUp),
    "price-or-stock": fromProducts(priceOrStock),
    author: fromProducts(authors),
    "release-date": fromProducts(releaseDate),
    policy,
    "order-status": orderStatus,
    ...smallTalk(scene),
    unread: () => "ただいまお調べすることができません。少し経ってから、もう一度お尋ねください。",
    "no-information": () =>
      "ここには商品情報がないため、カタログに基づいてお答えできません。漫画、ご注文、配送、返品についてはストアのチャットでお尋ねください。",
  }
}
