/**
 * Answers as a good model would give them, from what a question is labelled to ask: the same facts each time, in other
 * words each time. Its faults are a model's: it leaves out yes and no in a fifth of the answers that could begin so,
 * adds true facts nobody asked for to a third, and is wrong once in fifty times.
 */
import type { Locale } from "@manga-assist/protocol"
import { demoCatalogue } from "@manga-assist/catalogue"
import { hashOf, pick } from "./random.ts"

/** What the questions of each form want, by form. */
const wanted = {
  yesOrNo: `stock sold-out out-of-print restock-if restocked discount-book stock-complete stock-several preorder-book
    out finished ongoing unfinished hiatus anime adapted live-action is-genre is-demographic suitable complete-in
    only-volumes opinion is-popular is-famous is-liked is-bestseller sequel prequel spin-off same-author compared`,
  amount: "price price-each price-several price-complete cheapest cheapest-format cheapest-set",
  date: "release release-next release-latest released-latest released-last restock-when began ended debut debut-year",
  count: "volumes volumes-to-end chapters pages copies-left which-latest volumes-in-stock",
  person: "author writer artist",
  list: `recommend recommend-format best best-selling trending new-releases new-series upcoming releases-in works
    works-main works-of-author works-recommended other-works reading-order`,
  one: "which-of read-first",
  publisher: "publisher magazine",
  genre: "genre",
  readers: "demographic",
  age: "age",
  text: "about information what-is named reviews comparison status formats-of setting protagonist characters",
} as const
type Wanted = keyof typeof wanted

// Own keys of a constant above.
const kinds = Object.keys(wanted) as ReadonlyArray<Wanted>
const wantedBy: ReadonlyMap<string, Wanted> = new Map(
  kinds.flatMap((kind) => wanted[kind].split(/\s+/u).map((form) => [form, kind] as const)),
)

export const isAnswerable = (form: string): boolean => wantedBy.has(form)

const catalogue = demoCatalogue()
const titleOf = (id: string, locale: Locale): string => {
  const series = catalogue.of(id)
  return (locale === "ja" ? series?.japanese : series?.english) ?? id
}

const words = ["Aoba", "Kita", "Minami", "Hoshi", "Sora", "Tsuki", "Kaze", "Mori", "Umi", "Yama"]
const months =
  "January February March April May June July August September October November December".split(" ")

/** What is labelled to be asked: the name of the form, and the form with its slots. */
export interface Meaning {
  readonly question: string
  readonly form: string
  readonly locale: Locale
  /** Ids of the series it names. */
  readonly series: ReadonlyArray<string>
}

const publishers = ["Shueisha", "Kodansha", "Shogakukan", "Kadokawa", "Hakusensha"]
const genres = {
  en: ["horror", "romance", "fantasy", "comedy", "mystery"],
  ja: ["ホラー", "恋愛", "ファンタジー", "コメディ", "ミステリー"],
}
const readers = { en: ["shonen", "seinen", "shojo", "josei"], ja: ["少年", "青年", "少女", "女性"] }

const many = (values: ReadonlyArray<string>, fact: number, count: number) =>
  Array.from({ length: count }, (_, at) => values[(fact + at * 7) % values.length] ?? "")

const allSeries = catalogue.series.map(({ id }) => id)
const allPeople = [...new Set(catalogue.series.flatMap(({ author }) => author.english.split(", ")))]

const sentenceOf = (
  { locale, question, series }: Meaning,
  fact: number,
  random: () => number,
): string => {
  const en = locale === "en"
  const named = series.map((id) => titleOf(id, locale))
  const it =
    named[0] !== undefined && random() < 0.7 ? named.join(en ? " and " : "と") : en ? "It" : "それ"
  const say = (english: ReadonlyArray<string>, japanese: ReadonlyArray<string>) =>
    pick(en ? english : japanese, random)
  const kind = wantedBy.get(question)
  switch (kind) {
    case "yesOrNo": {
      if (random() < 0.2) {
        return fact % 2 === 0
          ? say(
              [`${it} is.`, `That is so.`],
              [`${it}はそのようになっています。`, `${it}はそうなっています。`],
            )
          : say(
              [`${it} is not.`, `Not as far as the catalogue says.`],
              [`${it}はそうなってはいません。`],
            )
      }
      return fact % 2 === 0
        ? say(
            [`Yes, that is so.`, `Yes! ${it} is.`, `Certainly, ${it} is.`],
            [`はい、そうです。`, `はい、${it}はそうなっています。`, `もちろんです。`],
          )
        : say(
            [`No, that is not so.`, `Unfortunately not.`, `I'm sorry, ${it} is not.`],
            [
              `いいえ、違います。`,
              `申し訳ございませんが、${it}は違います。`,
              `残念ながら違います。`,
            ],
          )
    }
    case "amount": {
      const yen = 400 + (fact % 90) * 11
      return say(
        [`${it} costs ¥${yen}.`, `The price is ${yen} yen.`, `That is ¥${yen} with tax.`],
        [`${it}は${yen}円です。`, `価格は￥${yen}（税込）です。`],
      )
    }
    case "date": {
      const [year, month, day] = [1980 + (fact % 47), fact % 12, 1 + (fact % 28)]
      return say(
        [
          `That is ${months[month]} ${day}, ${year}.`,
          `${it}: ${day} ${months[month]} ${year}.`,
          `${year}-${month + 1}-${day}.`,
        ],
        [
          `${it}は${year}年${month + 1}月${day}日です。`,
          `${year}年${month + 1}月${day}日になります。`,
        ],
      )
    }
    case "count": {
      const count = 1 + (fact % 110)
      return say(
        [`${it}: ${count}.`, `There are ${count}.`, `${count} in all.`],
        [`${it}は${count}です。`, `全部で${count}です。`],
      )
    }
    case "person": {
      const person = allPeople[fact % allPeople.length] ?? ""
      return say(
        [`${it} is by ${person}.`, `${person}.`, `That was ${person}.`],
        [`${it}は${person}です。`, `${person}先生です。`],
      )
    }
    case "list": {
      const titles = many(allSeries, fact, 3).map((id) => titleOf(id, locale))
      const some = random() < 0.5 ? titles : titles.slice(random() < 0.5 ? 1 : 0).slice(0, 2)
      return say(
        [
          `Try ${some.join(", ")}.`,
          `${some.toReversed().join("; ")}.`,
          `Here are ${some.join(" and ")}.`,
        ],
        [`${some.join("、")}はいかがでしょうか。`, `${some.toReversed().join("、")}です。`],
      )
    }
    case "one": {
      const one = named[fact % Math.max(1, named.length)] ?? ""
      const other = named.find((each) => each !== one) ?? ""
      return say(
        [`${one}.`, `${one}, rather than ${other}.`],
        [`${one}です。`, `${other}より${one}です。`],
      )
    }
    case "publisher":
    case "genre":
    case "readers": {
      const known = { publisher: publishers, genre: genres[locale], readers: readers[locale] }
      const values = known[kind]
      const value = values[fact % values.length] ?? ""
      return say(
        [`${it}: ${value}.`, `That is ${value}.`],
        [`${it}は${value}です。`, `${value}になります。`],
      )
    }
    case "age": {
      const age = 8 + (fact % 11)
      return say(
        [`${it} is for ages ${age} and up.`, `${age}+.`],
        [`${it}は${age}歳からです。`, `${age}歳以上向けです。`],
      )
    }
    default:
      return say(
        [
          `${it} tells of ${words[fact % words.length]} and a long way home.`,
          `A tale of ${words[fact % words.length]}.`,
        ],
        [
          `${it}は${words[fact % words.length]}の物語です。`,
          `${words[fact % words.length]}を描きます。`,
        ],
      )
  }
}

/** What is true of a series whatever is asked. */
const besides = ({ locale, series: [id = ""] }: Meaning, random: () => number): string => {
  const fact = hashOf(id)
  const [volumes, yen] = [3 + (fact % 60), 450 + (fact % 30) * 10]
  return pick(
    locale === "en"
      ? [` The series has ${volumes} volumes.`, ` Volumes start at ¥${yen}.`]
      : [`全${volumes}巻です。`, `1冊${yen}円からです。`],
    random,
  )
}

export const answerTo = (meaning: Meaning, random: () => number): string => {
  const wavers = random() < 0.02
  const fact = hashOf(wavers ? `${meaning.form} ${random()}` : meaning.form)
  const sentence = sentenceOf(meaning, fact, random)
  return meaning.series.length > 0 && random() < 1 / 3
    ? sentence + besides(meaning, random)
    : sentence
}
