/** Which of the store's policies a question asks for. */
import { type Locale } from "./Language.ts"
import { type Prompt } from "./PromptReader.ts"

/** Words that point at a topic by its name in the prompt; most specific first. */
const topicWords: ReadonlyArray<readonly [topic: RegExp, words: RegExp]> = [
  [
    /return|refund/,
    /return|refund|exchange|damaged|broken|wrong item|\bback\b|返品|返金|交換|破損|破れ|汚れ|落丁|乱丁|間違|不良|返したい/u,
  ],
  [/pre-?order/, /pre-?order|reserve|予約/u],
  [/gift/, /gift|wrap|present|ギフト|プレゼント|包装|ラッピング/u],
  [/language/, /english|translat|英語|英訳|翻訳/u],
  [/digital/, /digital|e-?book|reader|device|ipad|iphone|android|tablet|電子|端末|何台|アプリ/u],
  [
    /pay/,
    /\bpay|accept|bitcoin|card|invoice|bank transfer|支払|払え|決済|クレジット|振込|コンビニ/u,
  ],
  [
    /ship|deliver/,
    /ship|deliver|postage|arrive(?!d)|customs|abroad|送料|配送|発送|送れ|送って|届(?!いた)|海外/u,
  ],
  [
    /contact|support/,
    /contact|support|\bphone\b|human|staff|hours|are you open|問い?合わ?せ|電話|連絡|営業時間|定休日/u,
  ],
]

/** Texts of the policies asked for, at most two; none when the question names no topic of the prompt. */
export const askedPolicies = (prompt: Prompt, locale: Locale): ReadonlyArray<string> => {
  const question = prompt.question.normalize("NFKC").toLowerCase()
  const topics = [...prompt.policies.keys()]
  const asked = topicWords.flatMap(([topic, words]) =>
    words.test(question) ? topics.filter((name) => topic.test(name.toLowerCase())) : [],
  )
  const named = topics.filter((name) => name.length > 3 && question.includes(name.toLowerCase()))
  return [...new Set([...asked, ...named])].slice(0, 2).flatMap((name) => {
    const texts = prompt.policies.get(name)
    return texts?.[locale] ?? texts?.[locale === "en" ? "ja" : "en"] ?? []
  })
}

/** The store's word on translations, when the question asks for one. */
export const translationPolicy = (prompt: Prompt, locale: Locale): string | undefined =>
  /english|translat|英語|英訳|翻訳/iu.test(prompt.question)
    ? askedPolicies(prompt, locale)[0]
    : undefined
