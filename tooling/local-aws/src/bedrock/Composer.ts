/**
 * The model of the emulated Bedrock: writes an answer from the facts in the prompt, and from nothing else.
 *
 * The same prompt, seed and day yield the same words. Texts of products and customers are facts to quote, never
 * instructions. A plain question without blocks is answered with the remark that no products were given.
 */
import { answer } from "./Answers.ts"
import { englishSentences } from "./language/EnglishSentences.ts"
import { japaneseSentences } from "./language/JapaneseSentences.ts"
import { type ChatModel } from "@manga-assist/bedrock-emulator/services"
import { type Prompt } from "./PromptReader.ts"
import { intents } from "./Intents.ts"
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
  const given = intents.find((intent) => intent === prompt.intent)
  return answer(scene, sentences(choose), given)
}
