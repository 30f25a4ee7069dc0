/**
 * The emulated model's answer to a prompt with a `<pair>` block: whether two questions are the same. It is a stand-in
 * by rule and says nothing about a real model's judgement.
 *
 * Both questions are reduced to their content: words of grammar and politeness are dropped, endings cut, synonyms of
 * the groups below unified. Equal sets are SAME; anything else, unknown words above all, is DIFFERENT.
 */
import { isObject } from "@manga-assist/bedrock-emulator/services"

const block = /<pair>\s*(\{.*\})\s*<\/pair>/su

const dropped = new Set(
  `a an the of for to in on at by with from about as be is are am was were been being it its there this that do does
  did can could may might will would shall should must have has had having get got getting you your yours one any
  some all please just so then and or if what which who whom whose when where how why s t d re ll ve me us i we my
  our kind sort type tell know let want like need make use take go going possible able way option available
  は が を に の で と も へ や か ね よ な です ます か でしょう ください 下さい 教え て 何 どの どんな これ する し でき ます ある あり
  いる い って ん た だ ませ お ご という もの こと`.split(/\s+/u),
)

/** What asks for the same thing, whatever else is said. */
const askingFor: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /\bwho\b.*\b(?:by|wrote|author|writ\w*|creat\w*|made|drew|draws)\b|\bauthor\b|作者|誰が?(?:書|描)/u,
    "AUTHOR",
  ],
  [/\bhow long\b|何日/u, "DURATION"],
  [/\bhow much\b|\bprice\b|\bcosts?\b|\bcharg(?:e|es|ing)\b|いくら|値段|価格|何円|料金/u, "PRICE"],
  [/\bhow many\b|\bnumber of\b|何巻|何冊/u, "COUNT"],
  [/\bwhen\b|\bdates?\b|いつ/u, "WHEN"],
  [/\bhow old\b|\bage\b|何歳|対象年齢/u, "AGE"],
]

const askingWords =
  /\b(?:how (?:long|much|many|old)|price|costs?|charg\w*|author|wrote|writ\w*|creat\w*|name|person|people|when|date|rating|total|number)\b|作者|誰|いくら|値段|価格|何円|料金|いつ|何巻|何冊/gu

const groups = `
  return send sent back
  exchange swap another
  change modify edit
  cancel call off
  ship shipping deliver delivery courier carrier post
  track tracking trackable
  express rush fast
  order purchase parcel package
  contact reach human support service customer phone
  beginner newcomer starter
  recommend recommendation suggest suggestion read
  story about plot
  genre
  volume volumes run
  finished ended complete completed ongoing still chapters coming
  new recent recently latest came arrivals
  cheaper cheap inexpensive less expensive
  book books manga comic comics
  ebook ebooks digital digitally
  device devices
  包装 ラッピング
  返品 返す 返し 送り返す
  おすすめ オススメ お勧め
`

const groupOf = new Map(
  groups
    .trim()
    .split("\n")
    .flatMap((line, index) =>
      line
        .trim()
        .split(/\s+/u)
        .map((word) => [word, `group ${index}`]),
    ),
)

const segmenter = new Intl.Segmenter("ja", { granularity: "word" })

const stem = (word: string): string => word.replace(/(?:ing|ed|es|s)$/u, "")
const stems = new Map([...groupOf].map(([word, group]) => [stem(word), group]))

const aboutOf = (question: string): string => {
  const text = question.normalize("NFKC").toLowerCase()
  const asked = askingFor.filter(([words]) => words.test(text)).map(([, what]) => what)
  const words = [...segmenter.segment(text.replaceAll(askingWords, " "))]
    .filter(({ isWordLike, segment }) => isWordLike === true && !dropped.has(segment))
    .map(({ segment }) => groupOf.get(segment) ?? stems.get(stem(segment)) ?? stem(segment))
  return [...new Set([...asked, ...words])].toSorted().join("|")
}

/** `undefined`: the prompt is no such question. */
export const pairVerdict = (text: string): "SAME" | "DIFFERENT" | undefined => {
  const found = block.exec(text)?.[1]
  if (found === undefined) return undefined
  try {
    const pair: unknown = JSON.parse(found)
    if (!isObject(pair)) return undefined
    const { first, second } = pair
    if (typeof first !== "string" || typeof second !== "string") return undefined
    const about = aboutOf(first)
    return about !== "" && about === aboutOf(second) ? "SAME" : "DIFFERENT"
  } catch {
    return undefined
  }
}
