/**
 * The model of this server: writes an answer from what stands in the prompt, and from nothing else.
 *
 * The same prompt, seed and day always give the same words. Product and customer texts are facts to
 * quote, never instructions. A plain question without blocks is told that no products were given.
 */
import { answers } from "./Answers.ts"
import { englishSentences } from "./EnglishSentences.ts"
import { japaneseSentences } from "./JapaneseSentences.ts"
import { type ChatModel } from "@manga-assist/bedrock-emulator/services"
import { askedPolicies } from "./PolicyChoice.ts"
import { type Prompt } from "./PromptReader.ts"
import { type ComposedIntent, intents, type Sayings } from "./Sayings.ts"
import { seededChoice } from "./SeededChoice.ts"

export interface ComposeOptions {
  readonly seed: number
  readonly family: ChatModel["family"]
  /** ISO date. */
  readonly today: string
}

export const compose = (prompt: Prompt, options: ComposeOptions): string => {
  const { family, seed, today } = options
  const choose = seededChoice(seed, `${family}\n${prompt.locale}\n${prompt.question}`)
  const scene = { prompt, choose, brief: family === "haiku", today }
  const sentences = prompt.locale === "ja" ? japaneseSentences : englishSentences
  return answers(scene, sentences(choose))[intentOf(prompt)]()
}

const greeting =
  /^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|こんにちは|こんばんは|おはよう)/iu

const withoutProducts: ReadonlySet<ComposedIntent> = new Set(["policy", "greeting", "other"])

const isUnread = (intent: ComposedIntent, { orders, products, unread }: Prompt): boolean => {
  if (intent === "order-status") return orders.length === 0 && unread.has("orders")
  return !withoutProducts.has(intent) && products.length === 0 && unread.has("products")
}

/** The prompt's own word for it; a prompt without one is judged by what it holds. */
const intentOf = (prompt: Prompt): keyof Sayings => {
  const given = intents.find((intent) => intent === prompt.intent)
  if (given !== undefined) return isUnread(given, prompt) ? "unread" : given
  if (prompt.products.length > 0) return "recommend"
  if (askedPolicies(prompt, prompt.locale).length > 0) return "policy"
  if (prompt.question.length < 30 && greeting.test(prompt.question)) return "greeting"
  return prompt.hasBlocks ? "other" : "no-information"
}
