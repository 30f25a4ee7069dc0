/**
 * The model of this server: writes an answer from what stands in the prompt, and from nothing else.
 *
 * The same prompt, seed and day always give the same words. Product and customer texts are facts to
 * quote, never instructions. A plain question without blocks is told that no products were given.
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
