/**
 * What customers ask, in English, Japanese and both, with what must be understood.
 *
 * `first` is the product that must lead the answer's product list: its series, and the volume and
 * format where the question names them. Used by the understanding suite and the end-to-end suite.
 */
import type { Locale } from "@manga-assist/protocol"
import type { Intent, Slots } from "../src/reading/Question.ts"

export interface CorpusQuestion {
  readonly text: string
  readonly locale: Locale
  readonly intent: Intent
  /** Exactly these slots; absent lists are empty. */
  readonly slots: Partial<Slots>
  readonly personal: boolean
  readonly selfContained: boolean
  readonly difficulty: "simple" | "complex"
  readonly first?: {
    readonly series: string
    readonly volume?: number
    readonly format?: NonNullable<Slots["format"]>
  }
}

type Flag = "personal" | "follow-up" | "complex"

const question =
  (locale: Locale) =>
  (
    text: string,
    intent: Intent,
    slots: Partial<Slots> = {},
    ...flags: ReadonlyArray<Flag>
  ): CorpusQuestion => ({
    text,
    locale,
    intent,
    slots,
    personal: flags.includes("personal"),
    selfContained: !flags.includes("follow-up"),
    difficulty: flags.includes("complex") ? "complex" : "simple",
  })

const en = question("en")
const ja = question("ja")

/** A question about one book, which must be the first product. */
const book =
  (ask: typeof en) =>
  (
    text: string,
    intent: Intent,
    series: string,
    volume?: number | "latest",
    format?: NonNullable<Slots["format"]>,
  ): CorpusQuestion => {
    const numbered = typeof volume === "number" ? { volume } : {}
    const bound = format === undefined ? {} : { format }
    return {
      ...ask(text, intent, {
        series: [series],
        ...(volume === undefined ? {} : { volume }),
        ...bound,
      }),
      first: { series, ...numbered, ...bound },
    }
  }

const enBook = book(en)
const jaBook = book(ja)

const price = "price-or-stock"
const title = "title-lookup"

export const bookQuestions: ReadonlyArray<CorpusQuestion> = [
  enBook("Is volume 12 of Blue Lock in stock as paperback?", price, "blue-lock", 12, "paperback"),
  jaBook("ワンピースの105巻はいくら？", price, "one-piece", 105),
  jaBook("One Pieceの105巻はいくらですか", price, "one-piece", 105),
  jaBook("ＯＮＥ　ＰＩＥＣＥ １０５巻 値段", price, "one-piece", 105),
  jaBook("ﾜﾝﾋﾟｰｽ105巻いくら", price, "one-piece", 105),
  jaBook("ワンピース 第百五巻の在庫ある？", price, "one-piece", 105),
  enBook("how much is one piece vol 105", price, "one-piece", 105),
  enBook("ONE PIECE VOL.105 PRICE", price, "one-piece", 105),
  enBook("price of onepiece v105??", price, "one-piece", 105),
  enBook("What does One Piece #3 cost?", price, "one-piece", 3),
  enBook("One Piece book 7 price", price, "one-piece", 7),
  enBook("How much is the 12th volume of Berserk?", price, "berserk", 12),
  enBook("how much is the twelfth volume of Berserk", price, "berserk", 12),
  enBook("Price of volume twenty-one of Haikyuu!!", price, "haikyu", 21),
  enBook("do you have Vinland Saga 5", price, "vinland-saga", 5),
  enBook("is monster volume 3 available?", price, "monster", 3),
  enBook("How much is Monster volume 3 as an ebook?", price, "monster", 3, "digital"),
  enBook("Jujutsu Kaisen vol 10 e-book price", price, "jujutsu-kaisen", 10, "digital"),
  enBook("JJK vol 10 in stock?", price, "jujutsu-kaisen", 10),
  enBook("is chainsaw man 4 sold out in print?", price, "chainsaw-man", 4, "paperback"),
  enBook("Chainsaw-Man Volume 4 kindle cost", price, "chainsaw-man", 4, "digital"),
  enBook(
    "Can I buy Frieren volume 2 digitally?",
    price,
    "frieren-beyond-journeys-end",
    2,
    "digital",
  ),
  enBook(
    "How much is the 進撃の巨人 volume 3 paperback?",
    price,
    "attack-on-titan",
    3,
    "paperback",
  ),
  enBook("20th Century Boys vol. 22 price?", price, "20th-century-boys", 22),
  enBook("how much for 7 seeds volume 7", price, "7-seeds", 7),
  enBook("Kaiju No. 8 volume 8 price", price, "kaiju-no-8", 8),
  enBook("Is Eyeshield 21 vol 21 in stock", price, "eyeshield-21", 21),
  enBook("📚 spy x family vol 6 price pls 🙏", price, "spy-x-family", 6),
  enBook("How much is the One Piece box set?", price, "one-piece", undefined, "box-set"),
  enBook("Do you sell a boxed set of Naruto?", price, "naruto", undefined, "box-set"),
  enBook("Is Berserk in stock?", price, "berserk"),
  enBook("How much is Dr. Stone?", price, "dr-stone"),
  enBook(
    "What's the price of Nausicaä of the Valley of the Wind vol 1?",
    price,
    "nausicaa-of-the-valley-of-the-wind",
    1,
  ),
  enBook("how much is the first volume of Death Note", price, "death-note", 1),
  enBook("How much is the latest volume of Kingdom?", price, "kingdom", "latest"),
  jaBook("鬼滅の刃の1巻はありますか", price, "demon-slayer-kimetsu-no-yaiba", 1),
  jaBook("鬼滅の刃 第十二巻の値段は?", price, "demon-slayer-kimetsu-no-yaiba", 12),
  jaBook("鬼滅１２巻の在庫", price, "demon-slayer-kimetsu-no-yaiba", 12),
  jaBook("呪術廻戦10巻の電子書籍はいくらですか？", price, "jujutsu-kaisen", 10, "digital"),
  jaBook("呪術廻戦の十巻、紙で在庫ありますか", price, "jujutsu-kaisen", 10, "paperback"),
  jaBook("スパイファミリー6巻 電子版 価格", price, "spy-x-family", 6, "digital"),
  jaBook("20世紀少年の5巻は売り切れ？", price, "20th-century-boys", 5),
  jaBook("21世紀少年の1巻いくら", price, "21st-century-boys", 1),
  jaBook("モンスターの3巻はいくら？", price, "monster", 3),
  jaBook("「リアル」の2巻の値段教えて", price, "real", 2),
  jaBook("NANAの1巻の在庫を教えてください", price, "nana", 1),
  jaBook("ハガレン 27巻 在庫", price, "fullmetal-alchemist", 27),
  jaBook("進撃の巨人の全巻セットはいくらですか", price, "attack-on-titan"),
  jaBook("ナルトのボックスいくら", price, "naruto", undefined, "box-set"),
  jaBook("3月のライオンの3巻はいくら", price, "march-comes-in-like-a-lion", 3),
  jaBook("よつばと！の１６巻は在庫ありますか", price, "yotsuba", 16),
  jaBook("ドラえもん １巻目 紙の本 いくら", price, "doraemon", 1, "paperback"),
  jaBook("キングダムの最新刊はいくら？", price, "kingdom", "latest"),
  jaBook("フリーレン2巻ほしい", price, "frieren-beyond-journeys-end", 2),
  enBook("When does the next volume of One Piece come out?", "release-date", "one-piece", "latest"),
  enBook("when is dandadan volume 21 released", "release-date", "dandadan", 21),
  enBook("Release date of Blue Lock vol 12?", "release-date", "blue-lock", 12),
  enBook(
    "Can I pre-order the next Sakamoto Days volume?",
    "release-date",
    "sakamoto-days",
    "latest",
  ),
  jaBook("ワンピースの最新刊の発売日は？", "release-date", "one-piece", "latest"),
  jaBook("ダンダダンの次の巻はいつ出る？", "release-date", "dandadan", "latest"),
  jaBook("薬屋のひとりごと14巻の発売日", "release-date", "the-apothecary-diaries", 14),
  jaBook("ブルーロックの新刊はいつ発売ですか", "release-date", "blue-lock", "latest"),
  enBook("Who wrote Vinland Saga?", "author", "vinland-saga"),
  enBook("who is the author of monster", "author", "monster"),
  enBook("Who's the mangaka behind Golden Kamuy", "author", "golden-kamuy"),
  jaBook("ダンジョン飯の作者は誰ですか", "author", "delicious-in-dungeon"),
  jaBook("ちはやふるは誰が描いた？", "author", "chihayafuru"),
  enBook("Tell me about Witch Hat Atelier", title, "witch-hat-atelier"),
  enBook("fullmetal alchemist", title, "fullmetal-alchemist"),
  enBook("What is Mushishi about?", title, "mushishi"),
  enBook("HUNTER X HUNTER", title, "hunter-x-hunter"),
  enBook("show me vol 3 of Akira", title, "akira", 3),
  enBook("Demon Slayer's last volume", title, "demon-slayer-kimetsu-no-yaiba", "latest"),
  enBook("Is The Apothecary Diaries popular?", title, "the-apothecary-diaries"),
  jaBook("ゴールデンカムイってどんな漫画？", title, "golden-kamuy"),
  jaBook("ハイキュー", title, "haikyu"),
  jaBook("ぼっちざろっく の 3巻", title, "bocchi-the-rock", 3),
  jaBook("ベルばらについて教えて", title, "the-rose-of-versailles"),
  jaBook("コナンの最新刊", title, "detective-conan", "latest"),
]

export const otherQuestions: ReadonlyArray<CorpusQuestion> = [
  en("Recommend a seinen manga about Vikings", "recommend", { demographic: "seinen" }),
  en("Recommend a romance manga for adults under 1,000 yen", "recommend", {
    genres: ["romance"],
    priceMax: 999,
  }),
  en("recomend me something", "recommend", {}, "personal"),
  en("What should I read next?", "recommend", {}, "personal"),
  en("any good recs", "recommend", {}, "personal"),
  en("Suggest a manga based on what I bought", "recommend", {}, "personal"),
  en("Recommend a comedy for me", "recommend", { genres: ["comedy"] }, "personal"),
  en("Something similar to Berserk", "recommend", { series: ["berserk"] }),
  en(
    "manga like death note but without horror",
    "recommend",
    { series: ["death-note"] },
    "complex",
  ),
  en("I'm looking for a mystery series set in Tokyo", "recommend", { genres: ["mystery"] }),
  en("a manga about a chess prodigy", "recommend"),
  en("good manga for kids", "recommend", { demographic: "kodomo" }),
  ja("少女漫画のおすすめ", "recommend", { demographic: "shojo" }),
  ja("おすすめを教えて", "recommend", {}, "personal"),
  ja("何か面白い漫画ある？", "recommend", {}, "personal"),
  ja("バイキングが主人公の青年漫画をおすすめして", "recommend", { demographic: "seinen" }),
  ja("デスノートみたいな漫画ない？", "recommend", { series: ["death-note"] }),
  ja("泣ける恋愛漫画を探してます", "recommend", { genres: ["romance"] }),
  ja("私の好みに合う漫画は？", "recommend", {}, "personal"),
  ja("千円以内の料理漫画のおすすめは？", "recommend", { genres: ["food"], priceMax: 1000 }),
  en("What's trending this week?", "trending"),
  en("most popular manga right now", "trending"),
  en("TOP SELLERS???", "trending"),
  en("bestsellers", "trending"),
  ja("今週の人気漫画は？", "trending"),
  ja("売れ筋ランキング見せて", "trending"),
  ja("いま話題のマンガは", "trending"),
  en("new releases", "new-releases"),
  en("What's new this month?", "new-releases"),
  en("Any upcoming manga?", "new-releases"),
  ja("新刊を教えて", "new-releases"),
  ja("今月発売の漫画は？", "new-releases"),
  en("show me shonen", "recommend", { demographic: "shonen" }),
  en("Shōnen manga", "recommend", { demographic: "shonen" }),
  en("boys' manga", "recommend", { demographic: "shonen" }),
  en("horror manga under 800 yen", "recommend", { genres: ["horror"], priceMax: 799 }),
  en("Do you have any sci-fi?", "recommend", { genres: ["sci-fi"] }),
  en(
    "cooking manga between 500 and 800 yen as ebooks",
    "recommend",
    { genres: ["food"], priceMin: 500, priceMax: 800, format: "digital" },
    "complex",
  ),
  en("manga under ¥600", "recommend", { priceMax: 599 }),
  en("slice-of-life josei", "recommend", { genres: ["slice-of-life"], demographic: "josei" }),
  ja("800円以下のホラー漫画", "recommend", { genres: ["horror"], priceMax: 800 }),
  ja("ホラー漫画ありますか", "recommend", { genres: ["horror"] }),
  ja("少年漫画", "recommend", { demographic: "shonen" }),
  ja("人気の異世界漫画", "trending", { genres: ["isekai"] }),
  ja("女性向けのミステリー", "recommend", { genres: ["mystery"], demographic: "josei" }),
  en("manga by Naoki Urasawa", "author", { authors: ["Naoki Urasawa"] }),
  en("Oda Eiichiro books", "author", { authors: ["Eiichiro Oda"] }),
  en("Urasawa's other works", "author", { authors: ["Naoki Urasawa"] }),
  en("What else has Hiromu Arakawa written?", "author", { authors: ["Hiromu Arakawa"] }),
  en("anything by CLAMP?", "author", { authors: ["CLAMP"] }),
  ja("浦沢直樹の作品", "author", { authors: ["Naoki Urasawa"] }),
  ja("尾田先生の漫画", "author", { authors: ["Eiichiro Oda"] }),
  ja("CLAMPの漫画ある？", "author", { authors: ["CLAMP"] }),
  en("How long does shipping to Hokkaido take?", "policy", { place: "hokkaido" }),
  en("do you ship to canada", "policy", { place: "CA" }),
  en("Is delivery to New Zealand possible?", "policy", { place: "NZ" }),
  en("Do you ship overseas?", "policy", { place: "abroad" }),
  en("How much is shipping?", "policy"),
  en("Can I return a book?", "policy"),
  en("What payment methods do you accept?", "policy"),
  en("do u take paypal", "policy"),
  en("Can you gift wrap it?", "policy", {}, "follow-up"),
  en("does the coupon work", "policy"),
  en("How do pre-orders work?", "policy"),
  en("how can i contact customer service", "policy"),
  en("RETURN POLICY", "policy"),
  ja("返品できますか", "policy"),
  ja("北海道までの送料はいくらですか", "policy", { place: "hokkaido" }),
  ja("送料 沖縄", "policy", { place: "okinawa" }),
  ja("カナダに発送できますか？", "policy", { place: "CA" }),
  ja("海外発送はしていますか", "policy", { place: "abroad" }),
  ja("支払い方法を教えて", "policy"),
  ja("クレジットカード使えますか", "policy"),
  ja("ギフトラッピングはできますか", "policy"),
  ja("予約方法を教えてください", "policy"),
  ja("問い合わせ先は？", "policy"),
  en("Where is my order MA-01-0001?", "order-status", { orderId: "MA-01-0001" }, "personal"),
  en("ma-01-0001 status", "order-status", { orderId: "MA-01-0001" }, "personal"),
  en("Has my package shipped yet?", "order-status", {}, "personal"),
  en("track my order", "order-status", {}, "personal"),
  ja("注文MA-01-0001の状況", "order-status", { orderId: "MA-01-0001" }, "personal"),
  ja("ＭＡ－０１－０００１はいつ届きますか", "order-status", { orderId: "MA-01-0001" }, "personal"),
  ja("注文した本がまだ届かない", "order-status", {}, "personal"),
  ja("私の注文はどうなってますか", "order-status", {}, "personal"),
  en("hello", "greeting"),
  en("Hi there! 👋", "greeting"),
  en("thanks so much", "greeting"),
  en("GOOD MORNING", "greeting"),
  ja("こんにちは", "greeting"),
  ja("はじめまして！よろしくお願いします", "greeting"),
  ja("ありがとう", "greeting"),
  en("Compare Monster and Pluto", title, { series: ["monster", "pluto"] }, "complex"),
  en("compare monster and pluto", title, { series: ["monster", "pluto"] }, "complex"),
  en("Which is better, Naruto or Bleach?", title, { series: ["bleach", "naruto"] }, "complex"),
  en("Why is Berserk so dark?", title, { series: ["berserk"] }, "complex"),
  ja("モンスターとプルートウの違いは？", title, { series: ["monster", "pluto"] }, "complex"),
  ja("ナルトとブリーチ、どっちがおすすめ？", title, { series: ["bleach", "naruto"] }, "complex"),
  en("How much is it?", price, {}, "follow-up"),
  en("and volume 13?", title, { volume: 13 }, "follow-up"),
  en("what about digital?", title, { format: "digital" }, "follow-up"),
  en("is that one in stock", price, {}, "follow-up"),
  en("who wrote it?", "author", {}, "follow-up"),
  en("When does the next volume come out?", "release-date", {}, "follow-up"),
  en("the second one", "other", {}, "follow-up"),
  en("Is Monster good and is it in stock?", price, { series: ["monster"] }),
  ja("それはいくらですか", price, {}, "follow-up"),
  ja("その作品の作者は？", "author", {}, "follow-up"),
  ja("次の巻は？", "other", {}, "follow-up"),
  ja("13巻は？", title, { volume: 13 }, "follow-up"),
  ja("電子版は？", title, { format: "digital" }, "follow-up"),
  ja("他におすすめは？", "recommend", {}, "follow-up", "personal"),
  en("what is the weather like", "other"),
  en("asdf qwer", "other"),
  ja("明日の天気は晴れですか", "other"),
]

export const questionCorpus: ReadonlyArray<CorpusQuestion> = [...bookQuestions, ...otherQuestions]
