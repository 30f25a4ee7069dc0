/**
 * The emulated model's answers to a prompt with a `<pair>` block, whether two questions are the same, and to one with a
 * `<choice>` block, which of several sentences is the same as a question. It is a stand-in by rule and says nothing about
 * a real model's judgement.
 *
 * Both questions are reduced to their content: words of grammar and politeness are dropped, endings cut, synonyms of
 * `pair-words.json` unified. Equal sets are SAME; anything else, unknown words above all, is DIFFERENT.
 */
import { isObject, parsedJson } from "@manga-assist/bedrock-emulator/services"
import pairWords from "./pair-words.json" with { type: "json" }

const pairBlock = /<pair>\s*(\{.*\})\s*<\/pair>/su
const choiceBlock = /<choice>\s*(\{.*\})\s*<\/choice>/su

const dropped = new Set(pairWords.dropped.split(" "))

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

const groupOf = new Map(
  pairWords.synonyms.flatMap((line, index) =>
    line.split(" ").map((word) => [word, `group ${index}`]),
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

const isSame = (first: string, second: string): boolean => {
  const about = aboutOf(first)
  return about !== "" && about === aboutOf(second)
}

/** `undefined`: the prompt is no such question. */
export const pairVerdict = (text: string): string | undefined => {
  const [, told = ""] = pairBlock.exec(text) ?? choiceBlock.exec(text) ?? []
  const asked = parsedJson(told)
  if (!isObject(asked)) return undefined
  const { first, question, second, sentences } = asked
  if (typeof question === "string" && Array.isArray(sentences)) {
    const same = sentences.findIndex((each) =>
      isSame(question, String(each).replace(/^\d+: /u, "")),
    )
    return String(same + 1)
  }
  if (typeof first !== "string" || typeof second !== "string") return undefined
  return isSame(first, second) ? "SAME" : "DIFFERENT"
}
